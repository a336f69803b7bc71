#include "core/tonnage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "core/threshold.h"
#include "core/tonnage_columns.h"

namespace lode {

namespace {

constexpr double grams_per_troy_ounce = 31.1034768;
constexpr std::size_t least_chunk_cells = 1 << 16;
constexpr std::size_t most_chunks = 64;

/// Tonnes of metal in a tonne of rock with a grade of 1 of the unit; 0 for an unknown unit.
double metal_per_grade(const std::string& unit) {
  if (unit == "%") return 1e-2;
  if (unit == "ppm" || unit == "g/t") return 1e-6;
  if (unit == "ppb") return 1e-9;
  return 0;
}

/// How many of the cut-offs a row's grade reaches, decided on the decimals of the file.
class CutoffIndex {
 public:
  void set(const Numbers& grades, std::span<const double> cutoffs) {
    grades_ = &grades;
    mantissas_ = {};
    whole_.clear();
    binary_.clear();
    if (const auto* scaled = std::get_if<ScaledIntegers>(&grades.storage())) {
      mantissas_ = scaled->mantissas.span();
      for (const double c : cutoffs) whole_.push_back(least_scaled(shortest(c), scaled->decimals, false));
    } else {
      const bool narrow = std::holds_alternative<SharedArray<float>>(grades.storage());
      for (const double c : cutoffs) binary_.push_back(narrow ? least_binary<float>(c, false) : c);
    }
  }
  /// Not for rows that lack the grade.
  std::size_t operator()(std::size_t row) const {
    if (!mantissas_.empty()) return reached(whole_, std::int64_t{mantissas_[row]});
    return reached(binary_, (*grades_)[row]);
  }

 private:
  template <typename T>
  static std::size_t reached(const std::vector<T>& cutoffs, T grade) {
    return static_cast<std::size_t>(std::upper_bound(cutoffs.begin(), cutoffs.end(), grade) - cutoffs.begin());
  }
  const Numbers* grades_ = nullptr;
  std::span<const std::int32_t> mantissas_;
  std::vector<std::int64_t> whole_;
  std::vector<double> binary_;
};

struct Sums {
  std::uint64_t blocks = 0;
  double volume_m3 = 0, tonnes = 0;
  double weight = 0, weighted_grade = 0;  ///< of blocks with a grade: tonnes, or volumes without density

  Sums& operator+=(const Sums& other) {
    blocks += other.blocks;
    volume_m3 += other.volume_m3;
    tonnes += other.tonnes;
    weight += other.weight;
    weighted_grade += other.weighted_grade;
    return *this;
  }
};

/// Sums by group and by how many cut-offs are reached.
struct Histogram {
  std::vector<Sums> sums;
  std::vector<std::uint8_t> group_seen;
  std::uint64_t without_density = 0, without_grade = 0;

  void clear(std::size_t groups, std::size_t buckets) {
    sums.assign(groups * buckets, {});
    group_seen.assign(groups, 0);
    without_density = without_grade = 0;
  }
};

/// Density in t/m3 of every row.
struct Density {
  const Numbers* column;
  double factor;    ///< t/m3 per unit of the column
  double constant;  ///< without a column; 0: no density at all

  explicit Density(const TonnageColumns& columns)
      : column(columns.density != nullptr ? columns.density->numbers() : nullptr),
        factor(columns.density_factor),
        constant(columns.density_t_per_m3) {}
  bool any() const { return column != nullptr || constant > 0; }
  /// 0 where it is missing or cannot be one.
  double operator()(std::size_t row) const {
    if (column == nullptr) return constant;
    const double density = (*column)[row] * factor;
    return density > 0 && std::isfinite(density) ? density : 0;
  }
};

}  // namespace

struct TonnageScratch::State {
  TonnageColumnFinder columns;
  CutoffIndex index;
  std::array<std::vector<double>, 3> widths;
  std::vector<Histogram> chunks;
  Histogram total;
  std::vector<Sums> all_groups;
  std::vector<std::pair<std::string, std::vector<TonnageRow>>> spare_groups;  ///< of results with more of them
};

namespace {

/// Everything a row is summed by.
class Summation {
 public:
  Summation(const BlockModel& model, const Mask& visible, const TonnageOptions& options,
            std::span<const double> cutoffs, TonnageScratch::State& scratch)
      : model_(model),
        visible_(visible),
        scratch_(scratch),
        cutoffs_(cutoffs.size()),
        columns_(scratch.columns.find(model.table, options)),
        density_(columns_),
        grade_(columns_.grade != nullptr ? columns_.grade->numbers() : nullptr),
        proportion_(columns_.proportion != nullptr ? columns_.proportion->numbers() : nullptr),
        by_(columns_.by != nullptr ? columns_.by->categories() : nullptr),
        groups_(by_ == nullptr ? 1 : by_->names().size() + 1) {
    if (grade_ != nullptr) scratch_.index.set(*grade_, cutoffs);
    for (std::size_t a = 0; a < 3; ++a) set_widths(model.lattice, a, scratch_.widths[a]);
  }

