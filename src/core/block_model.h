// A block model in source coordinates.
#pragma once

#include <cstdint>

#include "core/bits.h"
#include "core/lattice.h"
#include "core/table.h"

namespace lode {

/// Immutable once built. Table rows are in cell order; a cell without a row is a missing block.
struct BlockModel {
  Lattice lattice;
  Table table;         ///< role blocks; table.rows <= lattice.cells()
  RankedMask present;  ///< a bit a cell; empty (size 0) when every cell has its row

  bool dense() const { return present.size() == 0; }
  bool has_row(std::uint64_t cell) const { return dense() || present.mask()[cell]; }
  /// Only where has_row(cell).
  std::uint64_t row_of_cell(std::uint64_t cell) const { return dense() ? cell : present.rank(cell); }
  /// The cells of all rows in row order, calling function(row, cell).
  template <typename Function>
  void for_each_row(Function&& function) const {
    if (dense()) {
      for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell) function(cell, cell);
    } else {
      std::uint64_t row = 0;
      present.mask().for_each_set([&](std::uint64_t cell) { function(row++, cell); });
    }
  }
};

/// The cells whose rows are in `rows`; equal to `rows` itself for a dense model. Reuses `cells`' memory.
void cells_of_rows(const BlockModel& model, const Mask& rows, Mask& cells);

/// The centroid's column of a density or SG ("density", "SG", "dens", case ignored, with or without a unit); nullptr
/// when there is none.
const Column* density_column(const Table& table);
/// Tonnes a cubic metre in one unit of a density column: 0.001 where its unit or name says kg, else 1 (t/m3, g/cm3).
double density_factor(const Column& density);
/// The class column (measured, indicated, inferred): named class, category, resource_class, rescat, класс, категория;
/// nullptr when there is none.
const Column* class_column(const Table& table);

}  // namespace lode
