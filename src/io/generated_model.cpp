#include "io/generated_model.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "core/write_file.h"
#include "io/vti_writer.h"

namespace lode::io {

namespace {

constexpr double block_m = 5;
constexpr Vec3 corner{500000, 5500000, 0};
constexpr std::size_t slices_at_once = 8;

/// Where a vein lies under a column of blocks.
struct Vein {
  std::vector<float> middle, thickness, grade;  ///< of each (i, j): level and scale in slices, percent
};

/// A plane that dips, bent by long waves; richer and thicker in shoots.
Vein vein_of(std::array<std::uint32_t, 3> count, int number) {
  Vein vein;
  const double ni = count[0], nj = count[1], nk = count[2];
  for (std::uint32_t j = 0; j < count[1]; ++j)
    for (std::uint32_t i = 0; i < count[0]; ++i) {
      const double u = i / ni, v = j / nj, phase = 1.7 * number;
      const double level = 0.25 + 0.22 * number + 0.35 * (u - 0.5) + 0.06 * std::sin(5 * u + phase) +
                           0.05 * std::sin(7 * v + 2 * phase) + 0.02 * std::sin(19 * u + 13 * v);
      const double shoot = 0.5 + 0.5 * std::sin(6 * u + 4 * v + phase) * std::cos(5 * v - 2 * u + phase);
      vein.middle.push_back(static_cast<float>(level * nk));
      vein.thickness.push_back(static_cast<float>((0.012 + 0.03 * shoot) * nk));
      vein.grade.push_back(static_cast<float>(0.6 + 2.2 * shoot));
    }
  return vein;
}

class Field {
 public:
  explicit Field(std::array<std::uint32_t, 3> count) : count_(count) {
    for (int number = 0; number < 3; ++number) veins_.push_back(vein_of(count, number));
  }

  /// In thousandths of a percent, so that decimals are those of an assay.
  float grade(std::uint32_t k, std::size_t column) const {
    float sum = 0.02F;
    for (const Vein& vein : veins_) {
      const float away = (static_cast<float>(k) + 0.5F - vein.middle[column]) / vein.thickness[column];
      if (std::abs(away) < 3) sum += vein.grade[column] * std::exp(-away * away);
    }
    return std::round(sum * 1000) / 1000;
  }
  float density(std::uint32_t k, std::size_t column) const {
    return std::round((2.65F + 0.06F * std::min(grade(k, column), 3.0F)) * 100) / 100;
  }
  /// The better known, the nearer to the middle.
  std::uint8_t category(std::uint32_t k, std::size_t column) const {
    const double u = static_cast<double>(column % count_[0]) / count_[0] - 0.5;
    const double v = static_cast<double>(column / count_[0]) / count_[1] - 0.5;
    const double w = 1 - (k + 0.5) / count_[2];
    const double far = std::sqrt(u * u + v * v) + 0.4 * w;
    return far < 0.3 ? 0 : far < 0.55 ? 1 : 2;
  }

  /// All values of one array, slice by slice.
  template <typename T>
  void write(VtiWriter& writer, const std::function<T(std::uint32_t, std::size_t)>& value, double begin, double share,
             Progress& progress) const {
    const std::size_t slice = std::size_t{count_[0]} * count_[1];
    std::vector<T> values;
    writer.begin_array();
    for (std::uint32_t first = 0; first < count_[2]; first += slices_at_once) {
      progress.check();
      progress.report(begin + share * first / count_[2]);
      const std::size_t slices = std::min<std::size_t>(slices_at_once, count_[2] - first);
      values.resize(slices * slice);
      parallel_for(values.size(), std::size_t{1} << 15, [&](std::size_t from, std::size_t to) {
        for (std::size_t at = from; at < to; ++at)
          values[at] = value(first + static_cast<std::uint32_t>(at / slice), at % slice);
      });
      writer.write_values(std::span<const T>(values));
    }
  }

 private:
  std::array<std::uint32_t, 3> count_;
  std::vector<Vein> veins_;
};

/// The greatest divisor of `number` that is at most `limit`.
std::uint64_t divisor_below(std::uint64_t number, double limit) {
  auto divisor = static_cast<std::uint64_t>(limit);
  while (divisor > 1 && number % divisor != 0) --divisor;
  return std::max<std::uint64_t>(divisor, 1);
}

}  // namespace

std::array<std::uint32_t, 3> generated_counts(std::uint64_t blocks) {
  if (blocks < 1000 || blocks > 4'000'000'000)
    throw Error(grouped(static_cast<double>(blocks)) + " blocks cannot be made up", "ask for 1,000 to 4,000,000,000");
  const double side = std::cbrt(static_cast<double>(blocks));
  const std::uint64_t nk = divisor_below(blocks, side + 1e-9);
  const std::uint64_t nj = divisor_below(blocks / nk, std::sqrt(static_cast<double>(blocks / nk)) + 1e-9);
  const std::uint64_t ni = blocks / nk / nj;
  if (static_cast<double>(ni) <= 3 * side && static_cast<double>(nk) >= side / 3)
    return {static_cast<std::uint32_t>(ni), static_cast<std::uint32_t>(nj), static_cast<std::uint32_t>(nk)};
  const auto near = static_cast<std::uint32_t>(std::lround(side));
  return {near, near, near};
}

std::uint64_t generated_bytes(std::array<std::uint32_t, 3> count) {
  return std::uint64_t{9} * count[0] * count[1] * count[2] + 4096;
}

void write_generated_model(const std::filesystem::path& file, std::array<std::uint32_t, 3> count, Progress& progress) {
  const Lattice lattice = Lattice::regular(corner, {block_m, block_m, block_m}, count);
  const std::vector<VtiArrayPlan> arrays{{"Li2O_pct", "Float32", 4}, {"density", "Float32", 4}, {"class", "UInt8", 1}};
  const ArrayNotes texts{{"class.names", {"measured", "indicated", "inferred"}},
                         {"density.unit", {"t/m3"}},
                         {"note", {"Synthetic: generated by Lode"}}};
  progress.report("Generating " + grouped(static_cast<double>(lattice.cells())) + " blocks", 0);
  const Field field(count);
  write_whole(file, [&](const std::filesystem::path& target) {
    VtiWriter writer(target, lattice, arrays, texts);
    const auto grade = [&](std::uint32_t k, std::size_t column) { return field.grade(k, column); };
    const auto density = [&](std::uint32_t k, std::size_t column) { return field.density(k, column); };
    const auto category = [&](std::uint32_t k, std::size_t column) { return field.category(k, column); };
    field.write<float>(writer, grade, 0, 0.4, progress);
    field.write<float>(writer, density, 0.4, 0.4, progress);
    field.write<std::uint8_t>(writer, category, 0.8, 0.2, progress);
    writer.close();
  });
}

}  // namespace lode::io
