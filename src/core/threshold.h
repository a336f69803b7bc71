// Cut-offs decided on the decimals of the file: a decimal as a bound of stored numbers.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

#include "core/table.h"

namespace lode {

/// decimal x 10^decimals as an integer: rounded down, and whether nothing was rounded. Saturates beyond +-2^62.
struct ScaledDecimal {
  std::int64_t floor = 0;
  bool exact = true;
  std::int64_t ceil() const { return exact ? floor : floor + 1; }
};
/// `decimal`: sign, digits, point and exponent ("-0.70", "1e3"), as a filter or shortest() writes it.
ScaledDecimal scaled_decimal(std::string_view decimal, int decimals);

/// Stored values from low to high, both included; none when low > high. NaN and missing lie in no range.
template <typename T>
struct StoredRange {
  T low, high;
};

/// All numbers of a column of scaled integers.
inline constexpr StoredRange<std::int32_t> all_scaled{ScaledIntegers::missing + 1,
                                                      std::numeric_limits<std::int32_t>::max()};

/// The least stored value at or above (`strictly`: above) a decimal; past the greatest when there is none.
std::int64_t least_scaled(std::string_view decimal, int decimals, bool strictly);
/// The greatest stored value at or below (`strictly`: below) a decimal.
std::int64_t greatest_scaled(std::string_view decimal, int decimals, bool strictly);

/// The same for binary numbers: the decimal is rounded to T first.
template <typename T>
T least_binary(double decimal, bool strictly) {
  const T rounded = static_cast<T>(decimal);
  return strictly ? std::nextafter(rounded, std::numeric_limits<T>::infinity()) : rounded;
}
template <typename T>
T greatest_binary(double decimal, bool strictly) {
  const T rounded = static_cast<T>(decimal);
  return strictly ? std::nextafter(rounded, -std::numeric_limits<T>::infinity()) : rounded;
}

/// Reads a decimal as written in a filter; correctly rounded. NaN when the text is no number.
double double_from_decimal(std::string_view decimal);

}  // namespace lode
