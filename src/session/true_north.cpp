#include "session/true_north.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/crs.h"
#include "geo/grid_factors.h"

namespace lode {

namespace {

double wrapped_deg(double azimuth_deg) {
  const double turned = std::fmod(azimuth_deg, 360.0);
  return turned < 0 ? turned + 360 : turned;
}

}  // namespace

void turn_to_grid_north(const Source& source, io::Loaded& loaded) {
  const auto* drillholes = std::get_if<Drillholes>(loaded.dataset.get());
  if (source.azimuth_reference == AzimuthReference::grid || drillholes == nullptr) return;
  if (source.crs.empty() || geo::describe_crs(source.crs).geographic) {
    loaded.notes.emplace_back("without a projected CRS there is no grid north: azimuths stay those of true north");
    return;
  }
  auto turned = std::make_shared<Dataset>(*loaded.dataset);
  auto& holes = std::get<Drillholes>(*turned);
  double least_deg = INFINITY, most_deg = -INFINITY;
  for (const Hole& hole : holes.holes) {
    const double convergence_deg = geo::grid_factors(source.crs, hole.collar_source).convergence_deg;
    if (!std::isfinite(convergence_deg)) continue;
    least_deg = std::min(least_deg, convergence_deg);
    most_deg = std::max(most_deg, convergence_deg);
    for (Station& station : std::span(holes.stations).subspan(hole.first_station, hole.station_count))
      station.azimuth_deg = wrapped_deg(station.azimuth_deg - convergence_deg);
  }
  if (least_deg <= most_deg)
    loaded.notes.push_back(fmt::format(
        "azimuths were turned to grid north by the convergence, {:.3f} to {:.3f} degrees", least_deg, most_deg));
  loaded.dataset = std::move(turned);
}

}  // namespace lode