  std::size_t buckets() const { return std::max<std::size_t>(cutoffs_, 1) + 1; }
  std::size_t groups() const { return groups_; }
  const TonnageColumns& columns() const { return columns_; }
  bool has_density() const { return density_.any(); }

  /// Chunks of cells, or of sub-blocks, are fixed and added in order, so that sums do not depend on the number of
  /// threads.
  const Histogram& run() const {
    const std::uint64_t cells = model_.sub_blocked() ? model_.table.rows : model_.lattice.cells();
    const std::uint64_t share = (cells + most_chunks - 1) / most_chunks;
    const std::uint64_t chunk = std::max<std::uint64_t>(least_chunk_cells, (share + 63) / 64 * 64);
    std::vector<Histogram>& chunks = scratch_.chunks;
    chunks.resize(std::max<std::size_t>(chunks.size(), (cells + chunk - 1) / chunk));
    const std::size_t used = (cells + chunk - 1) / chunk;
    parallel_for(used, 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t c = begin; c < end; ++c) {
        chunks[c].clear(groups_, buckets());
        sum(c * chunk, std::min(cells, (c + 1) * chunk), chunks[c]);
      }
    });
    Histogram& total = scratch_.total;
    total.clear(groups_, buckets());
    for (const Histogram& part : std::span(chunks).first(used)) {
      for (std::size_t i = 0; i < total.sums.size(); ++i) total.sums[i] += part.sums[i];
      for (std::size_t g = 0; g < groups_; ++g) total.group_seen[g] |= part.group_seen[g];
      total.without_density += part.without_density;
      total.without_grade += part.without_grade;
    }
    return total;
  }

 private:
  static void set_widths(const Lattice& lattice, std::size_t axis, std::vector<double>& all) {
    const std::vector<double>& edges = lattice.edges[axis];
    all.resize(lattice.count[axis]);
    const bool even = lattice.even(static_cast<int>(axis));
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i] = even ? edges.back() / static_cast<double>(all.size()) : edges[i + 1] - edges[i];
  }

  void sum(std::uint64_t first_cell, std::uint64_t last_cell, Histogram& h) const {
    if (model_.sub_blocked()) {
      for (std::uint64_t row = first_cell; row < last_cell; ++row)
        if (visible_[row]) add(h, row, model_.sub_blocks->volume(row));
      return;
    }
    if (model_.dense()) return sum_dense(first_cell, last_cell, h);
    std::uint64_t row = first_cell == 0 ? first_cell : model_.present.rank(first_cell);
    auto [i, j, k] = model_.lattice.ijk(first_cell);
    for (std::uint64_t cell = first_cell; cell < last_cell; ++cell) {
      if (model_.has_row(cell)) {
        if (visible_[row]) add(h, row, scratch_.widths[0][i] * scratch_.widths[1][j] * scratch_.widths[2][k]);
        ++row;
      }
      if (++i < model_.lattice.count[0]) continue;
      i = 0;
      if (++j < model_.lattice.count[1]) continue;
      j = 0;
      ++k;
    }
  }

  /// By words, since most blocks are often hidden; `first_cell` is a multiple of 64.
  void sum_dense(std::uint64_t first_cell, std::uint64_t last_cell, Histogram& h) const {
    const auto [ni, nj, nk] = model_.lattice.count;
    auto [i0, j0, k0] = model_.lattice.ijk(first_cell);
    const auto carry = [ni = ni, nj = nj](std::uint32_t& i, std::uint32_t& j, std::uint32_t& k) {
      if (i < ni) return;
      j += i / ni;
      i %= ni;
      k += j / nj;
      j %= nj;
    };
    for (std::uint64_t w = first_cell / 64; w * 64 < last_cell; ++w) {
      for (std::uint64_t bits = visible_.words()[w]; bits != 0; bits &= bits - 1) {
        const auto offset = static_cast<std::uint32_t>(std::countr_zero(bits));
        std::uint32_t i = i0 + offset, j = j0, k = k0;
        carry(i, j, k);
        add(h, w * 64 + offset, scratch_.widths[0][i] * scratch_.widths[1][j] * scratch_.widths[2][k]);
      }
      i0 += 64;
      carry(i0, j0, k0);
    }
  }

  void add(Histogram& h, std::uint64_t row, double volume_m3) const {
    if (proportion_ != nullptr) volume_m3 *= proportion(row);
    const double density = density_.any() ? density_(row) : 0;
    if (density_.any() && density == 0) ++h.without_density;
    const double grade = grade_ != nullptr ? (*grade_)[row] : std::numeric_limits<double>::quiet_NaN();
    const bool graded = std::isfinite(grade);
    if (grade_ != nullptr && !graded) ++h.without_grade;
    const std::size_t bucket = cutoffs_ == 0 ? 1 : graded ? scratch_.index(row) : 0;
    const std::size_t group = group_of(row);
    h.group_seen[group] = 1;
    Sums& sums = h.sums[group * buckets() + bucket];
    const double tonnes = volume_m3 * density;
    ++sums.blocks;
    sums.volume_m3 += volume_m3;
    sums.tonnes += tonnes;
    if (!graded) return;
    const double weight = density_.any() ? tonnes : volume_m3;
    sums.weight += weight;
    sums.weighted_grade += weight * grade;
  }

  std::size_t group_of(std::uint64_t row) const {
    if (by_ == nullptr) return 0;
    const std::uint32_t code = by_->code(row);
    return code == Categories::missing ? groups_ - 1 : code;
  }

  double proportion(std::uint64_t row) const {
    const double share = (*proportion_)[row];
    if (!std::isfinite(share)) return 0;
    if (share < 0 || share > 1)
      throw Error(fmt::format("the proportion of a block is {}, which is not between 0 and 1", shortest(share)),
                  "Name a column of ore fractions, 0 to 1");
    return share;
  }

  const BlockModel& model_;
  const Mask& visible_;
  TonnageScratch::State& scratch_;
  std::size_t cutoffs_;
  const TonnageColumns& columns_;
  Density density_;
  const Numbers* grade_;
  const Numbers* proportion_;
  const Categories* by_;
  std::size_t groups_;
};

