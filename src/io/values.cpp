#include "io/values.h"

#include <fast_float/fast_float.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>

#include "core/table.h"
#include "core/text.h"

namespace lode::io {

namespace {

constexpr int decimals_of_exponent = 99;
constexpr double least_stand_in = 1e30;  ///< 1e31 of GSLIB, -1e30 of Datamine, 1.70141e38 of Surfer stand for no value
constexpr double powers_of_ten[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Plain decimals of at most 15 digits, the common case: both mantissa and power are exact, so the quotient is the
/// nearest double. False: not of that form.
bool parse_plain(std::string_view text, char mark, double& value, int& decimals) {
  std::size_t at = 0;
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') ++at;
  std::uint64_t mantissa = 0;
  int digits = 0;
  int after_mark = -1;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (is_digit(c)) {
      mantissa = mantissa * 10 + static_cast<std::uint64_t>(c - '0');
      if (++digits > 15) return false;
      if (after_mark >= 0) ++after_mark;
    } else if ((c == mark || c == '.') && after_mark < 0) {
      after_mark = 0;
    } else {
      return false;
    }
  }
  if (digits == 0) return false;
  decimals = std::max(after_mark, 0);
  value = static_cast<double>(mantissa) / powers_of_ten[decimals];
  if (negative) value = -value;
  return true;
}

/// "1,234,567.8" and "1 234 567,8": groups of three in front of the decimal mark. Returns "" when it is not so.
std::string without_grouping(std::string_view text, char mark) {
  std::string plain;
  std::size_t in_group = 0;
  bool grouped = false, after_mark = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool thin = text.substr(at).starts_with("\xC2\xA0") || text.substr(at).starts_with("\xE2\x80\xAF");
    if (is_digit(c)) {
      plain += c;
      ++in_group;
    } else if (c == '-' && at == 0) {
      plain += c;
    } else if (c == mark && !after_mark) {
      if (grouped && in_group != 3) return "";
      after_mark = true;
      plain += '.';
    } else if (!after_mark && (thin || c == ' ' || c == '\'' || (c == ',' && mark == '.'))) {
      if (in_group == 0 || in_group > 3 || (grouped && in_group != 3)) return "";
      if (thin) at += text.substr(at).starts_with("\xC2\xA0") ? 1 : 2;
      grouped = true;
      in_group = 0;
    } else {
      return "";
    }
  }
  if (!grouped || (!after_mark && in_group != 3)) return "";
  return plain;
}

int decimals_in(std::string_view text) {
  if (text.find_first_of("eE") != std::string_view::npos) return decimals_of_exponent;
  const std::size_t mark = text.find('.');
  return mark == std::string_view::npos ? 0 : static_cast<int>(text.size() - mark - 1);
}

/// Long decimals and exponents.
bool parse_general(std::string_view text, char mark, double& value, int& decimals) {
  std::string plain(text.front() == '+' ? text.substr(1) : text);
  if (mark == ',' && plain.find('.') == std::string::npos) std::replace(plain.begin(), plain.end(), ',', '.');
  const auto number = [&] {
    const auto [end, fault] = fast_float::from_chars(plain.data(), plain.data() + plain.size(), value);
    return fault == std::errc() && end == plain.data() + plain.size() && std::isfinite(value);
  };
  if (!number()) {
    plain = without_grouping(text, mark);
    if (plain.empty() || !number()) return false;
  }
  decimals = decimals_in(plain);
  return true;
}

bool parse_number(std::string_view text, char mark, double& value, int& decimals) {
  const char first = text.front();
  if (!is_digit(first) && first != '-' && first != '+' && first != '.' && first != mark) return false;
  return parse_plain(text, mark, value, decimals) || parse_general(text, mark, value, decimals);
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char x = a[i] >= 'A' && a[i] <= 'Z' ? static_cast<char>(a[i] + 32) : a[i];
    const char y = b[i] >= 'A' && b[i] <= 'Z' ? static_cast<char>(b[i] + 32) : b[i];
    if (x != y) return false;
  }
  return true;
}

bool is_standard_code(double value) { return value == -9 || value == -99 || value == -999 || value == -9999; }

bool is_code_of(std::string_view text, bool is_number, double value, const CellRules& rules) {
  if (rules.drillhole_codes) {
    if (is_number && is_standard_code(value)) return true;
    if (!is_number)
      for (const std::string& code : standard_missing_codes())
        if (same_ignoring_case(text, code)) return true;
  }
  for (const std::string& code : rules.missing_codes) {
    double code_value = 0;
    int decimals = 0;
    if (same_ignoring_case(text, code)) return true;
    if (is_number && !code.empty() && parse_number(code, '.', code_value, decimals) && code_value == value) return true;
  }
  return false;
}

Cell half_limit(double limit, int decimals) {
  return {CellKind::below_detection, limit / 2, decimals >= decimals_of_exponent ? decimals : decimals + 1};
}

}  // namespace

const std::vector<std::string>& standard_missing_codes() {
  static const std::vector<std::string> codes{"-9",   "-99",  "-999",    "-9999",  "NS",      "LNR",    "IS",
                                              "NSS",  "INS",  "SNR",     "NR",     "N/S",     "I/S",    "L.N.R",
                                              "N.S.", "I.S.", "н/о",     "Н/О",    "н/д",     "Н/Д",    "нет",
                                              "Нет",  "н.о.", "не обн.", "не обн", "не опр.", "未检出", "未测"};
  return codes;
}

