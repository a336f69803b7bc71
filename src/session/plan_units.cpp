#include "session/plan_units.h"

#include <cmath>

#include "core/error.h"
#include "geo/crs.h"
#include "geo/grid_factors.h"
#include "io/coordinates.h"
#include "session/session.h"

namespace lode {

namespace {

/// By which to divide what was read as metres; 1 where the column states no unit. Feet in a CRS that counts feet are that
/// CRS's, international or of the US survey: few files tell them apart, and they differ by metres at state plane eastings.
double divisor(const Column* column, double metres_per_unit) {
  if (column == nullptr) return 1;
  const double stated_m = io::length_factor(column, 1);
  if (stated_m == 1 && column->unit != "m") return 1;
  constexpr double feet_apart = 1e-5;
  return std::abs(stated_m / metres_per_unit - 1) < feet_apart ? stated_m : metres_per_unit;
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
  const double metres = plan_metres_per_unit(blocks.scene_crs) /
                        geo::grid_factors(blocks.scene_crs, blocks.bounds_scene.centre()).scale;
  return square_in_scene * metres * metres;
}

void bring_plan_to_unit_of_crs(const Source& source, io::Loaded& loaded) {
  const auto* read = std::get_if<Drillholes>(loaded.dataset.get());
  if (read == nullptr || source.plan_units_per_unit != 1) return;
  const double metres_per_unit = plan_metres_per_unit(source.crs);
  if (metres_per_unit == 1) return;
  const double x = divisor(read->collars.find(ColumnRole::x), metres_per_unit);
  const double y = divisor(read->collars.find(ColumnRole::y), metres_per_unit);
  auto brought = std::make_shared<Dataset>(*loaded.dataset);
  for (Hole& hole : std::get<Drillholes>(*brought).holes) {
    hole.collar_source.x /= x;
    hole.collar_source.y /= y;
  }
  loaded.dataset = std::move(brought);
}

}  // namespace lode
