#include "io/database_dates.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "io/csv_table.h"
#include "io/values.h"

namespace lode::io {

namespace {

constexpr std::size_t most_bytes = 1 << 18;

/// A date of the column that reads as one in this order alone.
std::string example_of(const std::vector<std::string>& texts, DateOrder order) {
  const DateOrder other = order == DateOrder::month_first ? DateOrder::day_first : DateOrder::month_first;
  const auto tells = [&](const std::string& text) {
    return !std::isnan(days_from_cell(text, order)) && std::isnan(days_from_cell(text, other));
  };
  const auto found = std::ranges::find_if(texts, tells);
  return found == texts.end() ? "" : *found;
}

/// Not of remarks that begin with a date now and then.
bool is_of_dates(const std::vector<std::string>& texts) {
  std::size_t dates = 0, others = 0;
  for (const std::string& text : texts) {
    if (trim(text).empty()) continue;
    const bool date = !std::isnan(days_from_cell(text)) || !std::isnan(days_from_cell(text, DateOrder::month_first));
    ++(date ? dates : others);
  }
  return dates >= 4 * others && dates > 0;
}

void look_at(const CsvFile& csv, DatabaseDates& dates, bool& disagree) {
  for (const ColumnSample& column : sample_columns(csv)) {
    if (column.number || !is_of_dates(column.texts)) continue;
    const DateOrderFound found = find_date_order(column.texts);
    dates.any_open = dates.any_open || !found.certain;
    if (!found.shown || found.order == DateOrder::year_first) continue;
    disagree = disagree || (dates.order != DateOrder::from_values && dates.order != found.order);
    if (dates.order != DateOrder::from_values) continue;
    dates.order = found.order;
    dates.told_by = example_of(column.texts, found.order) + " in " + utf8(csv.file.filename());
  }
}

}  // namespace

DatabaseDates dates_of_database(const Source& source) {
  DatabaseDates dates;
  bool disagree = false;
  for (const SourceFile& file : source.files) {
    try {
      look_at(open_csv(file.path, source, most_bytes), dates, disagree);
    } catch (const Error&) {  // reading the table itself says what is wrong with it
      continue;
    }
  }
  if (disagree) dates.order = DateOrder::from_values;
  return dates;
}

}  // namespace lode::io
