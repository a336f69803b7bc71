#include "io/csv_layout.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/error.h"
#include "core/text.h"
#include "io/csv_header.h"
#include "io/csv_rows.h"
#include "io/values.h"

namespace lode::io {

namespace {

constexpr std::size_t sample_bytes = std::size_t{1} << 18;
constexpr std::size_t sample_rows = 300;

using Cells = std::vector<std::string>;

struct Sample {
  char delimiter = ',';
  std::vector<CsvRow> rows;
  std::vector<Cells> cells;
  std::size_t width = 0;   ///< the commonest number of cells
  double agreement = 0;    ///< share of rows that have it
  std::size_t header = 0;  ///< index of the first row that is as wide
};

Sample split_sample(std::string_view text, char delimiter, const std::filesystem::path& file) {
  Sample sample;
  sample.delimiter = delimiter;
  std::size_t bytes = 0;
  RowCells splitter;
  std::map<std::size_t, std::size_t> widths;
  for (const CsvRow& row : first_rows(text, 0, 1, delimiter, file, sample_rows)) {
    const auto& cells = splitter.split(text.substr(row.begin, row.length), delimiter);
    sample.rows.push_back(row);
    sample.cells.emplace_back(cells.begin(), cells.end());
    ++widths[cells.size()];
    bytes += row.length;
    if (bytes > sample_bytes) break;
  }
  for (const auto& [width, count] : widths)
    if (count >= widths[sample.width] || sample.width == 0) sample.width = width;
  if (sample.rows.empty()) return sample;
  sample.agreement = static_cast<double>(widths[sample.width]) / static_cast<double>(sample.rows.size());
  const auto is_wide = [&](const Cells& cells) {
    if (delimiter == ' ') return cells.size() == sample.width || cells.size() + 1 == sample.width;
    return 10 * cells.size() >= 6 * sample.width && !cells.front().starts_with("//") &&
           !(cells.front().starts_with("#") && cells.front().size() > 2 && cells.size() < sample.width);
  };
  const auto first = std::find_if(sample.cells.begin(), sample.cells.end(), is_wide);
  sample.header = first == sample.cells.end() ? 0 : static_cast<std::size_t>(first - sample.cells.begin());
  return sample;
}

/// Which sample is the better reading of the file: rows agree, the header too, then more cells.
double quality(const Sample& sample) {
  if (sample.width < 2) return 0;
  const bool header_agrees = sample.cells[sample.header].size() == sample.width;
  const double blanks = sample.delimiter == ' ' ? 0.5 : 1;  // words hold blanks, numbers none
  return sample.agreement * (header_agrees ? 2 : 1) * blanks +
         0.0001 * static_cast<double>(std::min<std::size_t>(sample.width, 1000));
}

Sample best_sample(std::string_view text, const std::string& delimiter, const std::filesystem::path& file) {
  if (!delimiter.empty()) return split_sample(text, delimiter.front(), file);
  Sample best;
  std::optional<Error> unterminated;
  for (const char candidate : {'\t', ';', '|', ',', ' '}) {
    try {
      Sample sample = split_sample(text, candidate, file);
      if (best.rows.empty() || quality(sample) > quality(best)) best = std::move(sample);
    } catch (const Error& error) {
      if (!unterminated) unterminated = error;
    }
  }
  if (best.rows.empty() && unterminated) throw *unterminated;
  if (unterminated && best.width < 2) throw *unterminated;
  return best;
}

bool is_decimal_with(std::string_view text, char mark) {
  if (text.starts_with('-') || text.starts_with('<')) text.remove_prefix(1);
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  const auto digits = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  return digits(text.substr(0, at)) && digits(text.substr(at + 1));
}

char find_decimal_mark(const Sample& sample) {
  std::size_t points = 0, commas = 0;
  for (const Cells& row : sample.cells)
    for (const std::string& cell : row) {
      points += is_decimal_with(cell, '.');
      commas += is_decimal_with(cell, ',');
    }
  return commas > points ? ',' : '.';
}

std::string one_line(std::string name) {
  for (char& c : name)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  return name;
}

/// Names of all columns: blank ones numbered, repeated ones marked, so that every name is one column's.
std::vector<std::string> unique_names(const Cells& header, std::size_t width) {
  std::vector<std::string> names;
  for (std::size_t column = 0; column < width; ++column) {
    std::string name = column < header.size() ? one_line(header[column]) : "";
    if (name.empty()) name = "column " + std::to_string(column + 1);
    const std::string base = name;
    for (int copy = 2; std::find(names.begin(), names.end(), name) != names.end(); ++copy)
      name = base + " (" + std::to_string(copy) + ")";
    names.push_back(std::move(name));
  }
  return names;
}

/// One line without its end, and the offset of the next.
std::string_view line_at(std::string_view text, std::size_t begin, std::size_t& next) {
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  next = std::min(end + 1, text.size());
  return trim(text.substr(begin, end - begin));
}

/// GSLIB: a title, the number of variables, a name a line, then rows of blank-separated numbers.
std::optional<CsvLayout> gslib_layout(std::string_view text) {
  std::size_t at = 0;
  line_at(text, 0, at);
  const std::string_view second = line_at(text, at, at);
  const Cell variables = parse_cell(second.substr(0, second.find_first_of(" \t")), {});
  if (variables.kind != CellKind::number || variables.decimals > 0 || variables.value < 2 || variables.value > 1000)
    return std::nullopt;
  const auto count = static_cast<std::size_t>(variables.value);
  Cells names;
  while (names.size() < count && at < text.size()) names.emplace_back(line_at(text, at, at).substr(0, 200));
  const auto number = [](const std::string& cell) { return parse_cell(cell, {}).kind == CellKind::number; };
  if (names.size() < count || number(names.front())) return std::nullopt;
  CsvLayout layout;
  layout.delimiter = ' ';
  layout.data_begin = at;
  layout.data_line = count + 3;
  RowCells splitter;
  std::size_t next = at;
  const Cells first = [&] {
    const auto& cells = splitter.split(line_at(text, at, next), ' ');
    return Cells(cells.begin(), cells.end());
  }();
  if (first.size() != count || !std::all_of(first.begin(), first.end(), number)) return std::nullopt;
  layout.names = unique_names(names, count);
  for (const std::string& name : layout.names) layout.units.push_back(unit_in_name(name));
  return layout;
}

}  // namespace

CsvLayout find_layout(std::string_view text, const std::string& delimiter, const std::string& decimal_mark,
                      const std::filesystem::path& file) {
  if (delimiter.empty() || delimiter == " ")
    if (auto layout = gslib_layout(text)) return *layout;
  std::string wanted = delimiter;
  std::size_t declared = 0;  // "sep=;" as spreadsheets write it
  if (fold_case(text.substr(0, 4)) == "sep=" && text.size() > 5) {
    if (wanted.empty()) wanted = text[4];
    declared = std::min(text.find('\n'), text.size() - 1) + 1;
  }
  const Sample sample = best_sample(text.substr(declared), wanted, file);
  if (sample.rows.empty()) throw Error("the table has no row", "give a file with a header and rows", {file});

  CsvLayout layout;
  layout.delimiter = sample.delimiter;
  layout.decimal_mark = decimal_mark.empty() ? find_decimal_mark(sample) : decimal_mark.front();
  const CsvHeader header = find_header(std::span(sample.cells).subspan(sample.header), layout.decimal_mark);
  layout.header = header.rows > 0;
  layout.header_note = header.note;
  layout.skipped = sample.header + header.titles + (declared > 0 ? 1 : 0);
  // Statistics programs write row names in front and no name above them.
  const std::size_t data = sample.header + header.rows;
  const bool lacks_first_name = layout.header && header.names.size() + 1 == sample.width && sample.agreement >= 0.8 &&
                                data < sample.cells.size() && sample.cells[data].size() == sample.width &&
                                !sample.cells[data].back().empty();
  Cells names = header.names, units = header.units;
  if (lacks_first_name) {
    names.insert(names.begin(), "");
    units.insert(units.begin(), "");
  }
  layout.names = unique_names(names, layout.header ? names.size() : sample.width);
  for (std::size_t column = 0; column < layout.names.size(); ++column)
    layout.units.push_back(column < units.size() && !units[column].empty() ? units[column]
                                                                           : unit_in_name(layout.names[column]));
  if (data < sample.rows.size()) {
    layout.data_begin = declared + sample.rows[data].begin;
    layout.data_line = sample.rows[data].line + (declared > 0 ? 1 : 0);
  } else {
    layout.data_begin = text.size();
    layout.data_line = sample.rows.back().line + 1;
  }
  return layout;
}

}  // namespace lode::io
