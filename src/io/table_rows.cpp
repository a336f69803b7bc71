#include "io/table_rows.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/parallel.h"

namespace lode::io {

namespace {

/// Some rows of a table, and the order they are gathered in.
struct Selection {
  const std::vector<std::uint32_t>& rows;
  std::vector<RowRange> ranges;
  std::vector<char> together;  ///< one a range: its rows follow one another in the table too

  Selection(const std::vector<std::uint32_t>& of_rows, std::vector<RowRange> of_ranges)
      : rows(of_rows), ranges(std::move(of_ranges)), together(ranges.size()) {
    for_each_range([&](std::size_t i) {
      const auto [begin, end] = ranges[i];
      std::uint32_t other = 0;
      for (std::uint32_t row = begin; row < end; ++row) other |= (rows[row] - rows[begin]) ^ (row - begin);
      together[i] = other == 0 ? 1 : 0;
    });
  }

  template <typename Function>
  void for_each_range(const Function& function) const {
    constexpr std::size_t ranges_at_once = 2048;
    parallel_for(ranges.size(), ranges_at_once, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) function(i);
    });
  }

  template <typename T>
  SharedArray<T> gathered(const SharedArray<T>& values) const {
    const std::shared_ptr<T[]> some = std::make_shared_for_overwrite<T[]>(rows.size());
    for_each_range([&, of_rows = values.data(), to = some.get()](std::size_t i) {
      const auto [begin, end] = ranges[i];
      if (together[i] != 0)
        std::copy_n(of_rows + rows[begin], end - begin, to + begin);
      else
        for (std::uint32_t row = begin; row < end; ++row) to[row] = of_rows[rows[row]];
    });
    return {std::span<const T>(some.get(), rows.size()), some};
  }

  SharedArray<std::uint32_t> lines_of(const RowLines& lines) const {
    if (!lines.lines.empty()) return gathered(lines.lines);
    const std::shared_ptr<std::uint32_t[]> some = std::make_shared_for_overwrite<std::uint32_t[]>(rows.size());
    for_each_range([&](std::size_t i) {
      for (std::uint32_t row = ranges[i].begin; row < ranges[i].end; ++row)
        some[row] = static_cast<std::uint32_t>(lines.first + rows[row]);
    });
    return {std::span<const std::uint32_t>(some.get(), rows.size()), some};
  }
};

std::vector<RowRange> consecutive_ranges(std::size_t rows) {
  constexpr std::size_t range_rows = 128;
  std::vector<RowRange> ranges;
  for (std::size_t begin = 0; begin < rows; begin += range_rows) {
    const std::size_t end = std::min(rows, begin + range_rows);
    ranges.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }
  return ranges;
}

Numbers select(const Numbers& numbers, const Selection& selection) {
  std::vector<std::uint64_t> below_detection;
  if (!numbers.below_detection().empty())
    for (std::size_t row = 0; row < selection.rows.size(); ++row)
      if (numbers.is_below_detection(selection.rows[row])) below_detection.push_back(row);
  if (const auto* scaled = std::get_if<ScaledIntegers>(&numbers.storage()))
    return {ScaledIntegers{selection.gathered(scaled->mantissas), scaled->decimals}, std::move(below_detection)};
  if (const auto* floats = std::get_if<SharedArray<float>>(&numbers.storage()))
    return {selection.gathered(*floats), std::move(below_detection)};
  return {selection.gathered(std::get<SharedArray<double>>(numbers.storage())), std::move(below_detection)};
}

Categories select(const Categories& categories, const Selection& selection) {
  return std::visit(
      [&](const auto& codes) { return Categories(categories.names(), Categories::Codes(selection.gathered(codes))); },
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

Table select_rows(Table table, const std::vector<std::uint32_t>& rows, std::vector<RowRange> order) {
  const Selection selection(rows, order.empty() ? consecutive_ranges(rows.size()) : std::move(order));
  for (Column& column : table.columns) {
    if (const Numbers* numbers = column.numbers())
      column.data = select(*numbers, selection);
    else
      column.data = select(*column.categories(), selection);
  }
  table.lines.lines = selection.lines_of(table.lines);
  table.lines.first = RowLines{}.first;
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
