#include "core/desurvey.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <string>

#include "core/error.h"

namespace lode {

namespace {

constexpr double radians_per_degree = std::numbers::pi / 180;

/// sin(x) / x
double sinc(double x) { return std::abs(x) < 1e-4 ? 1 - x * x / 6 : std::sin(x) / x; }

/// A unit vector across `direction`, for the turn of a hole that goes straight back.
Vec3 any_across(Vec3 direction) {
  const Vec3 axis = std::abs(direction.z) < 0.9 ? Vec3{0, 0, 1} : Vec3{1, 0, 0};
  return normalized(cross(direction, axis));
}

/// A circular arc from one direction to another.
struct Arc {
  Vec3 start;           ///< unit direction at its start
  Vec3 inward;          ///< unit, across `start`, towards the centre; 0 when straight
  double turn_rad = 0;  ///< between the directions
  double length_m = 0;

  Arc(Vec3 from, Vec3 to, double length) : start(from), length_m(length) {
    const Vec3 change = to - from;  // of nearby directions exact, where 1 - dot(from, to) is not
    turn_rad = 2 * std::atan2(lode::length(change), lode::length(to + from));
    const Vec3 across = change - dot(change, from) * from;
    const double size = lode::length(across);
    if (size > 0)
      inward = 1 / size * across;
    else if (turn_rad > 1)
      inward = any_across(from);
  }
  double angle_at(double along_m) const { return turn_rad * (along_m / length_m); }
  Vec3 offset_at(double along_m) const {
    const double angle = angle_at(along_m);
    const double half = sinc(angle / 2);
    return along_m * (sinc(angle) * start + half * half * angle / 2 * inward);
  }
  Vec3 direction_at(double along_m) const {
    const double angle = angle_at(along_m);
    return std::cos(angle) * start + std::sin(angle) * inward;
  }
};

/// The last station at or above a depth; the first when none is.
std::size_t station_above(std::span<const Station> stations, double depth_m) {
  const auto below = std::upper_bound(stations.begin(), stations.end(), depth_m,
                                      [](double depth, const Station& station) { return depth < station.depth_m; });
  return below == stations.begin() ? 0 : static_cast<std::size_t>(below - stations.begin()) - 1;
}

}  // namespace

Vec3 direction_of(double azimuth_deg, double dip_deg) {
  if (std::abs(dip_deg) == 90) return {0, 0, dip_deg / 90};
  const double azimuth = azimuth_deg * radians_per_degree, dip = dip_deg * radians_per_degree;
  return {std::sin(azimuth) * std::cos(dip), std::cos(azimuth) * std::cos(dip), std::sin(dip)};
}

DesurveyMethod desurvey_method(std::string_view name) {
  std::string known;
  for (const auto& [text, method] : desurvey_names) {
    if (text == name) return method;
    known += (known.empty() ? "" : ", ") + std::string(text);
  }
  throw Error("there is no way to desurvey named \"" + std::string(name) + "\"", "it may be: " + known);
}

const char* title(DesurveyMethod method) {
  switch (method) {
    case DesurveyMethod::minimum_curvature:
      return "minimum curvature";
    case DesurveyMethod::balanced_tangential:
      return "balanced tangential";
    case DesurveyMethod::tangential:
      return "tangential";
    case DesurveyMethod::raw_tangent:
      return "raw tangent";
  }
  return "";
}

Trace::Trace(std::span<const Station> stations, DesurveyMethod method) : stations_(stations), method_(method) {
  assert(!stations.empty());
  offsets_.reserve(stations.size());
  directions_.reserve(stations.size());
  for (const Station& station : stations) directions_.push_back(direction_of(station.azimuth_deg, station.dip_deg));
  offsets_.emplace_back();
  for (std::size_t i = 0; i + 1 < stations.size(); ++i)
    offsets_.push_back(offsets_.back() + offset_within(i, length_below(i)));
}

Vec3 Trace::offset_within(std::size_t i, double along_m) const {
  const Vec3 above = directions_[i], below = directions_[i + 1];
  switch (method_) {
    case DesurveyMethod::minimum_curvature:
      return Arc(above, below, length_below(i)).offset_at(along_m);
    case DesurveyMethod::balanced_tangential: {
      const double half_m = length_below(i) / 2;
      return std::min(along_m, half_m) * above + std::max(along_m - half_m, 0.0) * below;
    }
    case DesurveyMethod::tangential:
      return along_m * below;
    case DesurveyMethod::raw_tangent:
      break;
  }
  return along_m * above;
}

Vec3 Trace::direction_within(std::size_t i, double along_m) const {
  switch (method_) {
    case DesurveyMethod::minimum_curvature:
      return Arc(directions_[i], directions_[i + 1], length_below(i)).direction_at(along_m);
    case DesurveyMethod::balanced_tangential:
      return along_m < length_below(i) / 2 ? directions_[i] : directions_[i + 1];
    case DesurveyMethod::tangential:
      return directions_[i + 1];
    case DesurveyMethod::raw_tangent:
      break;
  }
  return directions_[i];
}

Vec3 Trace::offset_at(double depth_m) const {
  const std::size_t i = station_above(stations_, depth_m);
  const double along_m = depth_m - stations_[i].depth_m;
  if (along_m <= 0 || i + 1 == stations_.size()) return offsets_[i] + along_m * directions_[i];
  return offsets_[i] + offset_within(i, along_m);
}

Vec3 Trace::direction_at(double depth_m) const {
  const std::size_t i = station_above(stations_, depth_m);
  return i + 1 == stations_.size() ? directions_[i]
                                   : direction_within(i, std::max(depth_m - stations_[i].depth_m, 0.0));
}

std::array<Vec3, 2> Trace::directions_along(double from_m, double to_m) const {
  const Vec3 from = direction_at(from_m);
  return {from, method_ == DesurveyMethod::minimum_curvature ? direction_at(to_m) : from};
}

std::vector<double> Trace::kinks() const {
  std::vector<double> depths;
  if (method_ == DesurveyMethod::balanced_tangential)
    for (std::size_t i = 0; i + 1 < stations_.size(); ++i) depths.push_back(stations_[i].depth_m + length_below(i) / 2);
  return depths;
}

}  // namespace lode
