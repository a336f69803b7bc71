#include "io/sub_block_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/checks.h"
#include "core/error.h"
#include "core/parallel.h"
#include "core/sub_block_levels.h"
#include "core/text.h"
#include "io/block_rows.h"
#include "io/block_sizes.h"
#include "io/lattice_axis.h"
#include "io/table_rows.h"

namespace lode::io {

namespace {

constexpr double tolerance = 0.02;  ///< of the shortest side

/// The boxes along one axis.
class AxisFit {
 public:
  AxisFit(const std::vector<double>& lower, const std::vector<double>& upper) : lower_(lower), upper_(upper) {
    for (std::size_t row = 0; row < lower.size(); ++row) {
      const double side = upper[row] - lower[row];
      if (!(side > 0) || !std::isfinite(side)) continue;
      shortest_ = std::min(shortest_, side);
      longest_ = std::max(longest_, side);
      first_ = std::min(first_, lower[row]);
      last_ = std::max(last_, upper[row]);
      ++rows_;
    }
    slack_ = tolerance * shortest_;
  }

  bool any() const { return rows_ > 0; }

  /// Edges of one width; nothing where more than a thousandth of the boxes reach across them.
  std::optional<std::vector<double>> even(double width, double origin) const {
    std::size_t across = 0;
    for (std::size_t row = 0; row < lower_.size(); ++row) {
      const double from = std::floor((lower_[row] - origin + slack_) / width);
      const double to = std::ceil((upper_[row] - origin - slack_) / width);
      across += to - from > 1 ? 1 : 0;
    }
    if (1000 * across > rows_) return std::nullopt;
    const double first = std::floor((first_ - origin + slack_) / width);
    const double end = std::ceil((last_ - origin - slack_) / width);
    if (end - first > Lattice::max_count) return std::nullopt;
    std::vector<double> edges;
    for (double at = first; at <= end; ++at) edges.push_back(origin + at * width);
    return edges;
  }

  /// At the largest side, where a box of that side stands.
  std::optional<std::vector<double>> at_longest() const {
    for (std::size_t row = 0; row < lower_.size(); ++row)
      if (upper_[row] - lower_[row] >= longest_ - slack_) return even(longest_, lower_[row]);
    return std::nullopt;
  }

  /// Levels that no box reaches across.
  std::vector<double> clean_cuts() const {
    const SideLevels levels(lower_, upper_, {}, slack_);
    std::vector<std::int64_t> steps(levels.values().size() + 1, 0);
    for (std::size_t row = 0; row < lower_.size(); ++row) {
      if (!(upper_[row] > lower_[row])) continue;
      ++steps[levels.place(lower_[row]) + 1];
      --steps[levels.place(upper_[row])];
    }
    std::vector<double> cuts;
    std::int64_t across = 0;
    for (std::size_t level = 0; level < levels.values().size(); ++level)
      if ((across += steps[level]) == 0) cuts.push_back(levels.values()[level]);
    return cuts;
  }

  /// The least width of which the cuts hold every multiple.
  std::optional<std::vector<double>> even_of(const std::vector<double>& cuts) const {
    constexpr std::size_t most_tries = 64;
    for (std::size_t i = 1; i < std::min(cuts.size() - 1, most_tries); ++i) {
      const double width = cuts[i] - cuts[0];
      if (width < longest_ - slack_) continue;
      if (auto edges = even(width, cuts[0])) return edges;
    }
    return std::nullopt;
  }

