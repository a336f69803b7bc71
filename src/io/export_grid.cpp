#include "io/export_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/error.h"
#include "core/vec.h"

namespace lode::io {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double most_cells = 1e8;

/// Values a constant step apart, where these are.
struct Steps {
  double first, step;
  std::uint32_t count;
};

std::optional<Steps> steps_of(std::span<const Vec3> vertices, int axis) {
  std::vector<double> values;
  values.reserve(vertices.size());
  for (const Vec3 v : vertices) values.push_back(v[axis]);
  std::ranges::sort(values);
  const double extent = values.back() - values.front(), same = 1e-9 * std::max(extent, std::abs(values.back()));
  const auto end = std::unique(values.begin(), values.end(), [&](double a, double b) { return b - a <= same; });
  values.erase(end, values.end());
  if (values.size() < 2) return {};
  double least = extent;
  for (std::size_t i = 1; i < values.size(); ++i) least = std::min(least, values[i] - values[i - 1]);
  const double steps = std::round(extent / least);
  if (steps + 1 > most_cells) return {};
  const double step = extent / steps;
  for (const double value : values) {
    const double at = (value - values.front()) / step;
    if (std::abs(at - std::round(at)) > 1e-4) return {};
  }
  return Steps{values.front(), step, static_cast<std::uint32_t>(steps) + 1};
}

std::optional<ElevationGrid> grid_of_vertices(std::span<const Vec3> vertices) {
  const std::optional<Steps> x = steps_of(vertices, 0), y = steps_of(vertices, 1);
  if (!x || !y) return {};
  const double cells = static_cast<double>(x->count) * y->count;
  // Scattered points with round coordinates are no raster: they would fill few of its cells.
  if (cells > most_cells || static_cast<double>(vertices.size()) < 0.25 * cells) return {};
  ElevationGrid grid{x->first - x->step / 2,
                     y->first + (y->count - 0.5) * y->step,
                     x->step,
                     y->step,
                     x->count,
                     y->count,
                     std::vector<double>(static_cast<std::size_t>(cells), nan),
                     true};
  for (const Vec3 v : vertices) {
    const auto column = static_cast<std::size_t>(std::lround((v.x - x->first) / x->step));
    const auto row = y->count - 1 - static_cast<std::size_t>(std::lround((v.y - y->first) / y->step));
    double& rl = grid.rl[row * x->count + column];
    if (!std::isnan(rl)) return {};  // two vertices in one place: no raster
    rl = v.z;
  }
  return grid;
}

/// 1, 2 or 5 times a power of ten, the greatest not above `most`.
double round_below(double most) {
  const double power = std::pow(10, std::floor(std::log10(most)));
  for (const double factor : {5.0, 2.0})
    if (factor * power <= most) return factor * power;
  return power;
}

void sample(ElevationGrid& grid, Vec3 a, Vec3 b, Vec3 c) {
  const double area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  if (area == 0) return;
  const auto index = [](double at, std::uint32_t count) {
    return static_cast<std::int64_t>(std::clamp(at, -1.0, static_cast<double>(count)));
  };
  const double west = std::min({a.x, b.x, c.x}), east = std::max({a.x, b.x, c.x});
  const double south = std::min({a.y, b.y, c.y}), north = std::max({a.y, b.y, c.y});
  const std::int64_t first_column =
      std::max<std::int64_t>(0, index((west - grid.left) / grid.cell_x - 1, grid.columns));
  const std::int64_t last_column =
      std::min<std::int64_t>(grid.columns - 1, index((east - grid.left) / grid.cell_x + 1, grid.columns));
  const std::int64_t first_row = std::max<std::int64_t>(0, index((grid.top - north) / grid.cell_y - 1, grid.rows));
  const std::int64_t last_row =
      std::min<std::int64_t>(grid.rows - 1, index((grid.top - south) / grid.cell_y + 1, grid.rows));
  constexpr double rounding = 1e-9;
  for (std::int64_t row = first_row; row <= last_row; ++row)
    for (std::int64_t column = first_column; column <= last_column; ++column) {
      const double x = grid.left + (static_cast<double>(column) + 0.5) * grid.cell_x;
      const double y = grid.top - (static_cast<double>(row) + 0.5) * grid.cell_y;
      const double v = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area;
      const double w = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area;
      if (v < -rounding || w < -rounding || v + w > 1 + rounding) continue;
      double& rl = grid.rl[static_cast<std::size_t>(row) * grid.columns + static_cast<std::size_t>(column)];
      const double here = a.z + v * (b.z - a.z) + w * (c.z - a.z);
      rl = std::isnan(rl) ? here : std::max(rl, here);
    }
}

}  // namespace

ElevationGrid elevation_grid(std::span<const Vec3> vertices, std::span<const std::array<std::uint32_t, 3>> triangles,
                             Progress& progress) {
  if (std::optional<ElevationGrid> exact = grid_of_vertices(vertices)) return *std::move(exact);
  Bounds bounds;
  for (const Vec3 v : vertices) bounds.add(v);
  double area = 0;
  for (const auto& t : triangles)
    area += std::abs(cross(vertices[t[1]] - vertices[t[0]], vertices[t[2]] - vertices[t[0]]).z) / 2;
  if (!(area > 0))
    throw Error("the surface stands upright, so a grid of RLs cannot hold it", "export it as a mesh: .obj, .ply");
  const Vec3 size = bounds.size();
  const double cell = round_below(std::sqrt(area / static_cast<double>(triangles.size())));
  const double columns = std::floor(size.x / cell) + 1, rows = std::floor(size.y / cell) + 1;
  if (columns * rows > most_cells)
    throw Error("the surface needs a grid of more than 100 million cells", "export a part of it, or export a mesh");
  ElevationGrid grid;
  grid.cell_x = grid.cell_y = cell;
  grid.columns = static_cast<std::uint32_t>(columns);
  grid.rows = static_cast<std::uint32_t>(rows);
  grid.left = std::floor(bounds.min.x / cell) * cell;
  grid.top = std::ceil(bounds.max.y / cell) * cell;
  if (grid.left + columns * cell < bounds.max.x) ++grid.columns;
  if (grid.top - rows * cell > bounds.min.y) ++grid.rows;
  grid.rl.assign(std::size_t{grid.columns} * grid.rows, nan);
  for (std::size_t t = 0; t < triangles.size(); ++t) {
    if (t % 65536 == 0) progress.check();
    sample(grid, vertices[triangles[t][0]], vertices[triangles[t][1]], vertices[triangles[t][2]]);
  }
  if (std::ranges::all_of(grid.rl, [](double rl) { return std::isnan(rl); }))
    throw Error("the surface is too steep to be sampled as a grid of RLs", "export it as a mesh: .obj, .ply");
  return grid;
}

}  // namespace lode::io