class Rows {
 public:
  Rows(const Summation& summation, std::span<const double> cutoffs, const std::string& unit)
      : density_(summation.has_density()),
        cutoffs_(cutoffs),
        metal_per_grade_(metal_per_grade(unit)),
        ounces_(unit == "g/t" || unit == "ppb") {}

  /// From the sums between cut-offs to those above each.
  void above(std::span<const Sums> buckets, std::vector<TonnageRow>& rows) const {
    rows.resize(buckets.size() - 1);
    Sums sums;
    for (std::size_t r = rows.size(); r-- > 0;) {
      sums += buckets[r + 1];
      rows[r] = row(sums);
      rows[r].cutoff = cutoffs_.empty() ? std::numeric_limits<double>::quiet_NaN() : cutoffs_[r];
    }
  }

 private:
  TonnageRow row(const Sums& sums) const {
    TonnageRow row;
    row.blocks = sums.blocks;
    row.volume_m3 = sums.volume_m3;
    if (density_) row.tonnes = sums.tonnes;
    if (sums.weight > 0) row.grade = sums.weighted_grade / sums.weight;
    if (density_ && metal_per_grade_ > 0) {
      row.metal_t = sums.weighted_grade * metal_per_grade_;
      if (ounces_) row.metal_oz = *row.metal_t * 1e6 / grams_per_troy_ounce;
    }
    return row;
  }

  bool density_;
  std::span<const double> cutoffs_;
  double metal_per_grade_;
  bool ounces_;
};

/// With its memory, where there is one; else a new one.
template <typename T>
void move_last(std::vector<T>& from, std::vector<T>& to) {
  to.emplace_back();
  if (from.empty()) return;
  to.back() = std::move(from.back());
  from.pop_back();
}

}  // namespace

TonnageScratch::TonnageScratch() : state_(std::make_unique<State>()) {}
TonnageScratch::~TonnageScratch() = default;

void tonnage(const BlockModel& model, const Mask& visible, const TonnageOptions& options,
             std::span<const double> cutoffs, TonnageScratch& scratch, Tonnage& result) {
  if (options.grade.empty() && !cutoffs.empty())
    throw Error("cut-offs were given without a grade", "Name the grade column that they apply to");
  TonnageScratch::State& state = scratch.state();
  const Summation summation(model, visible, options, cutoffs, state);
  const Histogram& histogram = summation.run();

  const TonnageColumns& columns = summation.columns();
  result.grade_unit = columns.grade_unit;
  result.density_used = columns.density_used;
  result.without_density = histogram.without_density;
  result.without_grade = histogram.without_grade;

  const std::size_t buckets = summation.buckets();
  const Rows rows(summation, cutoffs, result.grade_unit);
  state.all_groups.assign(buckets, {});
  for (std::size_t i = 0; i < histogram.sums.size(); ++i) state.all_groups[i % buckets] += histogram.sums[i];
  rows.above(state.all_groups, result.rows);
  const Column* by = columns.by;
  result.by.clear();
  if (by != nullptr) result.by = by->name;
  std::size_t seen = 0;
  for (std::size_t g = 0; by != nullptr && g < summation.groups(); ++g) {
    if (!histogram.group_seen[g]) continue;
    const std::vector<std::string>& names = by->categories()->names();
    if (seen == result.groups.size()) move_last(state.spare_groups, result.groups);
    result.groups[seen].first = g < names.size() ? names[g] : "(missing)";
    rows.above(std::span(histogram.sums).subspan(g * buckets, buckets), result.groups[seen++].second);
  }
  while (result.groups.size() > seen) move_last(result.groups, state.spare_groups);
}

Tonnage tonnage(const BlockModel& model, const Mask& visible, const TonnageOptions& options,
                std::span<const double> cutoffs) {
  TonnageScratch scratch;
  Tonnage result;
  tonnage(model, visible, options, cutoffs, scratch, result);
  return result;
}

}  // namespace lode
