#include "io/csv_header.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <vector>

#include "core/density.h"
#include "core/table.h"
#include "core/text.h"
#include "io/values.h"

namespace lode::io {

namespace {

using Cells = std::vector<std::string>;
using Rows = std::span<const Cells>;

constexpr std::size_t most_header_rows = 6;

bool is_number(const std::string& cell, char mark) {
  CellRules rules;
  rules.decimal_mark = mark;
  return parse_cell(cell, rules).kind == CellKind::number;
}

/// A word that is no code for a missing value.
bool is_word(const std::string& cell, char mark) {
  CellRules rules;
  rules.decimal_mark = mark;
  rules.drillhole_codes = rules.below_detection = true;
  return parse_cell(cell, rules).kind == CellKind::word;
}

const std::string& cell_at(const Cells& cells, std::size_t column) {
  static const std::string blank;
  return column < cells.size() ? cells[column] : blank;
}

/// Whether the first row names columns: it has words, or blanks, where the rows below have numbers.
bool has_header(Rows rows, char mark) {
  const Cells& first = rows.front();
  std::size_t numbers = 0, words = 0;
  for (std::size_t column = 0; column < first.size(); ++column) {
    if (first[column].empty()) continue;
    if (is_number(first[column], mark))
      ++numbers;
    else
      ++words;
  }
  if (numbers == 0) return true;
  if (rows.size() == 1) return words > numbers;
  std::size_t number_columns = 0, numbers_on_top = 0;
  for (std::size_t column = 0; column < first.size(); ++column) {
    std::size_t below = 0, filled = 0;
    for (const Cells& row : rows.subspan(1)) {
      if (cell_at(row, column).empty()) continue;
      ++filled;
      below += is_number(row[column], mark);
    }
    if (filled == 0 || 2 * below < filled) continue;
    ++number_columns;
    numbers_on_top += is_number(first[column], mark);
  }
  return number_columns > 0 ? 2 * numbers_on_top < number_columns : words > numbers;
}

/// The columns that hold numbers in the lower half of the rows, where no header is.
std::vector<bool> number_columns(Rows rows, char mark) {
  std::size_t width = 0;
  for (const Cells& row : rows) width = std::max(width, row.size());
  std::vector<bool> found(width);
  for (std::size_t column = 0; column < width; ++column) {
    std::size_t numbers = 0, filled = 0;
    for (const Cells& row : rows.subspan(rows.size() / 2)) {
      if (cell_at(row, column).empty()) continue;
      ++filled;
      numbers += is_number(row[column], mark);
    }
    found[column] = filled > 0 && 2 * numbers >= filled;
  }
  return found;
}

/// What the cells of a row over columns of numbers are.
struct OverNumbers {
  std::size_t numbers = 0, words = 0;
};
OverNumbers over_numbers(const Cells& row, const std::vector<bool>& of_numbers, char mark) {
  OverNumbers over;
  for (std::size_t column = 0; column < std::min(row.size(), of_numbers.size()); ++column) {
    if (!of_numbers[column]) continue;
    over.numbers += is_number(row[column], mark);
    over.words += is_word(row[column], mark);
  }
  return over;
}

std::size_t distinct_words(const Cells& row) {
  std::set<std::string> words(row.begin(), row.end());
  words.erase("");
  return words.size();
}

/// The row that names the columns names most of them, and most of them differently.
std::size_t naming(const Cells& row) {
  return distinct_words(row) +
         static_cast<std::size_t>(std::ranges::count_if(row, [](const std::string& cell) { return !cell.empty(); }));
}

/// Units alone, but for what stands over columns of words ("text", "ID").
bool is_units_row(const Cells& row, const std::vector<bool>& of_numbers, char mark) {
  std::size_t known = 0, others = 0;
  for (std::size_t column = 0; column < row.size(); ++column) {
    const std::string& cell = row[column];
    if (cell.empty() || cell == "-") continue;
    if (unit_of(cell))
      ++known;
    else if (is_number(cell, mark))
      return false;
    else if (column >= of_numbers.size() || of_numbers[column])
      ++others;
  }
  return known > others;
}

/// Where the rows of names begin and end among those above the data, and which of them names the columns.
struct HeaderRows {
  std::size_t names = 0, end = 1;
};

HeaderRows header_rows(Rows rows, const std::vector<bool>& of_numbers, char mark) {
  HeaderRows found;
  std::size_t above = 0;  // rows without a number where the columns hold numbers
  const std::size_t looked_at = std::min(most_header_rows, rows.size() - 1);
  while (above < looked_at && over_numbers(rows[above], of_numbers, mark).numbers == 0) ++above;
  std::size_t most = 0;
  for (std::size_t row = 0; row < above; ++row) {
    if (is_units_row(rows[row], of_numbers, mark)) continue;
    if (naming(rows[row]) <= most || (row > 0 && over_numbers(rows[row], of_numbers, mark).words == 0)) continue;
    most = naming(rows[row]);
    found.names = row;
  }
  found.end = found.names + 1;
  const auto belongs = [&](const Cells& row) {
    return over_numbers(row, of_numbers, mark).words > 0 || is_units_row(row, of_numbers, mark);
  };
  while (found.end < above && belongs(rows[found.end])) ++found.end;
  return found;
}

/// Cells of a row that stand for themselves and for the blank ones to their right, as merged cells do.
Cells filled_to_the_right(const Cells& row, std::size_t width) {
  Cells filled(width);
  for (std::size_t column = 0; column < width; ++column) {
    filled[column] = cell_at(row, column);
    if (filled[column].empty() && column > 0) filled[column] = filled[column - 1];
  }
  return filled;
}

/// Takes names that the row of names lacks from the others of the header, and tells apart those it repeats by the group
/// above or by what stands below.
void complete_names(Rows rows, const HeaderRows& header, const std::vector<std::size_t>& groups,
                    const std::vector<std::size_t>& below, Cells& names) {
  for (std::size_t column = 0; column < names.size(); ++column)
    for (const std::vector<std::size_t>* others : {&groups, &below})
      for (const std::size_t row : *others)
        if (names[column].empty()) names[column] = cell_at(rows[row], column);
  const Cells as_named = names;
  const auto repeated = [&](std::size_t column) {
    return !as_named[column].empty() && std::ranges::count(as_named, as_named[column]) > 1;
  };
  for (std::size_t column = 0; column < names.size(); ++column) {
    if (!repeated(column)) continue;
    for (const std::size_t row : groups) {
      const std::string group = filled_to_the_right(rows[row], names.size())[column];
      if (!group.empty() && group != as_named[column]) names[column] = group + " " + names[column];
    }
    for (const std::size_t row : below)
      if (row > header.names && !cell_at(rows[row], column).empty()) names[column] += " " + rows[row][column];
  }
}

std::string note_of(std::size_t groups, std::size_t units, std::size_t below) {
  std::string note = "its header has a row of names";
  const auto add = [&](std::size_t count, const char* what) {
    if (count > 0) note += std::string(", ") + what;
  };
  add(groups, "one of groups above");
  add(units, "one of units below");
  add(below, "more below, such as methods");
  return note;
}

/// A unit by the name that Lode uses, and how files write it, in lower case.
struct Unit {
  const char* name;
  std::vector<std::string_view> spellings;
};

const std::vector<Unit>& units() {
  static const std::vector<Unit> all{
      {"%", {"%", "pct", "percent", "wt%"}},
      {"ppm", {"ppm", "мг/кг", "mg/kg"}},
      {"ppb", {"ppb", "мг/т"}},
      {"g/t", {"g/t", "gpt", "г/т"}},
      {"oz/t", {"oz/t", "ounces/t"}},
      {"kg", {"kg"}},
      {"t/m3", {"t/m3", "t/m³", "t/m^3", "g/cm³", "g/cm^3", "г/см³", "g/cm3", "g/cc", "т/м3", "т/м³", "г/см3"}},
      {"kg/m3", {"kg/m3", "kg/m³", "kg/m^3", "кг/м3", "кг/м³"}},
      {"lb/ft3", {"lb/ft3", "lb/ft³", "lb/ft^3", "lbs/ft3", "pcf"}},
      {"m", {"m", "м", "metres", "meters", "米", "meter", "metre"}},
      {"mm", {"mm", "мм"}},
      {"cm", {"cm", "см"}},
      {"km", {"km", "км"}},
      {"ft", {"ft", "feet", "foot"}},
      {"ftUS",
       {"ftus", "usft", "us-ft", "us_ft", "us ft", "us survey foot", "us survey feet", "survey feet", "survey ft"}},
      {"yd", {"yd"}},
      {"deg", {"deg", "°", "degrees", "град", "度"}},
  };
  return all;
}

/// Of a density also one that is not known: tonnes in a unit that is guessed would be wrong.
std::string unit_below(const std::string& name, const std::string& cell) {
  if (const auto unit = unit_of(cell)) return *unit;
  return is_density_name(name) && cell.find('/') != std::string::npos ? std::string(trim(cell)) : "";
}

}  // namespace

std::optional<std::string> unit_of(std::string_view text) {
  std::string folded = fold_case(trim(text));
  if (folded.size() > 2 && (folded.front() == '(' || folded.front() == '['))
    folded = folded.substr(1, folded.size() - 2);
  for (const Unit& unit : units())
    if (std::ranges::find(unit.spellings, folded) != unit.spellings.end()) return unit.name;
  return std::nullopt;
}

std::string unit_in_name(const std::string& name) {
  for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'[', ']'}}) {
    const std::size_t begin = name.find(open);
    const std::size_t end = name.find(close, begin == std::string::npos ? 0 : begin);
    if (begin == std::string::npos || end == std::string::npos) continue;
    if (const auto unit = unit_of(std::string_view(name).substr(begin + 1, end - begin - 1))) return *unit;
  }
  const std::size_t comma = name.rfind(',');
  if (comma != std::string::npos)
    if (const auto unit = unit_of(std::string_view(name).substr(comma + 1))) return *unit;
  const std::string unit = unit_from_name(name);
  if (!unit.empty()) return unit;
  const std::string_view plain = without_length_unit(name);
  return plain.size() == name.size() ? "" : *unit_of(std::string_view(name).substr(plain.size() + 1));
}

