#include "io/csv_columns.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "core/parallel.h"

namespace lode::io {

namespace {

constexpr std::size_t grain = 4096;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double powers_of_ten[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Dictionary = std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

/// What one range of rows adds to a column.
struct Part {
  std::vector<NotANumber> not_numbers;
  std::vector<std::uint64_t> below_detection;
  std::uint64_t missing_codes = 0, numbers = 0, wrong = 0, limits = 0;
  std::string first_code;
  int decimals = 0;
  double greatest = 0;
  std::vector<std::string> words;
  Dictionary codes;
};

/// A column while it is read: cells by row, the rest by range.
struct Reading {
  ColumnPlan plan;
  std::vector<double> values;
  std::vector<std::uint32_t> codes;
  std::vector<Part> parts;

  Reading(const ColumnPlan& column_plan, std::size_t rows) : plan(column_plan), parts((rows + grain - 1) / grain) {
    if (plan.kind == ColumnPlan::Kind::words)
      codes.assign(rows, Categories::missing);
    else if (plan.kind != ColumnPlan::Kind::skip)
      values.assign(rows, nan);
  }

  void take(Part& part, std::size_t row, std::string_view text) {
    switch (plan.kind) {
      case ColumnPlan::Kind::skip:
        break;
      case ColumnPlan::Kind::number:
        take_number(part, row, text);
        break;
      case ColumnPlan::Kind::date:
        take_date(part, row, text);
        break;
      case ColumnPlan::Kind::words:
        take_word(part, row, text);
        break;
    }
  }

 private:
  void take_number(Part& part, std::size_t row, std::string_view text) {
    const Cell cell = parse_cell(text, plan.rules);
    switch (cell.kind) {
      case CellKind::missing:
        return;
      case CellKind::missing_code:
        if (part.missing_codes++ == 0) part.first_code = text;
        return;
      case CellKind::word:
        take_wrong(part, row, text);
        return;
      case CellKind::below_detection:
        ++part.limits;
        if (plan.rules.limit_stands_as == BelowDetection::missing) return;
        if (plan.rules.limit_stands_as == BelowDetection::half_limit) part.below_detection.push_back(row);
        break;
      case CellKind::number:
        ++part.numbers;
        break;
    }
    values[row] = cell.kind == CellKind::below_detection ? stand_in(cell.value) : cell.value;
    part.decimals = std::max(part.decimals, cell.decimals);
    part.greatest = std::max(part.greatest, std::abs(cell.value));
  }

  /// What stands for a value below detection, given half its limit.
  double stand_in(double half_limit) const {
    if (plan.rules.limit_stands_as == BelowDetection::zero) return 0;
    return plan.rules.limit_stands_as == BelowDetection::limit ? 2 * half_limit : half_limit;
  }

  void take_date(Part& part, std::size_t row, std::string_view text) {
    if (is_missing_word(text)) return;
    values[row] = days_from_cell(text, plan.rules.date_order);
    if (std::isnan(values[row]))
      take_wrong(part, row, text);
    else
      ++part.numbers;
  }

  /// Of a column of words each cell comes here: a few texts say enough.
  static void take_wrong(Part& part, std::size_t row, std::string_view text) {
    constexpr std::size_t most_of_a_part = 256;
    ++part.wrong;
    if (part.not_numbers.size() < most_of_a_part) part.not_numbers.push_back({row, std::string(text.substr(0, 200))});
  }

  void take_word(Part& part, std::size_t row, std::string_view text) {
    if (is_missing_word(text)) return;
    auto found = part.codes.find(text);
    if (found == part.codes.end()) {
      found = part.codes.emplace(text, static_cast<std::uint32_t>(part.words.size())).first;
      part.words.emplace_back(text);
    }
    codes[row] = found->second;
  }
};

void read_all(std::string_view text, const std::vector<CsvRow>& rows, char delimiter, std::vector<Reading>& readings,
              Progress& progress) {
  std::size_t needed = 0;  // cells beyond the last column that is read are not looked at
  for (std::size_t column = 0; column < readings.size(); ++column)
    if (readings[column].plan.kind != ColumnPlan::Kind::skip) needed = column + 1;
  std::mutex reporting;
  std::size_t done = 0;
  parallel_for(rows.size(), grain, [&](std::size_t begin, std::size_t end) {
    RowCells splitter;
    for (std::size_t chunk = begin; chunk < end; chunk += grain) {
      progress.check();
      const std::size_t chunk_end = std::min(end, chunk + grain);
      for (std::size_t row = chunk; row < chunk_end; ++row) {
        const auto& cells = splitter.split(text.substr(rows[row].begin, rows[row].length), delimiter, needed);
        const std::size_t count = std::min(cells.size(), needed);
        for (std::size_t column = 0; column < count; ++column)
          readings[column].take(readings[column].parts[chunk / grain], row, cells[column]);
      }
      const std::lock_guard lock(reporting);
      done += chunk_end - chunk;
      progress.report(static_cast<double>(done) / static_cast<double>(rows.size()));
    }
  });
}

/// Scaled integers where the decimals as written fit; what is off is at most a rounding error of the product.
Numbers narrowed(const std::vector<double>& values, int decimals, double greatest,
                 std::vector<std::uint64_t> below_detection) {
  if (decimals > 9 || greatest * powers_of_ten[decimals] > 2147483646.0)
    return Numbers::narrowed(values, std::move(below_detection));
  const double power = powers_of_ten[decimals];
  std::vector<std::int32_t> mantissas(values.size());
  parallel_for(values.size(), std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row)
      mantissas[row] = std::isnan(values[row]) ? ScaledIntegers::missing
                                               : static_cast<std::int32_t>(std::nearbyint(values[row] * power));
  });
  return {ScaledIntegers{std::move(mantissas), decimals}, std::move(below_detection)};
}

ParsedColumn numbers_of(Reading& reading) {
  ParsedColumn column;
  column.type = reading.plan.kind == ColumnPlan::Kind::date ? ColumnType::date : ColumnType::number;
  std::vector<std::uint64_t> below_detection;
  int decimals = 0;
  double greatest = 0;
  for (Part& part : reading.parts) {
    column.not_numbers.insert(column.not_numbers.end(), std::make_move_iterator(part.not_numbers.begin()),
                              std::make_move_iterator(part.not_numbers.end()));
    below_detection.insert(below_detection.end(), part.below_detection.begin(), part.below_detection.end());
    if (column.missing_codes == 0) column.first_code = part.first_code;
    column.missing_codes += part.missing_codes;
    column.numbers += part.numbers;
    column.wrong += part.wrong;
    column.limits += part.limits;
    decimals = std::max(decimals, part.decimals);
    greatest = std::max(greatest, part.greatest);
  }
  if (column.type == ColumnType::date)
    column.data = Numbers::narrowed(reading.values);
  else
    column.data = narrowed(reading.values, decimals, greatest, std::move(below_detection));
  reading.values = {};
  return column;
}

ParsedColumn words_of(Reading& reading) {
  std::vector<std::string> names;
  Dictionary codes;
  for (std::size_t index = 0; index < reading.parts.size(); ++index) {
    Part& part = reading.parts[index];
    std::vector<std::uint32_t> global;
    for (const std::string& word : part.words) {
      const auto [entry, added] = codes.emplace(word, static_cast<std::uint32_t>(names.size()));
      if (added) names.push_back(word);
      global.push_back(entry->second);
    }
    const std::size_t end = std::min(reading.codes.size(), (index + 1) * grain);
    for (std::size_t row = index * grain; row < end; ++row)
      if (reading.codes[row] != Categories::missing) reading.codes[row] = global[reading.codes[row]];
  }
  ParsedColumn column;
  const bool free_text = reading.codes.size() > 50 && 2 * names.size() > reading.codes.size();
  column.type = free_text ? ColumnType::text : ColumnType::category;
  column.data = Categories::narrowed(std::move(names), reading.codes);
  reading.codes = {};
  return column;
}

bool has_more_words(const Reading& reading) {
  std::size_t numbers = 0, words = 0;
  for (const Part& part : reading.parts) {
    numbers += part.numbers + part.limits;
    words += part.wrong;
  }
  return words > numbers;
}

}  // namespace

