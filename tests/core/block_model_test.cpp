#include "core/block_model.h"

#include <gtest/gtest.h>

#include <random>

namespace lode {
namespace {

TEST(Mask, KeepsBitsBeyondTheEndZero) {
  Mask mask(70, true);
  EXPECT_EQ(mask.count(), 70u);
  mask.reset(69);
  mask.assign(65, true);
  EXPECT_EQ(mask.count(), 65u);
  EXPECT_EQ(mask, Mask(65, true));
  Mask other(65);
  other.set(64);
  mask &= other;
  EXPECT_EQ(mask, other);
}

TEST(Lattice, NumbersCellsIFastest) {
  const Lattice lattice = Lattice::regular({1000, 2000, -50}, {10, 5, 2.5}, {4, 3, 2});
  EXPECT_EQ(lattice.cells(), 24u);
  EXPECT_EQ(lattice.cell(1, 2, 1), 1u + 4 * (2 + 3));
  EXPECT_EQ(lattice.ijk(21), (std::array<std::uint32_t, 3>{1, 2, 1}));
  EXPECT_EQ(lattice.volume({0, 0, 0}), 125);
  EXPECT_EQ(lattice.source_from_lattice(lattice.centroid_lattice({1, 2, 1})), (Vec3{1015, 2012.5, -46.25}));
  EXPECT_TRUE(lattice.even(0));
}

TEST(Lattice, TellsUnevenWidths) {
  Lattice lattice = Lattice::regular({}, {1, 1, 1}, {3, 1, 1});
  lattice.edges[0][3] = 4;
  EXPECT_FALSE(lattice.even(0));
  EXPECT_EQ(lattice.cell_size({2, 0, 0}), (Vec3{2, 1, 1}));
}

TEST(BlockModel, MovesRowsToTheirCells) {
  std::mt19937 random(3);
  BlockModel model;
  model.lattice = Lattice::regular({}, {1, 1, 1}, {67, 31, 5});
  Mask present(model.lattice.cells());
  for (std::size_t cell = 0; cell < present.size(); ++cell)
    if (random() % 3 != 0) present.set(cell);
  model.present = RankedMask(present);
  Mask rows(model.present.count());
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (random() % 2 != 0) rows.set(row);

  Mask expected(present.size());
  std::uint64_t next = 0;
  model.for_each_row([&](std::uint64_t row, std::uint64_t cell) {
    EXPECT_EQ(row, next++);
    EXPECT_EQ(model.row_of_cell(cell), row);
    if (rows[row]) expected.set(cell);
  });
  EXPECT_EQ(next, rows.size());
  Mask cells;
  cells_of_rows(model, rows, cells);
  EXPECT_EQ(cells, expected);

  model.present = RankedMask();
  Mask dense(model.lattice.cells(), true);
  cells_of_rows(model, dense, cells);
  EXPECT_EQ(cells, dense);
}

Table table_with(std::vector<std::string> names) {
  Table table;
  for (const std::string& column_name : names)
    table.columns.push_back({column_name, "", ColumnType::number, ColumnRole::attribute, Numbers()});
  return table;
}

TEST(BlockModel, KnowsDensityByItsName) {
  for (const char* column_name : {"density", "SG", "Dens", "density_tm3", "Density (t/m3)", "density_kgm3",
                                  "density [kg/m3]", "SG (lb/ft3)", "Плотность", "Плотность, т/м3"})
    EXPECT_NE(density_column(table_with({"Cu", column_name})), nullptr) << column_name;
  for (const char* column_name : {"density_class", "fracture_density", "SGR", "identity", "density [lb/yd3]", "SG Cu"})
    EXPECT_EQ(density_column(table_with({"Cu", column_name})), nullptr) << column_name;
  EXPECT_EQ(density_column(table_with({"density_tm3", "SG"}))->name, "SG");
}

TEST(BlockModel, KnowsTheClassByItsName) {
  Table table = table_with({"class", "RESCAT"});
  EXPECT_EQ(class_column(table), nullptr);
  table.columns[1].data = Categories::of({"measured"});
  EXPECT_EQ(class_column(table)->name, "RESCAT");
}

}  // namespace
}  // namespace lode
