#include "fields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/parallel.h"

namespace lode::bench {

namespace {

/// A number of 0 to 1 that a cell's place determines.
double hashed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return static_cast<double>((x ^ (x >> 31)) >> 11) * 0x1p-53;
}

/// Random values `spacing` blocks apart, linear between them along a row of cells.
class RowNoise {
 public:
  RowNoise(unsigned spacing, std::uint64_t seed) : spacing_(spacing), seed_(seed) {}
  void start_row(std::uint32_t j, std::uint32_t k) {
    j_ = j / spacing_, k_ = k / spacing_;
    v_ = smooth(static_cast<double>(j % spacing_) / spacing_),
    w_ = smooth(static_cast<double>(k % spacing_) / spacing_);
    at_ = ~0U;
  }
  double operator()(std::uint32_t i) {
    if (i / spacing_ != at_) {
      at_ = i / spacing_;
      low_ = across(at_);
      high_ = across(at_ + 1);
    }
    return low_ + smooth(static_cast<double>(i % spacing_) / spacing_) * (high_ - low_);
  }

 private:
  static double smooth(double t) { return t * t * (3 - 2 * t); }
  double node(std::uint32_t i, std::uint32_t j, std::uint32_t k) const {
    return hashed(seed_ ^ (i + 4096ULL * (j + 4096ULL * k))) - 0.5;
  }
  double across(std::uint32_t i) const {
    const double lower = node(i, j_, k_) + v_ * (node(i, j_ + 1, k_) - node(i, j_, k_));
    const double upper = node(i, j_, k_ + 1) + v_ * (node(i, j_ + 1, k_ + 1) - node(i, j_, k_ + 1));
    return lower + w_ * (upper - lower);
  }
  std::uint32_t spacing_, j_ = 0, k_ = 0, at_ = ~0U;
  std::uint64_t seed_;
  double v_ = 0, w_ = 0, low_ = 0, high_ = 0;
};

using Row = std::span<std::int32_t>;

std::int32_t mantissa(double percent) { return static_cast<std::int32_t>(std::lround(100 * std::min(percent, 50.0))); }

void fill_veins(Row row, double y, double z) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double x = 6.0 * static_cast<double>(i) / static_cast<double>(row.size());
    row[i] = mantissa(1 + std::sin(x + 0.5 * std::sin(2 * y)) * std::cos(y) * std::sin(z + 0.3 * x));
  }
}

void fill_lognormal(Row row, std::uint32_t j, std::uint32_t k) {
  std::array<RowNoise, 3> octaves{RowNoise(48, 1), RowNoise(16, 2), RowNoise(5, 3)};
  for (RowNoise& octave : octaves) octave.start_row(j, k);
  for (std::uint32_t i = 0; i < row.size(); ++i)
    row[i] = mantissa(0.4 * std::exp(4 * octaves[0](i) + 2 * octaves[1](i) + octaves[2](i)));
}

void fill_noise(Row row, std::uint64_t first_cell) {
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<std::int32_t>(1000 * hashed(first_cell + i));
}

std::array<std::uint32_t, 3> count_of(unsigned millions) {
  if (millions == 1) return {100, 100, 100};
  if (millions == 10) return {250, 200, 200};
  if (millions == 100) return {500, 500, 400};
  const auto side = static_cast<std::uint32_t>(std::lround(std::cbrt(millions * 1e6)));
  return {side, side, side};
}

}  // namespace

const char* name(Field field) {
  constexpr std::array<const char*, 3> names{"veins", "lognormal", "noise"};
  return names[static_cast<std::size_t>(field)];
}

BlockModel generated_model(Field field, unsigned millions) {
  const std::array<std::uint32_t, 3> count = count_of(millions);
  BlockModel model;
  model.lattice = Lattice::regular({0, 0, 0}, {10, 10, 5}, count);
  std::vector<std::int32_t> mantissas(model.lattice.cells());
  parallel_for(count[2], 1, [&](std::size_t begin, std::size_t end) {
    for (auto k = static_cast<std::uint32_t>(begin); k < end; ++k)
      for (std::uint32_t j = 0; j < count[1]; ++j) {
        const std::uint64_t first = model.lattice.cell(0, j, k);
        const Row row = Row(mantissas).subspan(first, count[0]);
        if (field == Field::veins) fill_veins(row, 6.0 * j / count[1], 6.0 * k / count[2]);
        if (field == Field::lognormal) fill_lognormal(row, j, k);
        if (field == Field::noise) fill_noise(row, first);
      }
  });
  Column grade;
  grade.name = "Li2O_pct";
  grade.unit = "%";
  grade.data = Numbers(ScaledIntegers{std::move(mantissas), 2});
  model.table.rows = model.lattice.cells();
  model.table.columns.push_back(std::move(grade));
  return model;
}

std::int32_t cutoff_of_share(const BlockModel& model, double share) {
  std::vector<std::uint64_t> counts(6000, 0);
  for (const std::int32_t m : mantissas_of(model)) ++counts[static_cast<std::size_t>(m)];
  const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(model.table.rows));
  std::uint64_t above = 0;
  for (std::size_t m = counts.size(); m-- > 0;)
    if ((above += counts[m]) >= wanted) return static_cast<std::int32_t>(m);
  return 0;
}

std::span<const std::int32_t> mantissas_of(const BlockModel& model) {
  return std::get<ScaledIntegers>(model.table.columns[0].numbers()->storage()).mantissas.span();
}

}  // namespace lode::bench
