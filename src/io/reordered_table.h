// A table's rows in another order.
#pragma once

#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "core/table.h"

namespace lode::io {

/// The table with the rows of an order: any class with
///   std::size_t size() const                                        how many rows there are then
///   SharedArray<T> gathered(const SharedArray<T>& of_rows) const
///   SharedArray<std::uint32_t> row_numbers(std::uint32_t first) const  of the old rows, counted from `first`
/// Columns are let go of one by one, so that at most one is there twice.
template <typename Order>
Table reordered(Table table, const Order& order) {
  const auto numbers_of = [&](const Numbers& numbers) -> Numbers {
    std::vector<std::uint64_t> below_detection;
    if (!numbers.below_detection().empty()) {
      const SharedArray<std::uint32_t> rows = order.row_numbers(0);
      for (std::size_t to = 0; to < rows.size(); ++to)
        if (numbers.is_below_detection(rows[to])) below_detection.push_back(to);
    }
    if (const auto* scaled = std::get_if<ScaledIntegers>(&numbers.storage()))
      return {ScaledIntegers{order.gathered(scaled->mantissas), scaled->decimals}, std::move(below_detection)};
    if (const auto* floats = std::get_if<SharedArray<float>>(&numbers.storage()))
      return {order.gathered(*floats), std::move(below_detection)};
    return {order.gathered(std::get<SharedArray<double>>(numbers.storage())), std::move(below_detection)};
  };
  const auto categories_of = [&](const Categories& categories) {
    return std::visit(
        [&](const auto& codes) { return Categories(categories.names(), Categories::Codes(order.gathered(codes))); },
        categories.codes());
  };
  for (Column& column : table.columns) {
    if (const Numbers* numbers = column.numbers())
      column.data = numbers_of(*numbers);
    else
      column.data = categories_of(*column.categories());
  }
  table.lines.lines = table.lines.lines.empty() ? order.row_numbers(static_cast<std::uint32_t>(table.lines.first))
                                                : order.gathered(table.lines.lines);
  table.lines.first = RowLines{}.first;
  table.rows = order.size();
  table.rows_rejected = table.rows_read - order.size();
  return table;
}

}  // namespace lode::io
