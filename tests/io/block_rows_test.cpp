// Rows of blocks in any order of a file, and coordinates of few values counted instead of computed with.
#include "io/block_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <span>

#include "core/parallel.h"
#include "io/axis_order.h"
#include "io/lattice_fit.h"

namespace lode::io {
namespace {

/// A table of cells: the column "cell" says which, "rock" repeats seven words, and line 2 is the first row's.
Table table_of(const std::vector<std::uint64_t>& cells) {
  std::vector<std::int32_t> numbers;
  std::vector<std::uint8_t> codes;
  for (const std::uint64_t cell : cells) {
    numbers.push_back(static_cast<std::int32_t>(cell));
    codes.push_back(static_cast<std::uint8_t>(cell % 7));
  }
  Table table;
  table.rows = table.rows_read = cells.size();
  table.columns.push_back(
      {"cell", "", ColumnType::number, ColumnRole::attribute, Numbers(ScaledIntegers{std::move(numbers), 0})});
  const std::vector<std::string> rocks{"a", "b", "c", "d", "e", "f", "g"};
  table.columns.push_back({"rock", "", ColumnType::category, ColumnRole::attribute,
                           Categories(rocks, SharedArray<std::uint8_t>(std::move(codes)))});
  return table;
}

BlockModel model_of(const Lattice& lattice, const std::vector<std::uint64_t>& cells, Problems& problems) {
  return model_of_cells(
      table_of(cells), lattice,
      [&](std::size_t begin, std::size_t end, std::uint64_t* of_rows) {
        std::copy(cells.begin() + static_cast<std::ptrdiff_t>(begin), cells.begin() + static_cast<std::ptrdiff_t>(end),
                  of_rows);
      },
      [](std::size_t row) { return "in row " + std::to_string(row); }, problems);
}

/// Each cell at most once.
void expect_in_order_of_cells(const BlockModel& model, const std::vector<std::uint64_t>& cells) {
  std::vector<std::size_t> row_of(model.lattice.cells(), SIZE_MAX);
  for (std::size_t row = 0; row < cells.size(); ++row) row_of[cells[row]] = row;
  ASSERT_EQ(model.table.rows, cells.size());
  std::size_t row = 0;
  for (std::uint64_t cell = 0; cell < row_of.size(); ++cell) {
    const bool there = row_of[cell] != SIZE_MAX;
    ASSERT_EQ(model.present.size() == 0 || model.present.mask()[cell], there) << cell;
    if (!there) continue;
    ASSERT_EQ((*model.table.columns[0].numbers())[row], static_cast<double>(cell));
    ASSERT_EQ(model.table.columns[1].text(row), std::string(1, static_cast<char>('a' + cell % 7)));
    ASSERT_EQ(model.table.lines[row], row_of[cell] + 2);
    ++row;
  }
  ASSERT_EQ(row, cells.size());
}

/// The cells axis by axis, `axes` from the fastest to the slowest; bit a of `downwards`: those along axis a from the
/// last to the first.
std::vector<std::uint64_t> cells_along(const Lattice& lattice, const std::array<std::size_t, 3>& axes,
                                       unsigned downwards, unsigned missing_percent, std::mt19937& random) {
  std::vector<std::uint64_t> cells;
  std::array<std::uint32_t, 3> at{};
  for (std::uint32_t slow = 0; slow < lattice.count[axes[2]]; ++slow)
    for (std::uint32_t middle = 0; middle < lattice.count[axes[1]]; ++middle)
      for (std::uint32_t fast = 0; fast < lattice.count[axes[0]]; ++fast) {
        at[axes[0]] = fast;
        at[axes[1]] = middle;
        at[axes[2]] = slow;
        std::array<std::uint32_t, 3> ijk = at;
        for (std::size_t axis = 0; axis < 3; ++axis)
          if ((downwards >> axis & 1) != 0) ijk[axis] = lattice.count[axis] - 1 - at[axis];
        if (random() % 100 >= missing_percent) cells.push_back(lattice.cell(ijk[0], ijk[1], ijk[2]));
      }
  return cells;
}

using Counts = std::array<std::uint32_t, 3>;
class RowsAlongAxesOf : public testing::TestWithParam<Counts> {};

TEST_P(RowsAlongAxesOf, AnyOrderAndAnyDirectionStandInOrderOfCells) {
  const Lattice lattice = Lattice::regular({0, 0, 0}, {1, 1, 1}, GetParam());
  std::mt19937 random(5);
  std::array<std::size_t, 3> axes{0, 1, 2};
  do {
    for (const unsigned missing_percent : {0U, 20U, 60U}) {
      const unsigned downwards = random() % 8;
      const std::vector<std::uint64_t> cells = cells_along(lattice, axes, downwards, missing_percent, random);
      SCOPED_TRACE("axes " + std::to_string(axes[0]) + std::to_string(axes[1]) + ", downwards " +
                   std::to_string(downwards) + ", " + std::to_string(missing_percent) + " % missing");
      Problems problems;
      expect_in_order_of_cells(model_of(lattice, cells, problems), cells);
      EXPECT_TRUE(problems.empty());
      if (HasFailure()) return;
    }
  } while (std::ranges::next_permutation(axes).found);
}

INSTANTIATE_TEST_SUITE_P(Grids, RowsAlongAxesOf,
                         testing::Values(Counts{21, 131, 133}, Counts{70, 9, 67}, Counts{129, 64, 2}, Counts{1, 50, 40},
                                         Counts{50, 1, 40}, Counts{130, 40, 1}, Counts{1, 1, 300}, Counts{2, 3, 2}));

TEST(BlockRows, AlongAxesAreFoundToBeSo) {
  const Lattice lattice = Lattice::regular({0, 0, 0}, {1, 1, 1}, {21, 31, 33});
  std::mt19937 random(8);
  std::array<std::size_t, 3> axes{0, 1, 2};
  do {
    for (unsigned downwards = 0; downwards < 8; ++downwards)
      for (const unsigned missing_percent : {0U, 40U}) {
        std::vector<std::uint64_t> cells = cells_along(lattice, axes, downwards, missing_percent, random);
        const auto found = find_rows_along_axes(lattice, std::span<const std::uint64_t>(cells));
        ASSERT_TRUE(found) << axes[0] << axes[1] << ", downwards " << downwards;
        EXPECT_EQ(found->cells.size(), missing_percent == 0 ? 0U : lattice.cells());
        std::swap(cells[500], cells[501]);
        EXPECT_FALSE(find_rows_along_axes(lattice, std::span<const std::uint64_t>(cells)));
        std::swap(cells[500], cells[501]);
        cells[700] = LatticeFit::off_lattice;
        EXPECT_FALSE(find_rows_along_axes(lattice, std::span<const std::uint64_t>(cells)));
      }
  } while (std::ranges::next_permutation(axes).found);
}

TEST(BlockRows, LinesAndBelowDetectionGoWithTheirRows) {
  const Lattice lattice = Lattice::regular({0, 0, 0}, {1, 1, 1}, {20, 30, 40});
  std::mt19937 random(9);
  const std::vector<std::uint64_t> cells = cells_along(lattice, {2, 0, 1}, 2, 30, random);
  Table table = table_of(cells);
  std::vector<std::uint32_t> lines(cells.size());
  for (std::size_t row = 0; row < cells.size(); ++row) lines[row] = static_cast<std::uint32_t>(3 * row + 7);
  table.lines.lines = lines;
  std::vector<double> values(cells.size());
  std::vector<std::uint64_t> below_detection;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    values[row] = static_cast<double>(cells[row]) / 7;
    if (cells[row] % 11 == 0) below_detection.push_back(row);
  }
  table.columns.push_back({"grade", "", ColumnType::number, ColumnRole::attribute,
                           Numbers(SharedArray<double>(std::move(values)), std::move(below_detection))});
  const auto found = find_rows_along_axes(lattice, std::span<const std::uint64_t>(cells));
  ASSERT_TRUE(found);
  const Table ordered = in_order_of_cells(std::move(table), *found);
  ASSERT_EQ(ordered.rows, cells.size());
  std::vector<std::uint64_t> sorted = cells;
  std::ranges::sort(sorted);
  for (std::size_t to = 0; to < sorted.size(); ++to) {
    const auto row = static_cast<std::size_t>(std::ranges::find(cells, sorted[to]) - cells.begin());
    ASSERT_EQ(ordered.lines[to], 3 * row + 7);
    ASSERT_EQ((*ordered.columns[2].numbers())[to], static_cast<double>(sorted[to]) / 7);
    ASSERT_EQ(ordered.columns[2].numbers()->is_below_detection(to), sorted[to] % 11 == 0);
  }
}

TEST(BlockRows, OfNoOrderAtAllStandInOrderOfCells) {
  const Lattice lattice = Lattice::regular({0, 0, 0}, {1, 1, 1}, {50, 40, 30});
  std::vector<std::uint64_t> cells(lattice.cells());
  std::iota(cells.begin(), cells.end(), 0);
  std::ranges::shuffle(cells, std::mt19937(6));
  Problems problems;
  expect_in_order_of_cells(model_of(lattice, cells, problems), cells);
}

TEST(BlockRows, OneDuplicateAmongManyIsListedAndTheFirstIsKept) {
  const Lattice lattice = Lattice::regular({0, 0, 0}, {1, 1, 1}, {50, 40, 30});
  std::vector<std::uint64_t> cells(lattice.cells());
  std::iota(cells.begin(), cells.end(), 0);
  std::ranges::reverse(cells);
  std::vector<std::uint64_t> doubled = cells;
  doubled[40'000] = doubled[77];
  const std::uint64_t lost = cells[40'000];
  Problems problems;
  const BlockModel model = model_of(lattice, doubled, problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].check, "duplicate-block");
  EXPECT_EQ(problems[0].line, 40'002U);
  EXPECT_NE(problems[0].message.find("line 79 already"), std::string::npos) << problems[0].message;
  EXPECT_EQ(model.table.rows, cells.size() - 1);
  EXPECT_FALSE(model.present.mask()[lost]);
  EXPECT_EQ(model.table.lines[model.present.rank(cells[77])], 79U);
}

Centroids centroids_of(const std::array<Column, 3>& columns, std::size_t rows) {
  return Centroids({RowValues(&columns[0], rows), RowValues(&columns[1], rows), RowValues(&columns[2], rows, 0.3048)});
}

TEST(BlockRows, CountedLevelsAndTabulatedCellsAreThoseOfDoubles) {
  std::mt19937 random(7);
  for (int round = 0; round < 30; ++round) {
    const std::size_t rows = 20'000 + random() % 60'000;
    std::array<Column, 3> decimals, doubles;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      std::vector<std::int32_t> mantissas(rows);
      std::vector<double> values(rows);
      const auto first = static_cast<std::int32_t>(random() % 70'000'000) - 1000;
      for (std::size_t row = 0; row < rows; ++row) {
        mantissas[row] = first + 50 * static_cast<std::int32_t>(random() % 40);
        if (row % 9000 == 17) mantissas[row] += 7;  // off the grid
        if (round % 3 == 1 && random() % 300 == 0) mantissas[row] = ScaledIntegers::missing;
        values[row] = mantissas[row] == ScaledIntegers::missing ? std::nan("") : mantissas[row] / 10.0;
      }
      decimals[axis].data = Numbers(ScaledIntegers{std::move(mantissas), 1});
      doubles[axis].data = Numbers(SharedArray<double>(std::move(values)));
    }
    const Centroids counted = centroids_of(decimals, rows), computed = centroids_of(doubles, rows);
    ASSERT_NE(counted.mantissas(), nullptr);
    ASSERT_EQ(computed.mantissas(), nullptr);
    ASSERT_EQ(counted.all_usable(), round % 3 != 1);
    const auto levels = levels_of(counted), expected = levels_of(computed);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      ASSERT_EQ(levels[axis].size(), expected[axis].size());
      for (std::size_t level = 0; level < levels[axis].size(); ++level) {
        ASSERT_EQ(levels[axis][level].rows, expected[axis][level].rows);
        ASSERT_NEAR(levels[axis][level].value, expected[axis][level].value, 1e-8);
      }
    }
    LatticeFit fit = fit_lattice(counted, nullptr);
    ASSERT_TRUE(fit.fits) << fit.why_not;
    std::vector<std::uint64_t> plain(rows), tabulated(rows);
    fit.cells(0, rows, plain.data());
    fit.tabulate();
    ASSERT_EQ(fit.tables.size(), 3U);
    fit.cells(0, rows, tabulated.data());
    ASSERT_EQ(tabulated, plain);
    ASSERT_GT(std::ranges::count(plain, LatticeFit::off_lattice), 0);
  }
}

}  // namespace
}  // namespace lode::io