 private:
  const std::vector<double>&lower_, &upper_;
  double shortest_ = HUGE_VAL, longest_ = 0, first_ = HUGE_VAL, last_ = -HUGE_VAL, slack_ = 0;
  std::size_t rows_ = 0;
};

/// The decimal that was meant, where turning and subtracting coordinates of the size of `of` left noise.
double tidy(double value, double of) { return shortest_decimal(value, 1e-13 * (std::abs(of) + std::abs(value))); }

void add_problems(const Table& table, const SubBlocksMade& made, const std::vector<std::uint8_t>& usable,
                  Problems& problems) {
  for (const std::uint32_t row : made.outside)
    if (usable[row] != 0)
      problems.push_back(problem_at_row(table, row, "block-off-lattice",
                                        "the block reaches across its parent, or beyond the model", "it is left out"));
  for (const auto& [row, first] : made.duplicates)
    problems.push_back(problem_at_row(table, row, "duplicate-block",
                                      fmt::format("the block is given in line {} already", table.lines[first]),
                                      "the first is kept"));
  for (const auto& [a, b] : made.overlaps)
    problems.push_back(problem_at_row(table, b, "overlapping-blocks",
                                      fmt::format("the block shares room with that in line {}", table.lines[a]),
                                      "both are kept, and counted in full"));
  if (made.overlap_count > made.overlaps.size()) {
    Problem rest = problem_of("overlapping-blocks");
    rest.file = table.file;
    rest.count = made.overlap_count - made.overlaps.size();
    rest.message = fmt::format("{} more pairs of blocks share room", grouped(static_cast<double>(rest.count)));
    rest.action = "all are kept, and counted in full";
    problems.push_back(std::move(rest));
  }
}

/// Rows without a size that can be used are told here, those without coordinates by who read them.
std::vector<std::uint8_t> usable_rows(const Table& table, const BoxSides& sides, Problems& problems) {
  std::vector<std::uint8_t> usable(table.rows, 1);
  ProblemLog log(problems);
  for (std::size_t row = 0; row < table.rows; ++row) {
    bool finite_sides = true, has_size = true;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double middle = sides.lower[axis][row] / 2 + sides.upper[axis][row] / 2;
      finite_sides = finite_sides && std::isfinite(middle);
      has_size = has_size && sides.upper[axis][row] > sides.lower[axis][row];
    }
    if (finite_sides && has_size) continue;
    usable[row] = 0;
    if (table.find(ColumnRole::size_x) != nullptr)
      add_bad_sizes(table, row, "the block is left out: correct its size", log);
    else if (finite_sides)
      log.add(problem_at_row(table, row, "bad-block-size", "the block has no size above 0", "it is left out"));
  }
  log.finish();
  return usable;
}

}  // namespace

ParentFit fit_parents(const BoxSides& sides, const std::optional<Vec3>& size, const std::optional<Vec3>& origin) {
  ParentFit fit;
  fit.even = true;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const AxisFit along(sides.lower[axis], sides.upper[axis]);
    if (!along.any()) throw Error("no block of the model has a size", "check the columns of sizes");
    const int a = static_cast<int>(axis);
    std::optional<std::vector<double>> edges;
    if (size && origin) {
      edges = along.even((*size)[a], (*origin)[a]);
      if (!edges)
        throw Error(
            fmt::format("blocks reach across parents of {} from {}", shortest((*size)[a]), shortest((*origin)[a])),
            "correct the size and the origin of the geometry");
    }
    if (!edges && !size) edges = along.at_longest();
    if (!edges) {
      std::vector<double> cuts = along.clean_cuts();
      edges = size ? along.even((*size)[a], cuts.front()) : along.even_of(cuts);
      if (!edges) {
        fit.even = false;
        if (cuts.size() > Lattice::max_count + 1) cuts = {cuts.front(), cuts.back()};
        edges = std::move(cuts);
      }
    }
    fit.edges[axis] = std::move(*edges);
  }
  return fit;
}

BlockModel sub_blocked_model(Table table, BoxSides sides, const std::array<Vec3, 3>& directions,
                             const GridGeometry& geometry, Problems& problems) {
  const std::vector<std::uint8_t> usable = usable_rows(table, sides, problems);
  std::optional<Vec3> origin;
  const Affine source_from_local{directions, {}};
  if (geometry.origin || geometry.centroid) origin = inverse(source_from_local)(geometry.source_from_lattice().offset);
  ParentFit fit = fit_parents(sides, geometry.size, origin);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (!origin || !geometry.size || geometry.count[axis] == 0) continue;
    fit.edges[axis].clear();
    const int a = static_cast<int>(axis);
    for (std::uint32_t i = 0; i <= geometry.count[axis]; ++i)
      fit.edges[axis].push_back((*origin)[a] + i * (*geometry.size)[a]);
  }

  BlockModel model;
  Vec3 lower;
  std::uint64_t cells = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::vector<double>& edges = fit.edges[axis];
    lower[static_cast<int>(axis)] = edges.front();
    model.lattice.count[axis] = static_cast<std::uint32_t>(edges.size() - 1);
    cells *= edges.size() - 1;
    for (const double edge : edges) model.lattice.edges[axis].push_back(tidy(edge - edges.front(), edges.front()));
    parallel_for(sides.size(), std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) {
        sides.lower[axis][row] -= edges.front();
        sides.upper[axis][row] -= edges.front();
      }
    });
  }
  constexpr std::uint64_t most_cells = std::uint64_t{1} << 33;
  if (cells > most_cells)
    throw Error("the parents of the sub-blocks would be more than 8,589,934,592", "check the columns of sizes");
  model.lattice.source_from_lattice = {directions, source_from_local(lower)};
  SubBlocksMade made = make_sub_blocks(model.lattice, std::move(sides));
  add_problems(table, made, usable, problems);
  model.sub_blocks = made.boxes;
  const bool in_order = made.rows.size() == table.rows && std::is_sorted(made.rows.begin(), made.rows.end());
  model.table = in_order ? std::move(table) : select_rows(table, made.rows);
  return model;
}

}  // namespace lode::io
