#include "io/block_sizes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <vector>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "io/block_rows.h"

namespace lode::io {

void add_bad_sizes(const Table& table, std::size_t row, const char* action, ProblemLog& log) {
  for (const ColumnRole role : {ColumnRole::size_x, ColumnRole::size_y, ColumnRole::size_z}) {
    const Column* column = table.find(role);
    if (column == nullptr || column->numbers() == nullptr) continue;
    const double size = (*column->numbers())[row];
    if (size > 0 && std::isfinite(size)) continue;
    Problem problem = problem_at_row(
        table, row, "bad-block-size",
        column->name + (std::isnan(size) ? " is missing or no number" : fmt::format(" is {}", shortest(size))), action);
    problem.column = column->name;
    log.add(std::move(problem));
  }
}

void report_bad_sizes(const Table& table, const RowVectors& sizes, Problems& problems) {
  std::vector<std::size_t> bad;
  std::mutex adding;
  parallel_for(table.rows, std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
    std::array<std::array<double, Centroids::most_at_once>, 3> values;
    for (std::size_t from = begin; from < end; from += Centroids::most_at_once) {
      const std::size_t to = std::min(end, from + Centroids::most_at_once);
      for (std::size_t axis = 0; axis < 3; ++axis) sizes[axis].read(from, to, values[axis].data());
      for (std::size_t i = 0; i < to - from; ++i) {
        const auto is_size = [&](std::size_t axis) { return values[axis][i] > 0 && std::isfinite(values[axis][i]); };
        if (is_size(0) && is_size(1) && is_size(2)) continue;
        const std::lock_guard lock(adding);
        bad.push_back(from + i);
      }
    }
  });
  std::ranges::sort(bad);
  ProblemLog log(problems);
  for (const std::size_t row : bad)
    add_bad_sizes(table, row, "the block has the size of its cell of the grid that the others make: correct it", log);
  log.finish();
}

void check_sizes_in_degrees(const Table& table, const Centroids& centroids, const RowVectors& sizes) {
  constexpr double most_longitude_deg = 360, most_latitude_deg = 90;
  const std::array<double, 2> most_deg{most_longitude_deg, most_latitude_deg};
  std::array<double, 2> low{HUGE_VAL, HUGE_VAL}, high{-HUGE_VAL, -HUGE_VAL}, least{HUGE_VAL, HUGE_VAL};
  constexpr std::size_t at_once = Centroids::most_at_once;
  Centroids::Buffer buffer;
  std::array<double, at_once> widths;
  for (std::size_t begin = 0; begin < centroids.size(); begin += at_once) {
    const std::size_t end = std::min(centroids.size(), begin + at_once);
    centroids.read(begin, end, buffer);
    for (std::size_t axis = 0; axis < 2; ++axis) {
      sizes[axis].read(begin, end, widths.data());
      for (std::size_t i = 0; i < end - begin; ++i) {
        if (std::abs(buffer.axes[axis][i]) > most_deg[axis]) return;
        low[axis] = std::fmin(low[axis], buffer.axes[axis][i]);
        high[axis] = std::fmax(high[axis], buffer.axes[axis][i]);
        if (widths[i] > 0) least[axis] = std::min(least[axis], widths[i]);
      }
    }
  }
  const double wide = high[0] - low[0], long_ = high[1] - low[1];
  if (!(wide > 0 && long_ > 0 && least[0] > 2 * wide && least[1] > 2 * long_)) return;
  throw Error(
      fmt::format("the blocks are {:.6g} x {:.6g} in plan, but all their centroids lie within {:.6g} x {:.6g}: the "
                  "coordinates are in degrees, the sizes in metres",
                  least[0], least[1], wide, long_),
      "give the centroids in the projected system in which the blocks were made (UTM ...), or their sizes in degrees",
      {path_from_utf8(table.file), 1});
}

}  // namespace lode::io
