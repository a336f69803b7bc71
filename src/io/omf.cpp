// OMF version 1: each element is a Source.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/error.h"
#include "core/text.h"
#include "io/format_rows.h"
#include "io/memory_check.h"
#include "io/missing_codes.h"
#include "io/omf_file.h"
#include "io/surface_reading.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;
using Object = OmfFile::Object;

const std::vector<std::string_view> extensions{"omf"};

bool sniff(const fs::path& file, std::string_view first_bytes) {
  return is_omf_v1(first_bytes) || has_extension(file, extensions);
}

std::optional<DatasetKind> kind_of_class(std::string_view name) {
  if (name == "VolumeElement") return DatasetKind::blocks;
  if (name == "SurfaceElement") return DatasetKind::surface;
  if (name == "PointSetElement" || name == "LineSetElement") return DatasetKind::points;
  return {};
}

/// The elements Lode reads, under names that differ.
std::vector<std::pair<std::string, Object>> elements_of(const OmfFile& omf) {
  std::vector<std::pair<std::string, Object>> elements;
  for (const Object& id : omf.list(omf.project(), "elements")) {
    const Object& element = omf.object(id);
    if (!kind_of_class(omf.text(element, "__class__"))) continue;
    const std::string plain = omf.text(element, "name").empty() ? "unnamed" : omf.text(element, "name");
    std::string name = plain;
    for (int i = 2; std::ranges::any_of(elements, [&](const auto& known) { return known.first == name; }); ++i)
      name = fmt::format("{} {}", plain, i);
    elements.emplace_back(name, element);
  }
  return elements;
}

std::vector<Source> describe_parts(const fs::path& file) {
  const OmfFile omf(file);
  std::vector<Source> sources;
  for (const auto& [name, element] : elements_of(omf)) {
    Source source = one_file_source(file, "omf", *kind_of_class(omf.text(element, "__class__")));
    if (source.kind == DatasetKind::blocks) source.files[0].role = TableRole::blocks;
    source.name = source.part = name;
    sources.push_back(std::move(source));
  }
  if (sources.empty())
    throw Error("the file holds no element that Lode reads", "export volumes, surfaces or points", {file});
  return sources;
}

/// The place of a row among the values in the file; none: as they stand.
using Order = std::function<std::uint64_t(std::uint64_t)>;

/// Columns of what a project element knows at a location.
class Columns {
 public:
  Columns(const OmfFile& omf, const Object& element, const Source& source, Loaded& loaded)
      : omf_(omf), element_(element), source_(source), loaded_(loaded) {}

  /// `count` values each.
  std::vector<Column> at(std::string_view location, std::uint64_t count, const Order& order = {}) {
    check_memory(location, count);
    std::vector<Column> columns;
    for (const Object& id : omf_.list(element_, "data")) {
      const Object& data = omf_.object(id);
      if (omf_.text(data, "location") == location) add(data, count, order, columns);
    }
    for (Column& column : columns) remove_codes(column, source_.missing_codes);
    return columns;
  }
  void note_unused(std::string_view location) {
    std::uint64_t unused = 0;
    for (const Object& id : omf_.list(element_, "data")) unused += omf_.text(omf_.object(id), "location") == location;
    if (unused > 0) loaded_.notes.push_back(fmt::format("{} attributes of {} are left out", unused, location));
  }

 private:
  /// Of one attribute at a time the bytes, the values and those of a column are held beside what is kept.
  void check_memory(std::string_view location, std::uint64_t count) const {
    std::uint64_t attributes = 0, kept = 0, most = 0;
    for (const Object& id : omf_.list(element_, "data")) {
      const Object& data = omf_.object(id);
      if (omf_.text(data, "location") != location) continue;
      const std::string type = omf_.text(data, "__class__");
      const std::uint64_t components = type == "Vector2Data" ? 2 : type == "Vector3Data" ? 3 : 1;
      ++attributes;
      kept += components * sizeof(float);
      most = std::max(most, (2 * components + 1) * sizeof(double));
    }
    check_fits_memory(
        count * (kept + most),
        fmt::format("{} attributes of {} {} need", attributes, grouped(static_cast<double>(count)), location),
        "export fewer attributes, or the model as .vti, which is mapped", omf_.path());
  }

