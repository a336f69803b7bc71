#include "io/block_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <memory>
#include <optional>
#include <span>

#include "core/checks.h"
#include "core/parallel.h"
#include "core/rotation.h"
#include "core/text.h"
#include "io/axis_order.h"
#include "io/lattice_fit.h"
#include "io/table_rows.h"

namespace lode::io {

Problem problem_at_row(const Table& table, std::size_t row, const char* check, std::string message,
                       std::string action) {
  Problem problem = problem_of(check);
  problem.file = table.file;
  problem.line = table.lines[row];
  problem.message = std::move(message);
  problem.action = std::move(action);
  return problem;
}

namespace {

constexpr std::size_t range_rows = std::size_t{1} << 13;
constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// The cell of each row, in as few bytes as the lattice allows.
template <typename Cell>
class RowCellsOf {
 public:
  static constexpr Cell off = std::numeric_limits<Cell>::max();

  RowCellsOf(std::size_t rows, const CellsOfRows& cells)
      : rows_(rows), cells_(std::make_unique_for_overwrite<Cell[]>(rows)) {
    std::atomic<std::size_t> off_lattice{0};
    parallel_for(rows, range_rows, [&](std::size_t begin, std::size_t end) {
      std::array<std::uint64_t, range_rows> own;
      cells(begin, end, own.data());
      for (std::size_t row = begin; row < end; ++row) cells_[row] = static_cast<Cell>(own[row - begin]);
      off_lattice += static_cast<std::size_t>(std::count(cells_.get() + begin, cells_.get() + end, off));
    });
    on_lattice_ = rows - off_lattice;
  }

  std::size_t size() const { return rows_; }
  std::span<const Cell> span() const { return {cells_.get(), rows_}; }
  std::size_t on_lattice() const { return on_lattice_; }
  Cell operator[](std::size_t row) const { return cells_[row]; }

  /// Whether they ascend, each on the lattice.
  bool in_order() const {
    std::atomic<bool> ascending{rows_ == 0 || cells_[rows_ - 1] != off};
    parallel_for(rows_, range_rows, [&](std::size_t begin, std::size_t end) {
      bool own = true;
      for (std::size_t row = std::max<std::size_t>(begin, 1); row < end; ++row)
        own = own && cells_[row - 1] < cells_[row];
      if (!own) ascending = false;
    });
    return ascending;
  }

  /// A bit a cell.
  Mask present(std::uint64_t count) const {
    Mask mask(count);
    const std::span<std::uint64_t> words = mask.words();
    parallel_for(rows_, range_rows, [&](std::size_t begin, std::size_t end) {
      std::uint64_t word = 0, bits = 0;  // of cells that follow one another in the file
      const auto add = [&] {
        if (bits != 0) std::atomic_ref(words[word]).fetch_or(bits, std::memory_order_relaxed);
      };
      for (std::size_t row = begin; row < end; ++row) {
        if (cells_[row] == off) continue;
        if (cells_[row] / 64 != word) {
          add();
          word = cells_[row] / 64;
          bits = 0;
        }
        bits |= std::uint64_t{1} << cells_[row] % 64;
      }
      add();
    });
    return mask;
  }

 private:
  std::size_t rows_, on_lattice_ = 0;
  std::unique_ptr<Cell[]> cells_;
};

/// The row of each cell, `none` where there is none; where several rows have a cell, one of them.
template <typename Cell>
std::vector<std::uint32_t> some_rows_by_cell(const RowCellsOf<Cell>& cells, std::uint64_t count) {
  std::vector<std::uint32_t> rows(count, none);
  parallel_for(cells.size(), range_rows, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row)
      if (const Cell cell = cells[row]; cell != RowCellsOf<Cell>::off)
        std::atomic_ref(rows[cell]).store(static_cast<std::uint32_t>(row), std::memory_order_relaxed);
  });
  return rows;
}

/// Which cells have a row.
Mask present_of(const std::vector<std::uint32_t>& rows) {
  Mask present(rows.size());
  const std::span<std::uint64_t> words = present.words();
  parallel_for(words.size(), range_rows / 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t word = begin; word < end; ++word) {
      const std::size_t first = 64 * word, size = std::min<std::size_t>(64, rows.size() - first);
      for (std::size_t bit = 0; bit < size; ++bit)
        words[word] |= static_cast<std::uint64_t>(rows[first + bit] != none) << bit;
    }
  });
  return present;
}