std::string_view without_length_unit(std::string_view name) {
  // The longer before what they end with themselves.
  static constexpr std::array<std::string_view, 11> lengths{"us-ft", "us_ft",  "us ft",  "usft", "ftus", "ft",
                                                            "feet",  "metres", "meters", "cm",   "m"};
  const std::string folded = fold_case(name);
  if (folded.size() != name.size()) return name;
  for (const std::string_view length : lengths) {
    if (folded.size() < length.size() + 2 || !folded.ends_with(length)) continue;
    const std::size_t separator = folded.size() - length.size() - 1;
    if (std::string_view("_ -").find(folded[separator]) != std::string_view::npos) return name.substr(0, separator);
  }
  return name;
}

CsvHeader find_header(Rows rows, char mark) {
  CsvHeader header;
  const std::vector<bool> of_numbers = number_columns(rows, mark);
  const bool any_numbers = std::ranges::find(of_numbers, true) != of_numbers.end();
  const bool of_several = any_numbers && rows.size() > 2 && over_numbers(rows.front(), of_numbers, mark).numbers == 0;
  if (!of_several && !has_header(rows, mark)) return header;
  const HeaderRows found = of_several ? header_rows(rows, of_numbers, mark) : HeaderRows{};
  header.rows = found.end;
  header.names = rows[found.names];
  header.units.assign(header.names.size(), "");
  std::vector<std::size_t> groups, below;
  std::size_t unit_rows = 0;
  for (std::size_t row = 0; row < found.end; ++row) {
    if (row == found.names) continue;
    if (is_units_row(rows[row], of_numbers, mark)) {
      ++unit_rows;
      for (std::size_t column = 0; column < header.units.size(); ++column)
        header.units[column] = unit_below(header.names[column], cell_at(rows[row], column));
    } else if (row < found.names && groups.empty() && distinct_words(rows[row]) < 2) {
      ++header.titles;
    } else {
      (row < found.names ? groups : below).push_back(row);
    }
  }
  for (const std::size_t row : groups) {
    const Cells group = filled_to_the_right(rows[row], header.units.size());
    for (std::size_t column = 0; column < group.size(); ++column)
      if (header.units[column].empty()) header.units[column] = unit_in_name(group[column]);
  }
  complete_names(rows, found, groups, below, header.names);
  if (groups.size() + below.size() + unit_rows > 0) header.note = note_of(groups.size(), unit_rows, below.size());
  return header;
}

}  // namespace lode::io
