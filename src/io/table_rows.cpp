#include "io/table_rows.h"

#include <cmath>

#include "core/parallel.h"

namespace lode::io {

namespace {

template <typename T>
SharedArray<T> gathered(const SharedArray<T>& values, const std::vector<std::uint32_t>& rows) {
  std::vector<T> some(rows.size());
  parallel_for(rows.size(), std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) some[row] = values[rows[row]];
  });
  return some;
}

Numbers select(const Numbers& numbers, const std::vector<std::uint32_t>& rows) {
  std::vector<std::uint64_t> below_detection;
  if (!numbers.below_detection().empty())
    for (std::size_t row = 0; row < rows.size(); ++row)
      if (numbers.is_below_detection(rows[row])) below_detection.push_back(row);
  if (const auto* scaled = std::get_if<ScaledIntegers>(&numbers.storage()))
    return {ScaledIntegers{gathered(scaled->mantissas, rows), scaled->decimals}, std::move(below_detection)};
  if (const auto* floats = std::get_if<SharedArray<float>>(&numbers.storage()))
    return {gathered(*floats, rows), std::move(below_detection)};
  return {gathered(std::get<SharedArray<double>>(numbers.storage()), rows), std::move(below_detection)};
}

Categories select(const Categories& categories, const std::vector<std::uint32_t>& rows) {
  return std::visit(
      [&](const auto& codes) { return Categories(categories.names(), Categories::Codes(gathered(codes, rows))); },
      categories.codes());
}

const Column* same_column(const Table& table, const Column& column) {
  const bool key = column.role != ColumnRole::attribute && column.role != ColumnRole::ignored;
  if (key) return table.find(column.role);
  const Column* found = table.find(column.name);
  return found != nullptr && found->role == column.role ? found : nullptr;
}

/// The cells of a column that may be absent in one of two tables, the second below the first.
Column stacked(const Column* top, std::size_t top_rows, const Column* below, std::size_t below_rows) {
  const Column& any = top != nullptr ? *top : *below;
  const bool numbers =
      (top == nullptr || top->numbers() != nullptr) && (below == nullptr || below->numbers() != nullptr);
  Column column{any.name, any.unit, any.type, any.role, {}};
  if (numbers) {
    std::vector<double> values(top_rows + below_rows, std::nan(""));
    std::vector<std::uint64_t> below_detection;
    const auto take = [&](const Column* part, std::size_t rows, std::size_t first) {
      if (part == nullptr) return;
      for (std::size_t row = 0; row < rows; ++row) values[first + row] = (*part->numbers())[row];
      for (const std::uint64_t row : part->numbers()->below_detection()) below_detection.push_back(first + row);
    };
    take(top, top_rows, 0);
    take(below, below_rows, top_rows);
    column.data = Numbers::narrowed(values, std::move(below_detection));
    return column;
  }
  std::vector<std::string> words(top_rows + below_rows);
  for (std::size_t row = 0; row < words.size(); ++row) {
    const Column* part = row < top_rows ? top : below;
    if (part != nullptr) words[row] = part->text(row < top_rows ? row : row - top_rows);
  }
  if (column.type == ColumnType::number || column.type == ColumnType::date) column.type = ColumnType::category;
  column.data = Categories::of(words);
  return column;
}

}  // namespace

Table select_rows(Table table, const std::vector<std::uint32_t>& rows) {
  for (Column& column : table.columns) {
    if (const Numbers* numbers = column.numbers())
      column.data = select(*numbers, rows);
    else
      column.data = select(*column.categories(), rows);
  }
  std::vector<std::uint32_t> lines(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) lines[row] = static_cast<std::uint32_t>(table.lines[rows[row]]);
  table.lines = {};
  table.lines.lines = std::move(lines);
  table.rows = rows.size();
  table.rows_rejected = table.rows_read - rows.size();
  return table;
}

Table append_rows(const Table& table, const Table& more) {
  Table both;
  both.name = table.name;
  both.role = table.role;
  both.file = table.file;
  both.rows = table.rows + more.rows;
  both.rows_read = table.rows_read + more.rows_read;
  both.rows_rejected = table.rows_rejected + more.rows_rejected;
  for (const Column& column : table.columns)
    both.columns.push_back(stacked(&column, table.rows, same_column(more, column), more.rows));
  for (const Column& column : more.columns)
    if (same_column(table, column) == nullptr) both.columns.push_back(stacked(nullptr, table.rows, &column, more.rows));
  std::vector<std::uint32_t> lines;
  for (std::size_t row = 0; row < table.rows; ++row) lines.push_back(static_cast<std::uint32_t>(table.lines[row]));
  for (std::size_t row = 0; row < more.rows; ++row) lines.push_back(static_cast<std::uint32_t>(more.lines[row]));
  both.lines.lines = std::move(lines);
  return both;
}

}  // namespace lode::io
