#include "session/plan_units.h"

#include <cmath>
#include <memory>

#include "core/error.h"
#include "core/sub_blocks.h"
#include "core/text.h"
#include "geo/crs.h"
#include "geo/grid_factors.h"
#include "io/coordinates.h"
#include "session/session.h"

namespace lode {

namespace {

/// By which to divide what was read as metres; 1 where the column states no unit. Feet in a CRS that counts feet are
/// that CRS's, international or of the US survey: few files tell them apart, and they differ by metres at state plane
/// eastings.
double divisor(const Column* column, double metres_per_unit) {
  if (column == nullptr) return 1;
  const double stated_m = io::length_factor(column, 1);
  if (stated_m == 1 && column->unit != "m") return 1;
  constexpr double feet_apart = 1e-5;
  return std::abs(stated_m / metres_per_unit - 1) < feet_apart ? stated_m : metres_per_unit;
}

/// The table whose columns hold what positions were read from.
const Table* table_of_coordinates(const Dataset& dataset) {
  if (const auto* holes = std::get_if<Drillholes>(&dataset)) return &holes->collars;
  if (const auto* model = std::get_if<BlockModel>(&dataset)) return &model->table;
  if (const auto* surface = std::get_if<Surface>(&dataset)) return &surface->vertex_attributes;
  return &std::get<Points>(dataset).table;
}

template <typename Function>
void for_each_position(Dataset& dataset, const Function& function) {
  if (auto* holes = std::get_if<Drillholes>(&dataset))
    for (Hole& hole : holes->holes) function(hole.collar_source);
  if (auto* surface = std::get_if<Surface>(&dataset))
    for (Vec3& vertex : surface->vertices_source) function(vertex);
  if (auto* points = std::get_if<Points>(&dataset))
    for (Vec3& position : points->positions_source) function(position);
}

/// To fourteen digits, as metres made of feet and feet of metres again keep of a decimal.
double without_noise(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const double scale = std::pow(10, 13 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

/// Of u and v; w, which is vertical, stays in metres.
void divide_plan(BlockModel& model, double divisor) {
  Lattice& lattice = model.lattice;
  constexpr double vertical = 1 - 1e-9;
  if (std::abs(lattice.source_from_lattice.columns[2].z) < vertical)
    throw Error("the model plunges, its RLs are in metres, and its CRS counts another unit",
                "state a CRS in metres for it (--source-crs)", {path_from_utf8(model.table.file)});
  BoxSides sides;
  if (model.sub_blocked())
    model.for_each_block([&](std::uint64_t, Vec3 lower, Vec3 upper) {
      for (int axis = 0; axis < 3; ++axis) {
        const double by = axis == 2 ? 1 : divisor;
        sides.lower[static_cast<std::size_t>(axis)].push_back(lower[axis] / by);
        sides.upper[static_cast<std::size_t>(axis)].push_back(upper[axis] / by);
      }
    });
  for (std::size_t axis = 0; axis < 2; ++axis)
    for (double& edge : lattice.edges[axis]) edge = without_noise(edge / divisor);
  Vec3& corner = lattice.source_from_lattice.offset;
  corner = {without_noise(corner.x / divisor), without_noise(corner.y / divisor), corner.z};
  if (model.sub_blocked()) model.sub_blocks = make_sub_blocks(lattice, std::move(sides)).boxes;
}

}  // namespace

double plan_metres_per_unit(const std::string& crs) {
  if (crs.empty()) return 1;
  try {
    const geo::CrsInfo info = geo::describe_crs(crs);
    return info.projected ? info.metres_per_unit : 1;
  } catch (const Error&) {
    return 1;  // whoever places the source says what is wrong with its CRS
  }
}

double plan_square_metres(const LoadedSource& blocks) {
  const SourceUnits& units = blocks.placing.units;
  if (!units.geographic) return units.metres_per_unit * units.metres_per_unit;
  if (!blocks.lattice || blocks.scene_crs.empty()) return 1;
  const std::array<Vec3, 3>& columns = blocks.lattice->scene_from_lattice.columns;
  const double square_in_scene = std::abs(columns[0].x * columns[1].y - columns[0].y * columns[1].x);
  const double metres =
      plan_metres_per_unit(blocks.scene_crs) / geo::grid_factors(blocks.scene_crs, blocks.bounds_scene.centre()).scale;
  return square_in_scene * metres * metres;
}

void bring_plan_to_unit_of_crs(const Source& source, io::Loaded& loaded) {
  if (source.format != "csv" || source.plan_units_per_unit != 1) return;
  const double metres_per_unit = plan_metres_per_unit(source.crs);
  if (metres_per_unit == 1) return;
  const Table* table = table_of_coordinates(*loaded.dataset);
  if (table == nullptr) return;
  const double x = divisor(table->find(ColumnRole::x), metres_per_unit);
  const double y = divisor(table->find(ColumnRole::y), metres_per_unit);
  if (x == 1 && y == 1) return;
  auto brought = std::make_shared<Dataset>(*loaded.dataset);
  if (auto* model = std::get_if<BlockModel>(brought.get())) {
    if (x != y)
      throw Error("the columns of eastings and northings are in different units", "give both in one unit",
                  {path_from_utf8(table->file), 1});
    divide_plan(*model, x);
  } else {
    for_each_position(*brought, [&](Vec3& position) { position = {position.x / x, position.y / y, position.z}; });
  }
  loaded.dataset = std::move(brought);
}

}  // namespace lode
