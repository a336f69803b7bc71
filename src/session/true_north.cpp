#include "session/true_north.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/crs.h"
#include "geo/grid_factors.h"
#include "session/placed_source.h"

namespace lode {

namespace {

double wrapped_deg(double azimuth_deg) {
  const double turned = std::fmod(azimuth_deg, 360.0);
  return turned < 0 ? turned + 360 : turned;
}

/// Of the grid at a collar: 0 where it is not known, and in degrees.
double convergence_deg(const Source& source, const Hole& hole, double zone_shift_m) {
  const Vec3 collar{hole.collar_source.x + zone_shift_m, hole.collar_source.y, 0};
  const double convergence = geo::grid_factors(source.crs, collar).convergence_deg;
  return std::isfinite(convergence) ? convergence : 0;
}

}  // namespace

void turn_to_grid_north(const Source& source, io::Loaded& loaded) {
  const auto* drillholes = std::get_if<Drillholes>(loaded.dataset.get());
  if (source.azimuth_reference == AzimuthReference::grid || drillholes == nullptr) return;
  if (source.crs.empty() || geo::describe_crs(source.crs).geographic) {
    loaded.notes.emplace_back("without a projected CRS there is no grid north: azimuths stay those of true north");
    return;
  }
  const double zone_m = zone_shift_m(source, *loaded.dataset);
  auto turned = std::make_shared<Dataset>(*loaded.dataset);
  auto& holes = std::get<Drillholes>(*turned);
  double least_deg = INFINITY, most_deg = -INFINITY;
  for (const Hole& hole : holes.holes) {
    const double turn_deg = convergence_deg(source, hole, zone_m);
    least_deg = std::min(least_deg, turn_deg);
    most_deg = std::max(most_deg, turn_deg);
    for (Station& station : std::span(holes.stations).subspan(hole.first_station, hole.station_count))
      station.azimuth_deg = wrapped_deg(station.azimuth_deg - turn_deg);
  }
  if (least_deg <= most_deg)
    loaded.notes.push_back(fmt::format(
        "azimuths were turned to grid north by the convergence, {:.3f} to {:.3f} degrees", least_deg, most_deg));
  loaded.dataset = std::move(turned);
}

StructureTurn structure_turn(const LoadedSource& loaded, const Hole& hole) {
  const Source& source = loaded.source;
  StructureTurn turn;
  if (source.azimuth_reference == AzimuthReference::magnetic) turn.stated_deg = source.declination_deg;
  if (source.azimuth_reference != AzimuthReference::grid && !source.crs.empty())
    turn.stated_deg -= convergence_deg(source, hole, loaded.zone_shift_m);
  const double scene_deg = geo::turn_deg(loaded.placing.scene_from_source, loaded.placing.units, hole.collar_source);
  if (std::isfinite(scene_deg)) turn.scene_deg = scene_deg;
  return turn;
}

}  // namespace lode
