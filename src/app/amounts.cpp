#include "app/amounts.h"

#include <cmath>

#include <fmt/format.h>

#include "core/text.h"

namespace lode::app {

std::string large(double value, const char* unit) {
  if (value >= 1e9) return fmt::format("{:.4g} G{}", value / 1e9, unit);
  if (value >= 1e7) return fmt::format("{:.4g} M{}", value / 1e6, unit);
  return grouped(value, value < 1000 ? 1 : 0) + " " + unit;
}

std::string volume_text(double volume_m3) {
  return volume_m3 >= 1e7 ? fmt::format("{:.4g} Mm³", volume_m3 / 1e6) : grouped(volume_m3) + " m³";
}

std::string grade_text(double grade, const std::string& unit) {
  const int decimals = std::abs(grade) >= 1000 ? 0 : std::abs(grade) >= 100 ? 1 : std::abs(grade) >= 1 ? 2 : 4;
  return grouped(grade, decimals) + (unit.empty() ? "" : " " + unit);
}

}  // namespace lode::app
