#include "core/threshold.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace lode {

namespace {

constexpr std::int64_t saturated = std::int64_t{1} << 62;
constexpr long exponent_limit = 100000;  // beyond every double; keeps sums of exponents from overflowing

struct Digits {
  bool negative = false;
  std::string digits;  // without leading zeros
  long point = 0;      // value = 0.digits x 10^point
};

Digits split(std::string_view decimal) {
  Digits d;
  std::size_t i = 0;
  if (i < decimal.size() && (decimal[i] == '-' || decimal[i] == '+')) d.negative = decimal[i++] == '-';
  bool after_point = false;
  for (; i < decimal.size() && decimal[i] != 'e' && decimal[i] != 'E'; ++i) {
    if (decimal[i] == '.') {
      after_point = true;
      continue;
    }
    if (d.digits.empty() && decimal[i] == '0') {
      if (after_point) --d.point;
      continue;
    }
    d.digits += decimal[i];
    if (!after_point) ++d.point;
  }
  if (i < decimal.size()) {
    std::size_t begin = i + 1;
    if (begin < decimal.size() && decimal[begin] == '+') ++begin;
    long exponent = 0;
    const auto result = std::from_chars(decimal.data() + begin, decimal.data() + decimal.size(), exponent);
    if (result.ec == std::errc::result_out_of_range)
      exponent = decimal[begin] == '-' ? -exponent_limit : exponent_limit;
    d.point += std::clamp(exponent, -exponent_limit, exponent_limit);
  }
  return d;
}

}  // namespace

ScaledDecimal scaled_decimal(std::string_view decimal, int decimals) {
  const Digits d = split(decimal);
  const long whole_digits = d.point + decimals;
  ScaledDecimal scaled;
  if (d.digits.empty()) return scaled;
  if (whole_digits > 18) return {d.negative ? -saturated : saturated, true};
  std::int64_t whole = 0;
  for (long i = 0; i < whole_digits; ++i) {
    const auto at = static_cast<std::size_t>(i);
    whole = whole * 10 + (at < d.digits.size() ? d.digits[at] - '0' : 0);
  }
  const std::size_t fraction_begin = static_cast<std::size_t>(std::max(whole_digits, 0L));
  scaled.exact =
      fraction_begin >= d.digits.size() || d.digits.find_first_not_of('0', fraction_begin) == std::string::npos;
  scaled.floor = d.negative ? -whole - (scaled.exact ? 0 : 1) : whole;
  return scaled;
}

std::int64_t least_scaled(std::string_view decimal, int decimals, bool strictly) {
  const ScaledDecimal s = scaled_decimal(decimal, decimals);
  return strictly ? s.floor + 1 : s.ceil();
}

std::int64_t greatest_scaled(std::string_view decimal, int decimals, bool strictly) {
  const ScaledDecimal s = scaled_decimal(decimal, decimals);
  return strictly ? s.ceil() - 1 : s.floor;
}

double double_from_decimal(std::string_view decimal) {
  if (!decimal.empty() && decimal[0] == '+') decimal.remove_prefix(1);
  // from_chars also reads "inf" and "nan", which are no decimals.
  if (decimal.find_first_not_of("0123456789.eE+-") != std::string_view::npos)
    return std::numeric_limits<double>::quiet_NaN();
  double value = 0;
  const auto result = std::from_chars(decimal.data(), decimal.data() + decimal.size(), value);
  if (result.ptr != decimal.data() + decimal.size() || decimal.empty()) return std::numeric_limits<double>::quiet_NaN();
  if (result.ec == std::errc::result_out_of_range) {  // from_chars leaves the value alone
    const Digits d = split(decimal);
    const double magnitude = d.point > 0 ? std::numeric_limits<double>::infinity() : 0.0;
    return d.negative ? -magnitude : magnitude;
  }
  return result.ec == std::errc{} ? value : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace lode