  void add(const Object& data, std::uint64_t count, const Order& order, std::vector<Column>& columns) {
    const std::string type = omf_.text(data, "__class__"), name = omf_.text(data, "name");
    if (type == "ScalarData") return columns.push_back(number_column(name, data, 1, 0, count, order));
    if (type == "Vector2Data" || type == "Vector3Data") {
      const std::uint64_t components = type == "Vector2Data" ? 2 : 3;
      for (std::uint64_t c = 0; c < components; ++c)
        columns.push_back(number_column(fmt::format("{}_{}", name, "xyz"[c]), data, components, c, count, order));
      return;
    }
    if (type == "StringData" || type == "DateTimeData")
      return columns.push_back(word_column(name, omf_.words(omf_.object(data, "array")), count, order));
    if (type == "MappedData") return add_mapped(name, data, count, order, columns);
    loaded_.notes.push_back(fmt::format("attribute \"{}\" of class {} is left out", name, type));
  }

  void check_count(const std::string& name, std::uint64_t values, std::uint64_t count) const {
    if (values != count)
      omf_.fail(fmt::format("attribute \"{:.40}\" has {} values, its element {}", name, values, count));
  }

  static std::uint64_t at_row(const Order& order, std::uint64_t row) { return order ? order(row) : row; }

  Column number_column(const std::string& name, const Object& data, std::uint64_t components, std::uint64_t component,
                       std::uint64_t count, const Order& order) const {
    const std::vector<double> values = omf_.array(data, "array", components);
    check_count(name, values.size() / components, count);
    std::vector<double> ordered(count);
    for (std::uint64_t row = 0; row < count; ++row) {
      const double value = values[at_row(order, row) * components + component];
      ordered[row] = std::abs(value) < 1e30 ? value : std::nan("");
    }
    Column column;
    column.name = name;
    column.unit = unit_from_name(name);
    column.data = Numbers::narrowed(ordered);
    return column;
  }

  Column word_column(const std::string& name, const std::vector<std::string>& words, std::uint64_t count,
                     const Order& order) const {
    check_count(name, words.size(), count);
    std::vector<std::string> ordered(count);
    for (std::uint64_t row = 0; row < count; ++row) ordered[row] = words[at_row(order, row)];
    Column column;
    column.name = name;
    column.type = ColumnType::category;
    column.data = Categories::of(ordered);
    return column;
  }

  /// Indices into legends: one of words, or a number, is the attribute; colours are not.
  void add_mapped(const std::string& name, const Object& data, std::uint64_t count, Order order,
                  std::vector<Column>& columns) const {
    const std::vector<double> indices = omf_.array(data, "array", 1);
    check_count(name, indices.size(), count);
    std::vector<std::string> legend_names;
    for (const Object& id : omf_.list(data, "legends")) {
      const Object& legend = omf_.object(id);
      const Object& values = omf_.object(legend, "values");
      if (omf_.text(values, "__class__") != "StringArray") continue;
      std::vector<std::uint32_t> codes(count);
      const std::vector<std::string> words = omf_.words(values);
      for (std::uint64_t row = 0; row < count; ++row) {
        const double index = indices[at_row(order, row)];
        codes[row] = index >= 0 && index < static_cast<double>(words.size()) ? static_cast<std::uint32_t>(index)
                                                                             : Categories::missing;
      }
      const std::string legend_name = omf_.text(legend, "name");
      Column column;
      column.name = legend_names.empty() || legend_name.empty() ? name : fmt::format("{} {}", name, legend_name);
      column.type = ColumnType::category;
      column.data = Categories::narrowed(words, codes);
      legend_names.push_back(legend_name);
      columns.push_back(std::move(column));
    }
    if (legend_names.empty()) columns.push_back(number_column(name, data, 1, 0, count, order));
  }

