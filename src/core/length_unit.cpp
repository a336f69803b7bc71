#include "core/length_unit.h"

#include <fmt/format.h>

#include "core/text.h"

namespace lode {

double metres_per(LengthUnit unit) {
  switch (unit) {
    case LengthUnit::feet:
      return 0.3048;
    case LengthUnit::us_survey_feet:
      return 1200.0 / 3937.0;
    case LengthUnit::metres:
      break;
  }
  return 1;
}

const char* symbol(LengthUnit unit) {
  switch (unit) {
    case LengthUnit::feet:
      return "ft";
    case LengthUnit::us_survey_feet:
      return "ftUS";
    case LengthUnit::metres:
      break;
  }
  return "m";
}

std::string length_in(LengthUnit unit, double metres, int decimals) {
  return fmt::format("{} {}", grouped(metres / metres_per(unit), decimals), symbol(unit));
}

std::string area_in(LengthUnit unit, double square_metres) {
  const double square_units = square_metres / (metres_per(unit) * metres_per(unit));
  const bool metric = unit == LengthUnit::metres;
  const double square_metres_of_large = metric ? 10'000 : 43'560 * metres_per(unit) * metres_per(unit);
  const double large = square_metres / square_metres_of_large;
  std::string text = fmt::format("{} {}\u00b2", grouped(square_units, 1), symbol(unit));
  if (large >= 1) text += fmt::format(" ({} {})", grouped(large, 2), metric ? "ha" : "acres");
  return text;
}

}  // namespace lode
