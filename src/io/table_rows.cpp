#include "io/table_rows.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/parallel.h"
#include "io/reordered_table.h"

namespace lode::io {

namespace {

/// Some rows of a table, in ranges: those whose rows follow one another in the table too are copied.
class Selection {
 public:
  explicit Selection(const std::vector<std::uint32_t>& of_rows)
      : rows_(of_rows), together_((of_rows.size() + range_rows - 1) / range_rows) {
    for_each_range([&](std::size_t begin, std::size_t end) {
      std::uint32_t other = 0;
      for (std::size_t row = begin; row < end; ++row)
        other |= (rows_[row] - rows_[begin]) ^ static_cast<std::uint32_t>(row - begin);
      together_[begin / range_rows] = other == 0 ? 1 : 0;
    });
  }

  std::size_t size() const { return rows_.size(); }

  template <typename T>
  SharedArray<T> gathered(const SharedArray<T>& values) const {
    const std::shared_ptr<T[]> some = std::make_shared_for_overwrite<T[]>(rows_.size());
    for_each_range([&, of_rows = values.data(), to = some.get()](std::size_t begin, std::size_t end) {
      if (together_[begin / range_rows] != 0)
        std::copy_n(of_rows + rows_[begin], end - begin, to + begin);
      else
        for (std::size_t row = begin; row < end; ++row) to[row] = of_rows[rows_[row]];
    });
    return {std::span<const T>(some.get(), rows_.size()), some};
  }

  SharedArray<std::uint32_t> row_numbers(std::uint32_t first) const {
    const std::shared_ptr<std::uint32_t[]> some = std::make_shared_for_overwrite<std::uint32_t[]>(rows_.size());
    for_each_range([&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) some[row] = first + rows_[row];
    });
    return {std::span<const std::uint32_t>(some.get(), rows_.size()), some};
  }

 private:
  static constexpr std::size_t range_rows = 128;

  /// Calls function(begin, end).
  template <typename Function>
  void for_each_range(const Function& function) const {
    constexpr std::size_t rows_at_once = 2048 * range_rows;
    parallel_for(rows_.size(), rows_at_once, [&](std::size_t first, std::size_t last) {
      for (std::size_t begin = first; begin < last; begin += range_rows)
        function(begin, std::min(last, begin + range_rows));
    });
  }

  const std::vector<std::uint32_t>& rows_;
  std::vector<char> together_;  ///< one a range
};

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
  return reordered(std::move(table), Selection(rows));
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