std::vector<ParsedColumn> parse_columns(std::string_view text, const std::vector<CsvRow>& rows, char delimiter,
                                        const std::vector<ColumnPlan>& plans, Progress& progress) {
  std::vector<Reading> readings;
  readings.reserve(plans.size());
  for (const ColumnPlan& plan : plans) readings.emplace_back(plan, rows.size());
  read_all(text, rows, delimiter, readings, progress);

  // Columns whose first rows misled us are read once more.
  std::vector<Reading> second;
  second.reserve(plans.size());
  bool again = false;
  for (Reading& reading : readings) {
    ColumnPlan plan = reading.plan;
    const bool wrong = plan.kind != ColumnPlan::Kind::words && plan.may_become_words && has_more_words(reading);
    plan.kind = wrong ? ColumnPlan::Kind::words : ColumnPlan::Kind::skip;
    again = again || wrong;
    second.emplace_back(plan, rows.size());
  }
  if (again) read_all(text, rows, delimiter, second, progress);

  std::vector<ParsedColumn> columns;
  for (std::size_t column = 0; column < plans.size(); ++column) {
    Reading& reading = second[column].plan.kind == ColumnPlan::Kind::words ? second[column] : readings[column];
    columns.push_back(reading.plan.kind == ColumnPlan::Kind::words  ? words_of(reading)
                      : reading.plan.kind == ColumnPlan::Kind::skip ? ParsedColumn{}
                                                                    : numbers_of(reading));
  }
  return columns;
}

}  // namespace lode::io
