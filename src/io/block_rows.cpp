#include "io/block_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <memory>

#include "core/checks.h"
#include "core/parallel.h"
#include "core/rotation.h"
#include "core/text.h"
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

/// The cell of each row, in as few bytes as the lattice allows.
template <typename Cell>
class RowCellsOf {
 public:
  static constexpr Cell off = std::numeric_limits<Cell>::max();

  RowCellsOf(std::size_t rows, const CellsOfRows& cells)
      : rows_(rows), cells_(std::make_unique_for_overwrite<Cell[]>(rows)) {
    parallel_for(rows, range_rows, [&](std::size_t begin, std::size_t end) {
      std::array<std::uint64_t, range_rows> own;
      cells(begin, end, own.data());
      for (std::size_t row = begin; row < end; ++row) cells_[row] = static_cast<Cell>(own[row - begin]);
    });
  }

  std::size_t size() const { return rows_; }
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
    for (std::size_t row = 0; row < rows_; ++row)
      if (cells_[row] != off) mask.set(cells_[row]);
    return mask;
  }

 private:
  std::size_t rows_;
  std::unique_ptr<Cell[]> cells_;
};

/// The first row of each cell, in the order of cells; rows off the lattice and others of a cell become Problems.
template <typename Cell>
std::vector<std::uint32_t> rows_by_cell(const Table& table, const RowCellsOf<Cell>& cells, const PlaceOfRow& where,
                                        const RankedMask& present, Problems& problems) {
  constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
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

template <typename Cell>
BlockModel model_of(Table table, Lattice lattice, CellsOfRows find_cells, PlaceOfRow where, Problems& problems) {
  BlockModel model;
  model.lattice = std::move(lattice);
  const std::uint64_t count = model.lattice.cells();
  std::vector<std::uint32_t> rows;
  {
    const RowCellsOf<Cell> cells(table.rows, find_cells);
    find_cells = nullptr;  // with them go columns in the order of the file, one by one
    const bool in_order = cells.in_order();
    if (!in_order || table.rows < count) model.present = RankedMask(cells.present(count));
    if (in_order) {
      model.table = std::move(table);
      return model;
    }
    rows = rows_by_cell(table, cells, where, model.present, problems);
  }
  where = nullptr;
  if (rows.size() == count) model.present = {};
  const bool in_order = rows.size() == table.rows && std::is_sorted(rows.begin(), rows.end());
  model.table = in_order ? std::move(table) : select_rows(std::move(table), rows);
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
    return lattice.even(axis) ? shortest(lattice.edges[static_cast<std::size_t>(axis)][1]) : "uneven";
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
