#include "render/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lode::render {

double nice_step(double least) {
  if (!(least > 0) || !std::isfinite(least)) return 1;
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (double factor : {1.0, 2.0, 5.0})
    if (factor * power >= least * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

std::string coordinate_text(double value, double step) {
  const int decimals = step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
  std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const std::size_t whole = digits.find('.') == std::string::npos ? digits.size() : digits.find('.');
  for (std::size_t at = whole; at > 3; at -= 3) digits.insert(at - 3, " ");
  const bool zero = digits.find_first_not_of("0. ") == std::string::npos;
  return value < 0 && !zero ? "\u2212" + digits : digits;
}

std::string legend_number(double value) {
  if (value == 0 || !std::isfinite(value)) return "0";
  const double magnitude = std::floor(std::log10(std::abs(value)));
  const int decimals = static_cast<int>(std::clamp(2 - magnitude, 0.0, 9.0));
  if (std::abs(value) >= 1e4) return coordinate_text(value, 1);
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

std::string length_text(double metres, LengthUnit unit) {
  if (unit != LengthUnit::metres) return fmt::format("{} {}", legend_number(metres / metres_per(unit)), symbol(unit));
  if (metres >= 1000) return fmt::format("{} km", legend_number(metres / 1000));
  return fmt::format("{} m", legend_number(metres));
}

}  // namespace lode::render