  const OmfFile& omf_;
  const Object& element_;
  const Source& source_;
  Loaded& loaded_;
};

Table named_table(const Source& source, TableRole role, std::uint64_t rows, std::vector<Column> columns) {
  Table table;
  table.name = source.name;
  table.file = utf8(source.files[0].path);
  table.role = role;
  table.rows = table.rows_read = rows;
  table.columns = std::move(columns);
  return table;
}

Vec3 unit(const OmfFile& omf, const Object& geometry, const char* axis) {
  const Vec3 v = omf.vector(geometry, axis);
  const double size = length(v);
  if (!(size > 0) || !std::isfinite(size)) omf.fail(fmt::format("{} of an element has no direction", axis));
  return 1 / size * v;
}

std::vector<double> edges_of(const OmfFile& omf, const Object& geometry, const char* tensor) {
  std::vector<double> edges{0};
  for (const double width : omf.numbers(geometry, tensor)) {
    if (!(width > 0 && width < 1e9)) omf.fail(fmt::format("{} has a width of {}", tensor, shortest(width)));
    edges.push_back(edges.back() + width);
  }
  if (edges.size() < 2) omf.fail(fmt::format("{} holds no width", tensor));
  return edges;
}

/// Volumes: w fastest, then v, then u.
Dataset volume_of(const OmfFile& omf, const Object& element, const Source& source, Loaded& loaded) {
  const Object& geometry = omf.object(element, "geometry");
  std::array<Vec3, 3> axes{unit(omf, geometry, "axis_u"), unit(omf, geometry, "axis_v"), unit(omf, geometry, "axis_w")};
  for (std::size_t a = 0; a < 3; ++a)
    if (!(std::abs(dot(axes[a], axes[(a + 1) % 3])) < 1e-6))
      throw Error("the axes of the volume are not at right angles", "export the model with a rotation alone",
                  {omf.path()});
  BlockModel model;
  Vec3 corner = omf.vector(omf.project(), "origin") + omf.vector(geometry, "origin");
  std::array<std::vector<double>, 3> edges{edges_of(omf, geometry, "tensor_u"), edges_of(omf, geometry, "tensor_v"),
                                           edges_of(omf, geometry, "tensor_w")};
  std::array<bool, 3> flipped{};
  const auto flip = [&](std::size_t axis) {
    corner = corner + edges[axis].back() * axes[axis];
    axes[axis] = -1 * axes[axis];
    const double end = edges[axis].back();
    std::ranges::reverse(edges[axis]);
    for (double& edge : edges[axis]) edge = end - edge;
    flipped[axis] = true;
  };
  if (axes[2].z < -1e-9) flip(2);
  if (dot(cross(axes[0], axes[1]), axes[2]) < 0) flip(1);
  for (std::size_t a = 0; a < 3; ++a) {
    if (edges[a].size() - 1 > Lattice::max_count)
      throw Error(fmt::format("the volume has {} cells along an axis", edges[a].size() - 1),
                  fmt::format("give one of 1 to {} a side", Lattice::max_count), {omf.path()});
    model.lattice.count[a] = static_cast<std::uint32_t>(edges[a].size() - 1);
  }
  model.lattice.edges = std::move(edges);
  model.lattice.source_from_lattice = {axes, corner};
  const std::uint64_t cells = model.lattice.cells();
  if (cells / 8 > 1100 * static_cast<std::uint64_t>(fs::file_size(omf.path())))
    omf.fail(fmt::format("the volume states {} cells, more than its file can hold", cells));
  const auto order = [&lattice = model.lattice, flipped](std::uint64_t cell) {
    std::array<std::uint32_t, 3> at = lattice.ijk(cell);
    for (std::size_t a = 0; a < 3; ++a)
      if (flipped[a]) at[a] = lattice.count[a] - 1 - at[a];
    return at[2] + std::uint64_t{lattice.count[2]} * (at[1] + std::uint64_t{lattice.count[1]} * at[0]);
  };
  Columns columns(omf, element, source, loaded);
  model.table = named_table(source, TableRole::blocks, cells, columns.at("cells", cells, order));
  columns.note_unused("vertices");
  if (flipped[1] || flipped[2]) loaded.notes.emplace_back("axes that ran downwards or left-handed are turned round");
  if (source.rl_metres_per_unit != 1) {
    if (std::abs(axes[2].z - 1) > 1e-9)
      throw Error("the RLs of a tilted model cannot have a unit of their own", "leave the unit of RLs at metres",
                  {omf.path()});
    for (double& edge : model.lattice.edges[2]) edge *= source.rl_metres_per_unit;
    model.lattice.source_from_lattice.offset.z *= source.rl_metres_per_unit;
  }
  return model;
}