bool is_missing_word(std::string_view text) {
  static constexpr std::string_view words[] = {"",        "-",       "--",  "—",    "–",     "nan",
                                               "-nan",    "null",    "na",  "n/a",  "#n/a",  "none",
                                               "#value!", "#div/0!", "nil", "<na>", "(null)"};
  if (text.size() > 8) return false;
  for (const std::string_view word : words)
    if (same_ignoring_case(text, word)) return true;
  return false;
}

Cell parse_cell(std::string_view text, const CellRules& rules) {
  text = trim(text);
  Cell cell;
  if (text.empty()) return cell;
  if (parse_number(text, rules.decimal_mark, cell.value, cell.decimals)) {
    if (cell.value < 0 || !rules.missing_codes.empty()) {
      if (is_code_of(text, true, cell.value, rules)) return {CellKind::missing_code, 0, 0};
      if (rules.negative_below_detection && cell.value < 0) return half_limit(-cell.value, cell.decimals);
    }
    if (std::abs(cell.value) >= least_stand_in) return {CellKind::missing_code, 0, 0};
    cell.kind = CellKind::number;
    return cell;
  }
  if (is_missing_word(text)) return cell;
  if (is_code_of(text, false, 0, rules)) return {CellKind::missing_code, 0, 0};
  if (rules.below_detection && text.front() == '<') {
    std::string_view limit = text.substr(1);
    if (limit.starts_with('=')) limit.remove_prefix(1);
    limit = trim(limit);
    if (!limit.empty() && parse_number(limit, rules.decimal_mark, cell.value, cell.decimals) && cell.value >= 0)
      return half_limit(cell.value, cell.decimals);
  }
  return {CellKind::word, 0, 0};
}

namespace {

/// A date as written: three numbers in the order of the text.
struct DateParts {
  std::array<int, 3> parts{};
  std::size_t first_digits = 0;
  bool named_month = false;  ///< the second is a month's name
};

int month_of_name(std::string_view text) {
  static constexpr std::string_view names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                               "jul", "aug", "sep", "oct", "nov", "dec"};
  if (text.size() < 3) return 0;
  for (int month = 0; month < 12; ++month)
    if (same_ignoring_case(text.substr(0, 3), names[month])) return month + 1;
  return 0;
}

std::optional<DateParts> parse_date(std::string_view text) {
  DateParts date;
  std::size_t at = 0, last_digits = 0;
  char separator = 0;
  for (std::size_t part = 0; part < 3; ++part) {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at]) && at - begin < 4) ++at;
    if (at > begin) {
      for (std::size_t digit = begin; digit < at; ++digit)
        date.parts[part] = date.parts[part] * 10 + (text[digit] - '0');
      if (part == 0) date.first_digits = at - begin;
      last_digits = at - begin;
    } else {
      while (at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || (text[at] >= 'A' && text[at] <= 'Z'))) ++at;
      if (part != 1 || (date.parts[1] = month_of_name(text.substr(begin, at - begin))) == 0) return std::nullopt;
      date.named_month = true;
    }
    if (part == 2) break;
    if (at >= text.size()) return std::nullopt;
    const char c = text[at++];
    if ((c != '-' && c != '/' && c != '.' && c != ' ') || (separator != 0 && c != separator)) return std::nullopt;
    if (c == ' ' && !date.named_month && part == 1) return std::nullopt;
    separator = c;
  }
  if (at < text.size() && text[at] != ' ' && text[at] != 'T') return std::nullopt;  // a time may follow
  // 1.2.3 is a version, 01.03.00 a code: a year of two digits needs slashes or dashes.
  const bool short_year = date.first_digits < 3 && last_digits < 4;
  if (short_year && (last_digits != 2 || separator == '.')) return std::nullopt;
  return date;
}

double days_of(int year, int month, int day, bool short_year) {
  if (short_year && year < 100) year += year < 70 ? 2000 : 1900;
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nan("");
  char iso[16];
  std::snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, day);
  return days_from_iso_date(iso);
}

}  // namespace

double days_from_cell(std::string_view text, DateOrder order) {
  const auto date = parse_date(trim(text));
  if (!date) return std::nan("");
  const auto& [a, b, c] = date->parts;
  if (date->first_digits >= 3 || order == DateOrder::year_first) return days_of(a, b, c, false);
  const bool month_first = order == DateOrder::month_first && !date->named_month;
  return month_first ? days_of(c, a, b, true) : days_of(c, b, a, true);
}

DateOrderFound find_date_order(const std::vector<std::string>& texts) {
  std::size_t years = 0, days = 0, months = 0, open = 0, named = 0;
  DateOrderFound found;
  for (const std::string& text : texts) {
    const auto date = parse_date(trim(text));
    if (!date) continue;
    if (date->first_digits >= 3) {
      ++years;
    } else if (date->named_month) {
      ++named;
    } else if (date->parts[0] > 12) {
      ++days;
    } else if (date->parts[1] > 12) {
      ++months;
    } else if (date->parts[0] != date->parts[1] && open++ == 0) {
      found.example = text;
    }
  }
  if (years + days + months + open + named == 0) return {};
  found.order = years > days + months + open + named ? DateOrder::year_first
                : months > days                      ? DateOrder::month_first
                                                     : DateOrder::day_first;
  found.shown = days + months > 0;
  found.certain = open == 0 || days + months > 0 || found.order == DateOrder::year_first;
  if (found.certain) found.example.clear();
  return found;
}

}  // namespace lode::io
