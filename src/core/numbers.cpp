#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <span>
#include <string>

#include "core/parallel.h"
#include "core/table.h"

namespace lode {

namespace {

constexpr int most_decimals = 9;
constexpr double powers_of_ten[most_decimals + 1] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
constexpr double greatest_mantissa = 2147483647.0;
constexpr std::size_t rows_a_range = 1 << 16;

/// Whether `value` is the double nearest to round(value * 10^decimals) / 10^decimals, and the mantissa fits.
/// The product is off by less than 2^-20, so the rounding finds the only mantissa that can stand for the value.
bool is_decimal(double value, int decimals) {
  const double power = powers_of_ten[decimals];
  const double mantissa = std::nearbyint(value * power);
  return std::abs(mantissa) <= greatest_mantissa && mantissa / power == value;
}

/// The least number of decimals at which every value is exact, or -1. What is exact at d is exact at d + 1, too, as
/// long as it fits: both are the one double nearest to the same quotient.
int decimals_of(std::span<const double> values) {
  std::atomic<int> decimals{0};
  parallel_for(values.size(), rows_a_range, [&](std::size_t begin, std::size_t end) {
    int own = decimals;
    for (std::size_t row = begin; row < end && own <= most_decimals; ++row)
      while (!std::isnan(values[row]) && own <= most_decimals && !is_decimal(values[row], own)) ++own;
    int shared = decimals;
    while (shared < own && !decimals.compare_exchange_weak(shared, own)) {
    }
  });
  return decimals > most_decimals ? -1 : decimals.load();
}

/// Scaled integers where all values are decimals that fit.
std::optional<ScaledIntegers> scaled(std::span<const double> values) {
  const int decimals = decimals_of(values);
  if (decimals < 0) return std::nullopt;
  const double power = powers_of_ten[decimals];
  std::vector<std::int32_t> mantissas(values.size());
  std::atomic<bool> fits{true};
  parallel_for(values.size(), rows_a_range, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      if (std::isnan(values[row])) {
        mantissas[row] = ScaledIntegers::missing;
        continue;
      }
      const double mantissa = std::nearbyint(values[row] * power);
      if (!(std::abs(mantissa) <= greatest_mantissa)) {
        fits = false;
        return;
      }
      mantissas[row] = static_cast<std::int32_t>(mantissa);
    }
  });
  if (!fits) return std::nullopt;
  return ScaledIntegers{std::move(mantissas), decimals};
}

}  // namespace

Numbers::Numbers(Storage storage, std::vector<std::uint64_t> below_detection)
    : storage_(std::move(storage)), below_detection_(std::move(below_detection)) {}

Numbers Numbers::narrowed(const std::vector<double>& values, std::vector<std::uint64_t> below_detection) {
  if (auto narrow = scaled(values)) return {std::move(*narrow), std::move(below_detection)};
  return {SharedArray<double>(values), std::move(below_detection)};
}

Numbers Numbers::narrowed(SharedArray<double> values, std::vector<std::uint64_t> below_detection) {
  if (auto narrow = scaled(values.span())) return {std::move(*narrow), std::move(below_detection)};
  return {std::move(values), std::move(below_detection)};
}

std::size_t Numbers::size() const {
  if (const auto* scaled = std::get_if<ScaledIntegers>(&storage_)) return scaled->mantissas.size();
  if (const auto* floats = std::get_if<SharedArray<float>>(&storage_)) return floats->size();
  return std::get<SharedArray<double>>(storage_).size();
}

double Numbers::operator[](std::size_t row) const {
  if (const auto* scaled = std::get_if<ScaledIntegers>(&storage_)) {
    const std::int32_t mantissa = scaled->mantissas[row];
    if (mantissa == ScaledIntegers::missing) return std::numeric_limits<double>::quiet_NaN();
    return mantissa / powers_of_ten[scaled->decimals];
  }
  if (const auto* floats = std::get_if<SharedArray<float>>(&storage_)) return static_cast<double>((*floats)[row]);
  return std::get<SharedArray<double>>(storage_)[row];
}

bool Numbers::is_below_detection(std::size_t row) const {
  return std::binary_search(below_detection_.begin(), below_detection_.end(), row);
}

}  // namespace lode
