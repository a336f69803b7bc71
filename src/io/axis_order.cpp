#include "io/axis_order.h"

#include <algorithm>
#include <atomic>
#include <bit>

#include "core/parallel.h"

namespace lode::io {

namespace {

constexpr std::size_t range_rows = std::size_t{1} << 14;

/// How often and which way an index changes from row to row.
struct Changes {
  std::size_t axis = 0, all = 0;
  std::int64_t upwards = 0;  ///< less those downwards, where no slower axis changes
};

template <typename Cell>
std::array<Changes, 3> changes_of(const Lattice& lattice, std::span<const Cell> cells) {
  constexpr std::size_t stretches = 64, stretch_rows = 2048;
  std::array<Changes, 3> changes{Changes{0}, Changes{1}, Changes{2}};
  std::array<std::array<std::int64_t, 3>, 8> upwards{};  // of an axis, by which axes change (a bit each)
  const std::size_t apart = std::max(stretch_rows, cells.size() / stretches);
  for (std::size_t from = 0; from < cells.size(); from += apart)
    for (std::size_t row = from + 1; row < std::min(cells.size(), from + stretch_rows); ++row) {
      if (cells[row - 1] >= lattice.cells() || cells[row] >= lattice.cells()) continue;
      const std::array<std::uint32_t, 3> before = lattice.ijk(cells[row - 1]), now = lattice.ijk(cells[row]);
      std::size_t which = 0;
      for (std::size_t axis = 0; axis < 3; ++axis) which |= std::size_t{before[axis] != now[axis]} << axis;
      for (std::size_t axis = 0; axis < 3; ++axis)
        if (before[axis] != now[axis]) upwards[which][axis] += now[axis] > before[axis] ? 1 : -1;
      for (Changes& own : changes) own.all += which >> own.axis & 1;
    }
  std::ranges::stable_sort(changes, std::greater(), &Changes::all);
  std::size_t faster = 0;
  for (Changes& own : changes) {
    faster |= std::size_t{1} << own.axis;
    for (std::size_t which = 0; which < 8; ++which)
      if ((which & ~faster) == 0) own.upwards += upwards[which][own.axis];
  }
  return changes;
}

/// What rows here and there suggest: the index that changes most often is the fastest.
template <typename Cell>
AxisOrder likely_order(const Lattice& lattice, std::span<const Cell> cells) {
  AxisOrder order{lattice.count};
  std::int64_t step = 1;
  for (const auto& [axis, all, upwards] : changes_of(lattice, cells)) {
    if (lattice.count[axis] == 1) continue;
    std::int64_t up = upwards;
    if (all == 0) up = std::int64_t{lattice.ijk(cells.back())[axis]} - lattice.ijk(cells.front())[axis];
    order.step[axis] = up < 0 ? -step : step;
    if (up < 0) order.first += step * (lattice.count[axis] - 1);
    step *= lattice.count[axis];
  }
  return order;
}

std::int64_t place_of(const AxisOrder& order, std::uint64_t cell) {
  const std::uint64_t rest = cell / order.count[0];
  return order.first + order.step[0] * static_cast<std::int64_t>(cell - rest * order.count[0]) +
         order.step[1] * static_cast<std::int64_t>(rest % order.count[1]) +
         order.step[2] * static_cast<std::int64_t>(rest / order.count[1]);
}

/// Places from a multiple of `count` to the next are one run along the fastest axis, its cells `cell_step` apart.
struct Runs {
  std::int64_t count = 1, cell_step = 0;
};

Runs runs_of(const AxisOrder& order) {
  std::int64_t cells = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (order.step[axis] == 1 || order.step[axis] == -1) return {order.count[axis], order.step[axis] * cells};
    cells *= order.count[axis];
  }
  return {};
}

/// Sets the bits of the places that have a row; false where places do not ascend, or a row has no cell.
template <typename Cell>
bool set_places(const AxisOrder& order, std::span<const Cell> cells, std::span<std::uint64_t> words) {
  const std::uint64_t count = std::uint64_t{order.count[0]} * order.count[1] * order.count[2];
  const Runs runs = runs_of(order);
  const auto next = static_cast<Cell>(runs.cell_step);
  std::atomic<bool> ascend{true};
  parallel_for(cells.size(), range_rows, [&](std::size_t begin, std::size_t end) {
    if (begin > 0 && cells[begin - 1] >= count) return;
    std::int64_t place = begin == 0 ? -1 : place_of(order, cells[begin - 1]), run_end = 0;
    std::uint64_t word = 0, bits = 0;
    const auto add = [&] {
      if (bits != 0) std::atomic_ref(words[word]).fetch_or(bits, std::memory_order_relaxed);
    };
    for (std::size_t row = begin; row < end && ascend && cells[row] < count; ++row) {
      const std::int64_t before = place;
      if (place + 1 < run_end && cells[row] == static_cast<Cell>(cells[row - 1] + next)) {
        ++place;
      } else {
        place = place_of(order, cells[row]);
        run_end = place - place % runs.count + runs.count;
      }
      if (place <= before) {
        ascend = false;
        return;
      }
      const auto at = static_cast<std::uint64_t>(place);
      if (at / 64 != word) {
        add();
        word = at / 64;
        bits = 0;
      }
      bits |= std::uint64_t{1} << at % 64;
    }
    add();
  });
  return ascend;
}

/// Of the places that have a row, the cells.
Mask cells_of_places(const AxisOrder& order, const Mask& places) {
  Mask cells(places.size());
  const std::span<std::uint64_t> words = cells.words();
  parallel_for(words.size(), range_rows / 64, [&](std::size_t begin, std::size_t end) {
    std::uint64_t cell = 64 * begin;
    std::uint64_t i = cell % order.count[0];
    std::int64_t place = place_of(order, cell);
    for (std::size_t word = begin; word < end; ++word) {
      std::uint64_t bits = 0;
      const std::uint64_t size = std::min<std::uint64_t>(64, places.size() - cell);
      for (std::uint64_t bit = 0; bit < size; ++bit) {
        bits |= std::uint64_t{places[static_cast<std::size_t>(place)]} << bit;
        ++cell;
        if (++i < order.count[0]) {
          place += order.step[0];
        } else if (cell < places.size()) {
          i = 0;
          place = place_of(order, cell);
        }
      }
      words[word] = bits;
    }
  });
  return cells;
}

}  // namespace

template <typename Cell>
std::optional<RowsAlongAxes> find_rows_along_axes(const Lattice& lattice, std::span<const Cell> cells) {
  constexpr std::uint64_t most_cells_a_row = 8;
  const std::uint64_t count = lattice.cells();
  if (cells.empty() || cells.size() > count || count / most_cells_a_row > cells.size()) return std::nullopt;
  if (cells.front() >= count || cells.back() >= count) return std::nullopt;
  RowsAlongAxes rows{likely_order(lattice, cells), {}, {}};
  Mask places(count);
  if (!set_places(rows.order, cells, places.words()) || places.count() != cells.size()) return std::nullopt;
  if (cells.size() == count) return rows;
  rows.cells = RankedMask(cells_of_places(rows.order, places));
  rows.places = RankedMask(std::move(places));
  return rows;
}

template std::optional<RowsAlongAxes> find_rows_along_axes(const Lattice&, std::span<const std::uint32_t>);
template std::optional<RowsAlongAxes> find_rows_along_axes(const Lattice&, std::span<const std::uint64_t>);

}  // namespace lode::io
