#include "io/sized_sub_blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "io/axes_fit.h"
#include "io/box_turn.h"
#include "io/sized_axes.h"
#include "io/sub_block_fit.h"
#include "io/turn_fit.h"

namespace lode::io {

namespace {

using Coordinates = std::array<std::vector<double>, 3>;
using Directions = std::array<Vec3, 3>;

Coordinates doubles_of(const RowVectors& values) {
  Coordinates all;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    all[axis].resize(values[axis].size());
    parallel_for(values[axis].size(), std::size_t{1} << 16,
                 [&](std::size_t begin, std::size_t end) { values[axis].read(begin, end, all[axis].data() + begin); });
  }
  return all;
}

/// Centroids and sizes become lower and upper sides, in place.
BoxSides sides_of(Coordinates centroids, Coordinates sizes) {
  for (std::size_t axis = 0; axis < 3; ++axis)
    parallel_for(centroids[axis].size(), std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) {
        const double half = sizes[axis][row] / 2;
        sizes[axis][row] = centroids[axis][row] + half;
        centroids[axis][row] -= half;
      }
    });
  return {std::move(centroids), std::move(sizes)};
}

/// Half of the smallest block's size: centroids of sub-blocks that halve their parents lie so far apart, or a whole
/// number of times.
std::optional<Vec3> least_distance(const Coordinates& sizes) {
  Vec3 least;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    double size = HUGE_VAL;
    for (const double own : sizes[axis])
      if (own > 0) size = std::min(size, own);
    least[static_cast<int>(axis)] = size / 2;
  }
  return finite(least) ? std::optional(least) : std::nullopt;
}

double greatest(const std::vector<double>& sizes) {
  double most = 0;
  for (const double size : sizes)
    if (std::isfinite(size)) most = std::max(most, size);
  return most;
}

/// How sub-blocks lie.
struct SubBlockAxes {
  Directions directions = Affine{}.columns;
  std::optional<Directions> likely;  ///< where no parents of one size fit, axes along which blocks lie side by side
};

/// As stated; else along x, y and z where parents of one size can be found so, else along the axes that are found: u,
/// v, w in whichever order fits the sizes, or as the sizes themselves tell where few blocks are left.
SubBlockAxes sub_block_axes(const Centroids& centroids, const Coordinates& sizes, const GridGeometry& geometry) {
  if (!geometry.rotation.empty() || geometry.axes) return {geometry.directions(), {}};
  // Few blocks that are turned have levels in common by chance, far apart: parents many times the largest block.
  enum class Fit { none, wide, even };  // wide: parents larger than the largest block
  const auto fit_along = [&](const Directions& axes) {
    constexpr double most_blocks_a_parent = 4, wider = 1.01;
    const ParentFit fit = fit_parents(sides_of(centroids.along(axes).doubles(), sizes), geometry.size, {});
    double widest = 0;  // in largest blocks
    for (std::size_t axis = 0; axis < 3; ++axis)
      widest = std::max(widest, (fit.edges[axis][1] - fit.edges[axis][0]) / greatest(sizes[axis]));
    if (!fit.even || widest > most_blocks_a_parent) return Fit::none;
    return widest > wider ? Fit::wide : Fit::even;
  };
  SubBlockAxes level;
  const Fit as_it_stands = fit_along(level.directions);
  if (as_it_stands == Fit::even) return level;
  const NearBoxes boxes(centroids, sizes);
  const std::optional<Vec3> least = least_distance(sizes);
  const auto fits = [&](const Directions& axes, Fit wanted) {
    return fit_along(axes) == wanted && boxes.contacts(axes).apart();
  };
  const auto fitted = [&](const Directions& axes, Fit wanted) {
    const Directions exact = least ? levelled(turned_to_fit(centroids, axes, *least)) : axes;
    return fits(exact, wanted) ? exact : axes;
  };
  const std::optional<Directions> along_neighbours = find_axes(centroids);
  if (along_neighbours && boxes.contacts(*along_neighbours).apart()) level.likely = along_neighbours;
  const auto of_neighbours = [&](Fit wanted) -> std::optional<Directions> {
    if (!along_neighbours) return std::nullopt;
    const auto& [u, v, w] = *along_neighbours;
    for (const Directions& axes : {*along_neighbours, Directions{v, -1 * u, w}, Directions{v, w, u},
                                   Directions{w, u, v}, Directions{u, w, -1 * v}, Directions{w, v, -1 * u}})
      if (fits(axes, wanted)) return fitted(axes, wanted);
    return std::nullopt;
  };
  constexpr std::size_t enough_blocks = 8;  // fewer lie on the grid of some turn by chance
  const bool is_likely_level = as_it_stands == Fit::wide && boxes.contacts(level.directions).apart();
  if (const auto found = of_neighbours(Fit::even)) return {*found, {}};
  if (const auto found = boxes.level_turn()) {
    if (fit_along(*found) != Fit::none) return {*found, {}};
    level.likely = found;
  }
  const auto of_sizes =
      least && (!is_likely_level || centroids.size() >= enough_blocks) ? find_axes_of(centroids, *least) : std::nullopt;
  if (of_sizes && fits(*of_sizes, Fit::even)) return {fitted(*of_sizes, Fit::even), {}};
  if (is_likely_level) return level;
  if (const auto found = of_neighbours(Fit::wide)) return {*found, {}};
  if (of_sizes && fits(*of_sizes, Fit::wide)) return {fitted(*of_sizes, Fit::wide), {}};
  return level;
}

/// What is likely the reason where sub-blocks do not fit along x, y and z.
[[noreturn]] void say_how_turned(const Directions& likely, const Table& table, const Error& error) {
  const std::string turned = describe_rotation({likely, {}});
  if (turned.empty()) throw error;
  constexpr double nearly_level = 1 - 1e-3;  // a cosine
  const double bearing_deg = std::atan2(likely[0].x, likely[0].y) * 180 / std::numbers::pi;
  throw Error(
      "the sub-blocks overlap along x, y and z; they look " + turned,
      std::abs(likely[2].z) > nearly_level
          ? fmt::format(
                "say how they are turned: --grid 'rotation=vulcan angles_deg={:.4g},0,0' (or {:.4g}, where dx lies "
                "along the other side), or [sources.geometry] in a scene file; more decimals help",
                bearing_deg, bearing_deg + 90)
          : "say how they are turned: --grid 'rotation=leapfrog angles_deg=AZIMUTH,DIP,PITCH', or [sources.geometry] "
            "in a scene file",
      {path_from_utf8(table.file)});
}

}  // namespace

BlockModel sub_blocks_of_sizes(Table table, const Centroids& centroids, const RowVectors& sizes,
                               const GridGeometry& geometry, Problems& problems) {
  Coordinates widths = doubles_of(sizes);
  const SubBlockAxes axes = sub_block_axes(centroids, widths, geometry);
  const bool level = axes.directions == Affine{}.columns;
  BoxSides sides = sides_of((level ? centroids : centroids.along(axes.directions)).doubles(), std::move(widths));
  if (!axes.likely) return sub_blocked_model(std::move(table), std::move(sides), axes.directions, geometry, problems);
  try {
    return sub_blocked_model(table, std::move(sides), axes.directions, geometry, problems);
  } catch (const Error& error) {  // it names sizes alone, since it knows of no turn
    say_how_turned(*axes.likely, table, error);
  }
}

}  // namespace lode::io