/// The first row of each cell, in the order of cells; rows off the lattice and others of a cell become Problems.
template <typename Cell>
std::vector<std::uint32_t> rows_by_cell(const Table& table, const RowCellsOf<Cell>& cells, const PlaceOfRow& where,
                                        const RankedMask& present, Problems& problems) {
  std::vector<std::uint32_t> rows(present.count(), none);
  std::vector<std::pair<Cell, std::uint32_t>> duplicates;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    if (cells[row] == RowCellsOf<Cell>::off) {
      if (const std::string place = where(row); !place.empty())
        problems.push_back(problem_at_row(table, row, "block-off-lattice", "the block " + place + " is off the grid",
                                          "the block is left out"));
      continue;
    }
    std::uint32_t& first = rows[present.rank(cells[row])];
    if (first == none)
      first = static_cast<std::uint32_t>(row);
    else
      duplicates.emplace_back(cells[row], static_cast<std::uint32_t>(row));
  }
  std::ranges::sort(duplicates);
  for (const auto& [cell, row] : duplicates)
    problems.push_back(problem_at_row(
        table, row, "duplicate-block",
        fmt::format("the block {} is given in line {} already", where(row), table.lines[rows[present.rank(cell)]]),
        "the first is kept"));
  return rows;
}

/// Sets `present` and returns the row of each cell that has one, in the order of cells.
template <typename Cell>
std::vector<std::uint32_t> rows_in_order_of_cells(const Table& table, const RowCellsOf<Cell>& cells,
                                                  const PlaceOfRow& where, std::uint64_t count, RankedMask& present,
                                                  Problems& problems) {
  if (cells.on_lattice() == cells.size() && 2 * count <= 3 * cells.size()) {
    std::vector<std::uint32_t> rows = some_rows_by_cell(cells, count);
    Mask found = present_of(rows);
    if (found.count() == cells.size()) {  // no two rows have one cell
      std::erase(rows, none);
      present = RankedMask(std::move(found));
      return rows;
    }
  }
  present = RankedMask(cells.present(count));
  return rows_by_cell(table, cells, where, present, problems);
}

template <typename Cell>
BlockModel model_of(Table table, Lattice lattice, CellsOfRows find_cells, PlaceOfRow where, Problems& problems) {
  BlockModel model;
  model.lattice = std::move(lattice);
  const std::uint64_t count = model.lattice.cells();
  std::vector<std::uint32_t> rows;
  std::optional<RowsAlongAxes> along_axes;
  {
    const RowCellsOf<Cell> cells(table.rows, find_cells);
    find_cells = nullptr;  // with them go columns in the order of the file, one by one
    if (cells.in_order()) {
      if (table.rows < count) model.present = RankedMask(cells.present(count));
      model.table = std::move(table);
      return model;
    }
    along_axes = find_rows_along_axes(model.lattice, cells.span());
    if (!along_axes) rows = rows_in_order_of_cells(table, cells, where, count, model.present, problems);
  }
  where = nullptr;
  if (along_axes) {
    model.table = in_order_of_cells(std::move(table), *along_axes);
    model.present = std::move(along_axes->cells);
    return model;
  }
  const bool in_order = rows.size() == table.rows && std::is_sorted(rows.begin(), rows.end());
  model.table = in_order ? std::move(table) : select_rows(std::move(table), rows);
  if (rows.size() == count) model.present = {};
  return model;
}

}  // namespace

BlockModel model_of_cells(Table table, Lattice lattice, CellsOfRows cells, PlaceOfRow where, Problems& problems) {
  const bool narrow = lattice.cells() < std::numeric_limits<std::uint32_t>::max();
  const auto make = narrow ? model_of<std::uint32_t> : model_of<std::uint64_t>;
  return make(std::move(table), std::move(lattice), std::move(cells), std::move(where), problems);
}

std::string grid_text(const BlockModel& model) {
  const Lattice& lattice = model.lattice;
  const auto size = [&](int axis) {
    return lattice.even(axis) ? fmt::format("{:.9g}", lattice.edges[static_cast<std::size_t>(axis)][1]) : "uneven";
  };
  std::string text =
      fmt::format("{} x {} x {} {} of {} x {} x {}", lattice.count[0], lattice.count[1], lattice.count[2],
                  model.sub_blocked() ? "parents" : "blocks", size(0), size(1), size(2));
  if (model.sub_blocked())
    text += fmt::format(" with {} blocks, {}", grouped(static_cast<double>(model.sub_blocks->size())),
                        name(model.sub_blocks->kind()));
  const std::string turned = describe_rotation(lattice.source_from_lattice);
  return turned.empty() ? text : text + ", " + turned;
}

}  // namespace lode::io
