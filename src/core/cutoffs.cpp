// Cut-offs as written: A:B:STEP.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "core/threshold.h"
#include "core/tonnage.h"

namespace lode {

namespace {

constexpr int most_decimals = 15;
constexpr std::int64_t most_mantissa = std::int64_t{1} << 53;  // whole numbers up to here are exact as doubles
constexpr double most_cutoffs = 100000;

[[noreturn]] void fail(std::string_view text, const std::string& why) {
  throw Error(fmt::format("the cut-offs \"{}\" are not understood: {}", text, why),
              "Write them as FROM:TO:STEP, for example 0.2:1.4:0.1, or as one number");
}

// Places after the point that the decimal needs.
int decimals_of(std::string_view decimal) {
  for (int decimals = 0; decimals < most_decimals; ++decimals)
    if (scaled_decimal(decimal, decimals).exact) return decimals;
  return most_decimals;
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(':', begin);
    parts.push_back(trim(text.substr(begin, end == std::string_view::npos ? end : end - begin)));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

}  // namespace

std::vector<double> parse_cutoffs(std::string_view text) {
  const std::vector<std::string_view> parts = parts_of(text);
  if (parts.size() != 1 && parts.size() != 3) fail(text, "there are not one or three numbers");
  int decimals = 0;
  for (const std::string_view part : parts) {
    if (!std::isfinite(double_from_decimal(part))) fail(text, fmt::format("\"{}\" is no number", part));
    decimals = std::max(decimals, decimals_of(part));
  }
  if (parts.size() == 1) return {double_from_decimal(parts[0])};
  // Whole multiples of the last decimal place: sums of them are exact, and each becomes the double nearest to its
  // decimal.
  std::array<std::int64_t, 3> whole;
  for (std::size_t p = 0; p < 3; ++p) {
    whole[p] = scaled_decimal(parts[p], decimals).floor;
    if (std::abs(whole[p]) > most_mantissa) fail(text, fmt::format("\"{}\" has too many digits", parts[p]));
  }
  const auto [first, last, step] = whole;
  if (step <= 0) fail(text, "the step is not above 0");
  if (last < first) fail(text, "the last is below the first");
  const double steps = std::floor(static_cast<double>(last - first) / static_cast<double>(step) + 1e-9);
  if (steps >= most_cutoffs) fail(text, fmt::format("they are more than {}", grouped(most_cutoffs)));
  std::vector<double> cutoffs;
  for (std::int64_t i = 0; i <= static_cast<std::int64_t>(steps); ++i)
    cutoffs.push_back(static_cast<double>(first + i * step) / std::pow(10.0, decimals));
  return cutoffs;
}

}  // namespace lode
