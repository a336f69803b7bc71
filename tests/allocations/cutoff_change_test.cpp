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

enum class Kind { dense, sparse, sub_blocked, bent };

/// 90 x 80 x 70 cells; sub-blocked: of every third parent eight halves, one of them missing.
BlockModel graded_model(Kind kind) {
  BlockModel model;
  model.lattice = Lattice::regular({0, 0, 0}, {10, 10, 5}, {90, 80, 70});
  std::mt19937 random(1);
  Mask present(model.lattice.cells());
  BoxSides sides;
  const auto add_box = [&](Vec3 lower, Vec3 size) {
    for (std::size_t a = 0; a < 3; ++a) {
      sides.lower[a].push_back(lower[static_cast<int>(a)]);
      sides.upper[a].push_back(lower[static_cast<int>(a)] + size[static_cast<int>(a)]);
    }
  };
  for (std::size_t cell = 0; cell < present.size(); ++cell) {
    if (kind != Kind::sparse || random() % 5 != 0) present.set(cell);
    if (kind != Kind::sub_blocked) continue;
    const Vec3 lower = model.lattice.lower_lattice(model.lattice.ijk(cell)), size{10, 10, 5};
    if (cell % 3 != 0) add_box(lower, size);
    for (int child = 0; cell % 3 == 0 && child < 7; ++child)
      add_box(lower + Vec3{child & 1 ? 5.0 : 0, child & 2 ? 5.0 : 0, child & 4 ? 2.5 : 0}, 0.5 * size);
  }
  if (kind == Kind::sub_blocked) model.sub_blocks = make_sub_blocks(model.lattice, std::move(sides)).boxes;
  const std::size_t rows = model.sub_blocked() ? model.sub_blocks->size() : present.count();
  std::vector<std::int32_t> mantissas;
  std::vector<std::uint32_t> rocks;
  std::vector<double> densities;
  for (std::size_t row = 0; row < rows; ++row) {
    mantissas.push_back(static_cast<std::int32_t>(random() % 300));
    rocks.push_back(static_cast<std::uint32_t>(random() % 3));
    densities.push_back(2.5 + static_cast<double>(random() % 10) / 10);
  }
  model.table.rows = rows;
  model.table.columns.resize(3);
  model.table.columns[0].name = "Li2O_pct";
  model.table.columns[0].unit = "%";
  model.table.columns[0].data = Numbers(ScaledIntegers{std::move(mantissas), 2});
  model.table.columns[1].name = "class";
  model.table.columns[1].type = ColumnType::category;
  model.table.columns[1].data = Categories::narrowed({"measured", "indicated", "inferred"}, rocks);
  model.table.columns[2].name = "density";
  model.table.columns[2].data = Numbers::narrowed(densities);
  if (kind == Kind::sparse) model.present = RankedMask(std::move(present));
  return model;
}

/// What a picture reuses from one cut-off to the next.
struct Buffers {
  Mask rows, cells;
  Faces faces;
  BoxFaces box_faces;
  Cuts cuts;
  BoxCuts box_cuts;
  std::vector<std::uint8_t> colour_index, cut_colour;
  CoarseBlocks coarse;
};

/// A metre or two of bend, as another projection puts on a model.
ControlLattice bend_of(const Lattice& lattice) {
  ControlLattice bend;
  bend.size_lattice = {lattice.edges[0].back(), lattice.edges[1].back(), lattice.edges[2].back()};
  bend.count = {2, 2, 2};
  bend.offset_scene = {{0, 0, 0}, {2, 0, 0}, {0, 2, 0}, {2, -2, 0}, {0, 0, 1}, {2, 0, 1}, {0, 2, 1}, {1, 1, 1}};
  return bend;
}

/// Faces, cuts and their colours; returns how many faces there are.
std::size_t draw(const BlockModel& model, const std::array<CutPlane, 2>& planes, const ControlLattice* bend,
                 std::span<const std::uint8_t> index_of_row, Buffers& b) {
  if (model.sub_blocked()) {
    const SubBlocks& boxes = *model.sub_blocks;
    build_faces(boxes, b.rows, b.box_faces);
    colour_faces(std::span<const BoxFace>(b.box_faces.faces), index_of_row, b.colour_index);
    build_cuts(boxes, planes, b.rows, bend, b.box_cuts);
    colour_faces(std::span<const std::uint32_t>(b.box_cuts.rows), index_of_row, b.cut_colour);
    build_coarse(model, b.rows, index_of_row, 20000, b.coarse);
    return b.box_faces.faces.size();
  }
  cells_of_rows(model, b.rows, b.cells);
  build_faces(model.lattice, b.cells, b.faces);
  colour_faces(model, b.faces.cells, index_of_row, b.colour_index);
  build_cuts(model.lattice, planes, b.cells, bend, b.cuts);
  colour_faces(model, b.cuts.cells, index_of_row, b.cut_colour);
  build_coarse(model, b.cells, index_of_row, 20000, b.coarse);
  return b.faces.cells.size();
}

class CutoffChange : public ::testing::TestWithParam<Kind> {};

TEST_P(CutoffChange, AllocatesNothing) {
  const BlockModel model = graded_model(GetParam());
  std::vector<std::uint8_t> index_of_row;
  colour_rows(model.table.columns[0], make_scale(model.table.columns[0], {}), index_of_row);
  std::vector<Filter> filters;
  for (const char* cutoff : {"0.10", "0.55", "1.00", "2.05", "0.70"})
    filters.push_back(Filter::parse(std::string("Li2O_pct >= ") + cutoff +
                                    " and class in (\"measured\", \"inferred\") and not density between 2.6 and 2.8"));
  const auto planes = cut_planes({{450, 400, 175}, normalized({1, 2, 0.3}), 40}, model.lattice.source_from_lattice);
  const ControlLattice bend = bend_of(model.lattice);
  const ControlLattice* const its_bend = GetParam() == Kind::bent ? &bend : nullptr;
  Buffers buffers;
  TonnageScratch scratch;
  Tonnage totals;
  const TonnageOptions options{"Li2O_pct", std::string("density"), "", "class"};
  const std::vector<double> cutoffs{0.5, 1, 1.5, 2};
  std::size_t faces_made = 0;
  const auto follow = [&](const Filter& filter) {
    filter.evaluate(model.table, buffers.rows);
    faces_made += draw(model, planes, its_bend, index_of_row, buffers);
    tonnage(model, buffers.rows, options, cutoffs, scratch, totals);
  };
  for (const Filter& filter : filters) follow(filter);
  const std::size_t before = testing::allocation_count();
  for (const Filter& filter : filters) follow(filter);
  EXPECT_EQ(testing::allocation_count() - before, 0U);
  EXPECT_GT(faces_made, 100000U);
  EXPECT_FALSE(buffers.cut_colour.empty());
  EXPECT_FALSE(buffers.coarse.as.exact());
  EXPECT_GT(before, 0U) << "allocations are counted";
}

INSTANTIATE_TEST_SUITE_P(OfEveryKind, CutoffChange,
                         ::testing::Values(Kind::dense, Kind::sparse, Kind::sub_blocked, Kind::bent));

}  // namespace
}  // namespace lode
