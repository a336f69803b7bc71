#include "io/far_blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "io/block_rows.h"

namespace lode::io {

void report_far_blocks(const Table& table, const LatticeFit& fit, Problems& problems) {
  if (std::ranges::none_of(
          fit.axes, [](const Axis& axis) { return std::isfinite(axis.far_below) || std::isfinite(axis.far_above); }))
    return;
  ProblemLog log(problems);
  fit.centroids.for_each(0, fit.centroids.size(), [&](std::size_t row, const Centroids::Buffer& buffer, std::size_t i) {
    bool far = false, on_grid = true;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double value = buffer.axes[axis][i];
      far = far || value < fit.axes[axis].far_below || value > fit.axes[axis].far_above;
      on_grid = on_grid && (fit.sub_blocked || fit.axes[axis].index(value) >= 0);
    }
    if (!far || !on_grid) return;
    const Vec3 at = fit.centroids.as_written(row);
    log.add(problem_at_row(
        table, row, "far-block",
        fmt::format("the block at {}, {}, {} lies far from all others", shortest(at.x), shortest(at.y), shortest(at.z)),
        "it is kept and counted: correct its centroid if it is mistyped"));
  });
  log.finish();
}

void check_few_off_grid(const Problems& found, std::uint64_t rows, bool stated, const std::string& grid) {
  const std::uint64_t one_in = stated ? 4 : 10;
  const Problem* first = nullptr;
  std::uint64_t off = 0;
  for (const Problem& problem : found)
    if (problem.check == "block-off-lattice") {
      if (first == nullptr) first = &problem;
      off += problem.count;
    }
  if (first == nullptr || one_in * off <= rows) return;
  throw Error(fmt::format("{} of {} blocks lie off the grid that {} ({}): {}{}", grouped(static_cast<double>(off)),
                          grouped(static_cast<double>(rows)), stated ? "is stated" : "fits the others", grid,
                          first->message, off > 1 ? ", and others" : ""),
              stated ? "correct origin, size, count and rotation of --grid or of [sources.geometry]"
                     : "give columns of block sizes, or state the grid: --grid 'origin=X,Y,Z size=DX,DY,DZ'",
              {path_from_utf8(first->file), first->line});
}

}  // namespace lode::io
