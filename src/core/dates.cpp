#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <limits>

#include "core/table.h"

namespace lode {

namespace {

/// The number that all of `digits` form, or -1.
int number_of(std::string_view digits) {
  int number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

double days_from_iso_date(std::string_view text) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return none;
  const int year = number_of(text.substr(0, 4)), month = number_of(text.substr(5, 2)), day = number_of(text.substr(8));
  if (year < 0 || month < 0 || day < 0) return none;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return none;
  return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::string iso_date(double days) {
  constexpr double most_days = 1e7;  // beyond the years a calendar date can hold
  if (!(std::abs(days) < most_days)) return "";
  const std::chrono::sys_days day{std::chrono::days(static_cast<int>(std::floor(days)))};
  const std::chrono::year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace lode