std::vector<Vec3> vertices_of(const OmfFile& omf, const Object& geometry) {
  const Vec3 origin = omf.vector(omf.project(), "origin") + omf.vector(geometry, "origin");
  const std::vector<double> values = omf.array(geometry, "vertices", 3);
  std::vector<Vec3> vertices(values.size() / 3);
  for (std::size_t i = 0; i < vertices.size(); ++i)
    vertices[i] = origin + Vec3{values[3 * i], values[3 * i + 1], values[3 * i + 2]};
  return vertices;
}

std::uint32_t index_among(const OmfFile& omf, double index, std::size_t vertices) {
  if (!(index >= 0 && index < static_cast<double>(vertices)))
    omf.fail("an element stands on vertices it does not hold");
  return static_cast<std::uint32_t>(index);
}

Surface grid_surface(const OmfFile& omf, const Object& geometry) {
  const Vec3 origin = omf.vector(omf.project(), "origin") + omf.vector(geometry, "origin");
  const Vec3 u = unit(omf, geometry, "axis_u"), v = unit(omf, geometry, "axis_v"), w = cross(u, v);
  const std::vector<double> along_u = edges_of(omf, geometry, "tensor_u"),
                            along_v = edges_of(omf, geometry, "tensor_v");
  const std::uint64_t count = std::uint64_t{along_u.size()} * along_v.size();
  std::vector<double> offset(count, 0.0);
  if (geometry.contains("offset_w") && !geometry["offset_w"].is_null()) offset = omf.array(geometry, "offset_w", 1);
  if (offset.size() != count) omf.fail("a surface has not one offset a vertex");
  Surface surface;
  const std::size_t nu = along_u.size();
  for (std::size_t j = 0; j < along_v.size(); ++j)  // u fastest
    for (std::size_t i = 0; i < nu; ++i)
      surface.vertices_source.push_back(origin + along_u[i] * u + along_v[j] * v + offset[i + nu * j] * w);
  const auto at = [&](std::size_t i, std::size_t j) { return static_cast<std::uint32_t>(i + nu * j); };
  for (std::size_t j = 0; j + 1 < along_v.size(); ++j)
    for (std::size_t i = 0; i + 1 < nu; ++i) {
      surface.triangles.push_back({at(i, j), at(i + 1, j), at(i + 1, j + 1)});
      surface.triangles.push_back({at(i, j), at(i + 1, j + 1), at(i, j + 1)});
    }
  return surface;
}

