#include "session/scene_geometry.h"
#include "session/grid_option.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace lode {

namespace {

void get(TomlFields& fields, std::string_view key, std::optional<Vec3>& point) {
  if (fields.has(key)) fields.get(key, point.emplace());
}

/// Three whole numbers of at least `least`.
template <typename Integer>
void get_counts(TomlFields& fields, std::string_view key, std::array<Integer, 3>& counts, std::int64_t least,
                std::int64_t most) {
  if (!fields.has(key)) return;
  std::vector<double> values;
  fields.get(key, values);
  bool good = values.size() == 3;
  for (const double value : values)
    good =
        good && value == std::floor(value) && value >= static_cast<double>(least) && value <= static_cast<double>(most);
  if (!good)
    fields.fail(key, fields.full(key) + fmt::format(" is not three whole numbers from {} to {}", least, most),
                "give one each for u, v and w");
  for (std::size_t i = 0; i < 3; ++i) counts[i] = static_cast<Integer>(values[i]);
}

std::string text_of(const Vec3& v) { return fmt::format("[{}, {}, {}]", shortest(v.x), shortest(v.y), shortest(v.z)); }

template <typename Integer>
std::string text_of(const std::array<Integer, 3>& counts) {
  return fmt::format("[{}, {}, {}]", counts[0], counts[1], counts[2]);
}

}  // namespace

toml::table read_geometry(TomlFields& fields, GridGeometry& geometry) {
  get(fields, "origin", geometry.origin);
  get(fields, "centroid", geometry.centroid);
  get(fields, "size", geometry.size);
  if (geometry.origin && geometry.centroid)
    fields.fail("centroid", fields.full("centroid") + " is given beside origin", "give one of them");
  if (geometry.size && !(geometry.size->x > 0 && geometry.size->y > 0 && geometry.size->z > 0))
    fields.fail("size", fields.full("size") + " is not above 0", "give the size of a block, or of a parent");
  get_counts(fields, "count", geometry.count, 1, Lattice::max_count);
  fields.get("rotation", geometry.rotation);
  if (fields.has("angles_deg")) {
    Vec3 angles;
    fields.get("angles_deg", angles);
    geometry.angles_deg = {angles.x, angles.y, angles.z};
  }
  get_counts(fields, "rotation_axes", geometry.rotation_axes, 0, 3);
  if (fields.has("u") || fields.has("v")) {
    auto& axes = geometry.axes.emplace(std::array{Vec3{1, 0, 0}, Vec3{0, 1, 0}});
    fields.get("u", axes[0]);
    fields.get("v", axes[1]);
  }
  get(fields, "pivot", geometry.pivot);
  try {
    geometry.directions();
  } catch (const Error& error) {
    fields.fail(geometry.axes ? "u" : "rotation", error.what_happened(), error.remedy());
  }
  return fields.unknown();
}

std::string geometry_text(const GridGeometry& geometry) {
  std::string text;
  const auto put = [&text](std::string_view key, const std::string& value) {
    text += fmt::format("{} = {}\n", key, value);
  };
  const GridGeometry defaults;
  if (geometry.origin) put("origin", text_of(*geometry.origin));
  if (geometry.centroid) put("centroid", text_of(*geometry.centroid));
  if (geometry.size) put("size", text_of(*geometry.size));
  if (geometry.count != defaults.count) put("count", text_of(geometry.count));
  if (!geometry.rotation.empty()) put("rotation", '"' + geometry.rotation + '"');
  if (geometry.angles_deg != defaults.angles_deg)
    put("angles_deg", text_of(Vec3{geometry.angles_deg[0], geometry.angles_deg[1], geometry.angles_deg[2]}));
  if (geometry.rotation_axes != defaults.rotation_axes) put("rotation_axes", text_of(geometry.rotation_axes));
  if (geometry.axes) {
    put("u", text_of((*geometry.axes)[0]));
    put("v", text_of((*geometry.axes)[1]));
  }
  if (geometry.pivot) put("pivot", text_of(*geometry.pivot));
  return text;
}

GridGeometry parse_grid(std::string_view text) {
  const std::string remedy = "write it as 'origin=X,Y,Z size=DX,DY,DZ rotation=vulcan angles_deg=60,0,0'";
  std::string toml;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    begin = end + 1;
    if (word.empty()) continue;
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) throw Error(fmt::format("\"{}\" of the grid says no value", word), remedy);
    const std::string_view key = word.substr(0, equals), value = word.substr(equals + 1);
    const char quote = key == "rotation" ? '"' : '[';
    toml += fmt::format("{} = {}{}{}\n", key, quote, value, quote == '[' ? ']' : quote);
  }
  toml::table table;
  try {
    table = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    throw Error(fmt::format("the grid \"{}\" is not understood: {}", text, error.description()), remedy);
  }
  TomlFile file;
  TomlFields fields(file, table, "");
  GridGeometry geometry;
  try {
    const toml::table unknown = read_geometry(fields, geometry);
    if (!unknown.empty())
      throw Error(fmt::format("\"{}\" is no part of a grid", unknown.begin()->first.str()),
                  "its parts are origin, centroid, size, count, rotation, angles_deg, rotation_axes, u, v, pivot");
  } catch (const Error& error) {
    throw Error(fmt::format("the grid \"{}\" is not understood: {}", text, error.what_happened()),
                error.remedy().find("scene file") == std::string::npos ? error.remedy() : remedy);
  }
  return geometry;
}

void state_grid(Scene& scene, const GridGeometry& geometry) {
  const auto are_blocks = [](const Source& source) { return source.kind == DatasetKind::blocks; };
  if (std::ranges::none_of(scene.sources, are_blocks))
    for (Source& source : scene.sources) {
      if (source.kind != DatasetKind::points || source.format != "csv" || source.files.size() != 1) continue;
      const auto& columns = source.files.front().columns;
      if (!columns.contains(ColumnRole::z) || columns.contains(ColumnRole::hole_id)) continue;
      source.kind = DatasetKind::blocks;
      source.files.front().role = TableRole::blocks;
    }
  for (Source& source : scene.sources)
    if (are_blocks(source)) source.geometry = geometry;
}

}  // namespace lode
