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

constexpr std::array<const char*, 5> density_names{"density", "Bulk density (kg/m3)", "density_kg_m3", "SG g/cm3",
                                                   "Bulk density [lb/ft3]"};

class CutoffChange : public ::testing::TestWithParam<Kind> {};

TEST_P(CutoffChange, AllocatesNothing) {
  const BlockModel model = graded_model(GetParam());
  std::vector<std::uint8_t> index_of_row;
  colour_rows(model.table.columns[0], make_scale(model.table.columns[0], {}), index_of_row);
  std::vector<Filter> filters;
  for (const char* cutoff : {"0.10", "0.55", "1.00", "2.05", "0.70"}) {
    filters.push_back(Filter::parse(std::string("Li2O_pct >= ") + cutoff));
    filters.push_back(Filter::parse(std::string("Li2O_pct >= ") + cutoff +
                                    " and class in (\"measured\", \"inferred\") and not density between 2.6 and 2.8"));
    filters.push_back(Filter::parse(std::string("class = \"indicated\" or (density < 2.7 and Li2O_pct < ") + cutoff +
                                    ") or Li2O_pct is missing"));
  }
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

/// Totals by themselves, whatever the density's unit, and whether density and split are named or found: with no class
/// left, one, or all, so that the split grows and shrinks.
TEST_P(CutoffChange, TotalsAllocateNothingInAnyUnitOfDensity) {
  BlockModel model = graded_model(GetParam());
  std::vector<Mask> shown;
  for (const char* filter : {"Li2O_pct >= 0.10", "class = \"indicated\" and Li2O_pct >= 2.05", "Li2O_pct > 99",
                             "class in (\"measured\", \"inferred\") and Li2O_pct >= 1.00"}) {
    shown.emplace_back();
    Filter::parse(filter).evaluate(model.table, shown.back());
  }
  const std::vector<double> cutoffs{0.5, 1, 1.5, 2};
  for (const char* name : density_names)
    for (const bool named : {true, false}) {
      model.table.columns[2].name = name;
      TonnageOptions options{"Li2O_pct", {}, "", named ? "class" : ""};
      if (named) options.density = std::string(name);
      TonnageScratch scratch;
      Tonnage totals;
      const auto follow = [&] {
        for (const Mask& rows : shown) tonnage(model, rows, options, cutoffs, scratch, totals);
      };
      follow();
      const std::size_t before = testing::allocation_count();
      follow();
      EXPECT_EQ(testing::allocation_count() - before, 0U) << name << (named ? ", named" : ", found");
      EXPECT_EQ(totals.density_used, name);
      EXPECT_EQ(totals.groups.size(), 2U) << name;
    }
}

/// A scratch that served one table serves another whose columns mean something else.
TEST(TonnageScratch, FindsColumnsAnewInAnotherTable) {
  BlockModel model = graded_model(Kind::dense);
  const Mask all(model.table.rows, true);
  const TonnageOptions options{"Li2O_pct", {}, "", ""};
  TonnageScratch scratch;
  Tonnage totals;
  tonnage(model, all, options, {}, scratch, totals);
  const double tonnes = totals.rows.at(0).tonnes.value();
  model.table.columns[2].name = "density_kg_m3";
  tonnage(model, all, options, {}, scratch, totals);
  EXPECT_NEAR(totals.rows.at(0).tonnes.value(), tonnes / 1000, 1e-9 * tonnes);
  std::swap(model.table.columns[0], model.table.columns[2]);
  tonnage(model, all, options, {}, scratch, totals);
  EXPECT_NEAR(totals.rows.at(0).tonnes.value(), tonnes / 1000, 1e-9 * tonnes);
  model.table.columns[0].name = "rho";
  tonnage(model, all, options, {}, scratch, totals);
  EXPECT_FALSE(totals.rows.at(0).tonnes.has_value());
  model.table.columns[1].name = "rock";
  tonnage(model, all, options, {}, scratch, totals);
  EXPECT_TRUE(totals.groups.empty());
}

INSTANTIATE_TEST_SUITE_P(OfEveryKind, CutoffChange,
                         ::testing::Values(Kind::dense, Kind::sparse, Kind::sub_blocked, Kind::bent));

}  // namespace
}  // namespace lode
