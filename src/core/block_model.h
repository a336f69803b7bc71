// A block model in source coordinates.
#pragma once

#include <cstdint>
#include <memory>

#include "core/bits.h"
#include "core/lattice.h"
#include "core/sub_blocks.h"
#include "core/table.h"

namespace lode {

/// Immutable once built. A row is a cell of the lattice, or, where the model is sub-blocked, a box within one.
/// Table rows are in cell order (sub-blocked: grouped by cell); a cell without a row is a missing block.
struct BlockModel {
  Lattice lattice;     ///< of blocks, or of the parents of sub-blocks
  Table table;         ///< role blocks; a row a block
  RankedMask present;  ///< a bit a cell; empty (size 0) when every cell has its row, or sub-blocked
  std::shared_ptr<const SubBlocks> sub_blocks;  ///< a box a row; nullptr when blocks are cells

  bool sub_blocked() const { return sub_blocks != nullptr; }
  /// Every cell is a row.
  bool dense() const { return present.size() == 0 && !sub_blocks; }

  /// Not of a sub-blocked model.
  bool has_row(std::uint64_t cell) const { return dense() || present.mask()[cell]; }
  /// Not of a sub-blocked model; only where has_row(cell).
  std::uint64_t row_of_cell(std::uint64_t cell) const { return dense() ? cell : present.rank(cell); }

  /// The rows first .. last - 1 in order, calling function(row, lower, upper) with the corners of the block in lattice
  /// coordinates: the one way over blocks of every kind.
  template <typename Function>
  void for_each_block(std::uint64_t first, std::uint64_t last, Function&& function) const;
  /// The same for all rows.
  template <typename Function>
  void for_each_block(Function&& function) const {
    for_each_block(0, table.rows, std::forward<Function>(function));
  }

  /// The cells of all rows in row order, calling function(row, cell). Of a sub-blocked model: the parents.
  template <typename Function>
  void for_each_row(Function&& function) const {
    if (sub_blocks) {
      for (std::uint64_t row = 0; row < table.rows; ++row)
        function(row, lattice.cell_at(sub_blocks->centroid_lattice(row)));
    } else if (dense()) {
      for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell) function(cell, cell);
    } else {
      std::uint64_t row = 0;
      present.mask().for_each_set([&](std::uint64_t cell) { function(row++, cell); });
    }
  }
};

template <typename Function>
void BlockModel::for_each_block(std::uint64_t first, std::uint64_t last, Function&& function) const {
  if (sub_blocks) {
    for (std::uint64_t row = first; row < last; ++row)
      function(row, sub_blocks->lower_lattice(row), sub_blocks->upper_lattice(row));
    return;
  }
  if (first >= last) return;
  std::uint64_t cell = dense() ? first : present.select(first);
  std::array<std::uint32_t, 3> at = lattice.ijk(cell);
  for (std::uint64_t row = first; row < last; ++cell) {
    if (has_row(cell)) {
      const auto& [u, v, w] = lattice.edges;
      function(row++, Vec3{u[at[0]], v[at[1]], w[at[2]]}, Vec3{u[at[0] + 1], v[at[1] + 1], w[at[2] + 1]});
    }
    for (std::size_t axis = 0; axis < 3 && ++at[axis] == lattice.count[axis]; ++axis) at[axis] = 0;
  }
}

/// The cells whose rows are in `rows`; equal to `rows` itself for a dense model. Not of a sub-blocked model. Reuses
/// `cells`' memory.
void cells_of_rows(const BlockModel& model, const Mask& rows, Mask& cells);

/// The centroid's column of a density or SG ("density", "SG", "dens", case ignored, with or without a unit); nullptr
/// when there is none.
const Column* density_column(const Table& table);
/// Tonnes a cubic metre in one unit of a density column (core/density.h); throws Error for a unit that is none.
double density_factor(const Column& density);
/// The class column (measured, indicated, inferred): named class, category, resource_class, rescat, класс, категория;
/// nullptr when there is none.
const Column* class_column(const Table& table);

}  // namespace lode
