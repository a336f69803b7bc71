// A cut-off change allocates nothing in core: every allocation of this program is counted, and once the buffers have
// served, none is made from the filter through faces and colours to the totals.
#include <gtest/gtest.h>

#include <random>

#include "allocation_count.h"
#include "core/filter.h"
#include "core/geometry.h"
#include "core/tonnage.h"

namespace lode {
namespace {

BlockModel graded_model(bool sparse) {
  BlockModel model;
  model.lattice = Lattice::regular({0, 0, 0}, {10, 10, 5}, {90, 80, 70});
  std::mt19937 random(1);
  Mask present(model.lattice.cells());
  std::vector<std::int32_t> mantissas;
  std::vector<std::uint32_t> rocks;
  std::vector<double> densities;
  for (std::size_t cell = 0; cell < present.size(); ++cell) {
    if (sparse && random() % 5 == 0) continue;
    present.set(cell);
    mantissas.push_back(static_cast<std::int32_t>(random() % 300));
    rocks.push_back(static_cast<std::uint32_t>(random() % 3));
    densities.push_back(2.5 + static_cast<double>(random() % 10) / 10);
  }
  model.table.rows = mantissas.size();
  model.table.columns.resize(3);
  model.table.columns[0].name = "Li2O_pct";
  model.table.columns[0].unit = "%";
  model.table.columns[0].data = Numbers(ScaledIntegers{std::move(mantissas), 2});
  model.table.columns[1].name = "class";
  model.table.columns[1].type = ColumnType::category;
  model.table.columns[1].data = Categories::narrowed({"measured", "indicated", "inferred"}, rocks);
  model.table.columns[2].name = "density";
  model.table.columns[2].data = Numbers::narrowed(densities);
  if (sparse) model.present = RankedMask(std::move(present));
  return model;
}

class CutoffChange : public ::testing::TestWithParam<bool> {};

TEST_P(CutoffChange, AllocatesNothing) {
  const BlockModel model = graded_model(GetParam());
  std::vector<std::uint8_t> index_of_row, colour_index;
  colour_rows(model.table.columns[0], make_scale(model.table.columns[0], {}), index_of_row);
  std::vector<Filter> filters;
  for (const char* cutoff : {"0.10", "0.55", "1.00", "2.05", "0.70"})
    filters.push_back(Filter::parse(std::string("Li2O_pct >= ") + cutoff +
                                    " and class in (\"measured\", \"inferred\") and not density between 2.6 and 2.8"));
  Mask rows, cells;
  Faces faces;
  CoarseBlocks coarse;
  TonnageScratch scratch;
  Tonnage totals;
  const TonnageOptions options{"Li2O_pct", std::string("density"), "", "class"};
  const std::vector<double> cutoffs{0.5, 1, 1.5, 2};
  std::size_t faces_made = 0;
  const auto follow = [&](const Filter& filter) {
    filter.evaluate(model.table, rows);
    cells_of_rows(model, rows, cells);
    build_faces(model.lattice, cells, faces);
    colour_faces(model, faces.cells, index_of_row, colour_index);
    build_coarse(model, cells, index_of_row, 20000, coarse);
    tonnage(model, rows, options, cutoffs, scratch, totals);
    faces_made += faces.cells.size();
  };
  for (const Filter& filter : filters) follow(filter);
  const std::size_t before = testing::allocation_count();
  for (const Filter& filter : filters) follow(filter);
  EXPECT_EQ(testing::allocation_count() - before, 0U);
  EXPECT_GT(faces_made, 100000U);
  EXPECT_GT(before, 0U) << "allocations are counted";
}

INSTANTIATE_TEST_SUITE_P(DenseAndSparse, CutoffChange, ::testing::Bool());

}  // namespace
}  // namespace lode