void load_surface(const OmfFile& omf, const Object& element, const Source& source, Loaded& loaded) {
  const Object& geometry = omf.object(element, "geometry");
  Surface surface;
  if (omf.text(geometry, "__class__") == "SurfaceGridGeometry") {
    surface = grid_surface(omf, geometry);
  } else {
    surface.vertices_source = vertices_of(omf, geometry);
    const std::vector<double> corners = omf.array(geometry, "triangles", 3);
    for (std::size_t i = 0; i < corners.size(); i += 3)
      surface.triangles.push_back({index_among(omf, corners[i], surface.vertices_source.size()),
                                   index_among(omf, corners[i + 1], surface.vertices_source.size()),
                                   index_among(omf, corners[i + 2], surface.vertices_source.size())});
  }
  Columns columns(omf, element, source, loaded);
  surface.vertex_attributes.columns = columns.at("vertices", surface.vertices_source.size());
  columns.note_unused("faces");
  std::vector<std::string> notes = std::move(loaded.notes);
  loaded = finish_surface(std::move(surface), source);
  loaded.notes.insert(loaded.notes.end(), notes.begin(), notes.end());
}

Points kept_points(std::vector<Vec3> positions, Table table, const Source& source) {
  for (Vec3& position : positions) {
    position.z *= source.rl_metres_per_unit;
    if (!(std::abs(position.x) <= 1e9 && std::abs(position.y) <= 1e9 && std::abs(position.z) <= 1e9))
      throw Error("a point of the file is at no usable position", "export it with finite coordinates",
                  {source.files[0].path});
  }
  if (positions.empty()) throw Error("the element holds no points", "export it with its data", {source.files[0].path});
  return {std::move(positions), std::move(table)};
}

Dataset points_of(const OmfFile& omf, const Object& element, const Source& source, Loaded& loaded) {
  const std::vector<Vec3> vertices = vertices_of(omf, omf.object(element, "geometry"));
  Columns columns(omf, element, source, loaded);
  Table table = named_table(source, TableRole::points, vertices.size(), columns.at("vertices", vertices.size()));
  Points points = kept_points(vertices, std::move(table), source);
  if (source.triangulate) return triangulate(points);
  return points;
}

/// Segments by their middles.
Dataset middles_of(const OmfFile& omf, const Object& element, const Source& source, Loaded& loaded) {
  const Object& geometry = omf.object(element, "geometry");
  const std::vector<Vec3> vertices = vertices_of(omf, geometry);
  const std::vector<double> ends = omf.array(geometry, "segments", 2);
  std::vector<Vec3> middles;
  for (std::size_t i = 0; i < ends.size(); i += 2)
    middles.push_back(0.5 * (vertices[index_among(omf, ends[i], vertices.size())] +
                             vertices[index_among(omf, ends[i + 1], vertices.size())]));
  Columns columns(omf, element, source, loaded);
  Table table = named_table(source, TableRole::points, middles.size(), columns.at("segments", middles.size()));
  columns.note_unused("vertices");
  loaded.notes.push_back(fmt::format("{} segments are shown as points at their middles", middles.size()));
  Points points = kept_points(std::move(middles), std::move(table), source);
  if (source.triangulate) return triangulate(points);
  return points;
}

Loaded load_omf(const Source& source, Progress& progress) {
  const OmfFile omf(source.files.at(0).path);
  progress.check();
  const auto elements = elements_of(omf);
  const auto found = source.part.empty()
                         ? elements.begin()
                         : std::ranges::find(elements, source.part, &std::pair<std::string, Object>::first);
  if (found == elements.end())
    throw Error(fmt::format("the file holds no element \"{}\"", source.part), "`lode info` on it lists what it holds",
                {omf.path()});
  Loaded loaded;
  const Object& element = found->second;
  const std::string type = omf.text(element, "__class__");
  if (type == "SurfaceElement") {
    load_surface(omf, element, source, loaded);
    return loaded;
  }
  loaded.dataset =
      std::make_shared<const Dataset>(type == "VolumeElement"     ? volume_of(omf, element, source, loaded)
                                      : type == "PointSetElement" ? points_of(omf, element, source, loaded)
                                                                  : middles_of(omf, element, source, loaded));
  return loaded;
}

}  // namespace

Format omf_format() {
  return {"omf",
          "Open Mining Format 1",
          extensions,
          sniff,
          [](const fs::path& file) { return describe_parts(file).front(); },
          load_omf,
          describe_parts};
}

}  // namespace lode::io
