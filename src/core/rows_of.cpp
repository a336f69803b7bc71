#include <algorithm>

#include "core/table.h"

namespace lode {

namespace {

template <typename T>
SharedArray<T> gathered(const SharedArray<T>& values, std::span<const std::uint64_t> rows) {
  std::vector<T> result;
  result.reserve(rows.size());
  for (const std::uint64_t row : rows) result.push_back(values[row]);
  return result;
}

Numbers gathered(const Numbers& numbers, std::span<const std::uint64_t> rows) {
  std::vector<std::uint64_t> below_detection;
  if (!numbers.below_detection().empty())
    for (std::uint64_t i = 0; i < rows.size(); ++i)
      if (numbers.is_below_detection(rows[i])) below_detection.push_back(i);
  if (const auto* scaled = std::get_if<ScaledIntegers>(&numbers.storage()))
    return {ScaledIntegers{gathered(scaled->mantissas, rows), scaled->decimals}, std::move(below_detection)};
  if (const auto* floats = std::get_if<SharedArray<float>>(&numbers.storage()))
    return {gathered(*floats, rows), std::move(below_detection)};
  return {gathered(std::get<SharedArray<double>>(numbers.storage()), rows), std::move(below_detection)};
}

Categories gathered(const Categories& categories, std::span<const std::uint64_t> rows) {
  return {categories.names(), std::visit([&](const auto& codes) -> Categories::Codes { return gathered(codes, rows); },
                                         categories.codes())};
}

}  // namespace

Table rows_of(const Table& table, std::span<const std::uint64_t> rows) {
  Table result;
  result.name = table.name;
  result.role = table.role;
  result.file = table.file;
  result.rows = rows.size();
  result.rows_read = table.rows_read;
  result.rows_rejected = table.rows_read - std::min<std::uint64_t>(table.rows_read, rows.size());
  for (const Column& column : table.columns) {
    Column taken{column.name, column.unit, column.type, column.role, {}};
    std::visit([&](const auto& values) { taken.data = gathered(values, rows); }, column.data);
    result.columns.push_back(std::move(taken));
  }
  std::vector<std::uint32_t> lines;
  lines.reserve(rows.size());
  for (const std::uint64_t row : rows) lines.push_back(static_cast<std::uint32_t>(table.lines[row]));
  result.lines.lines = std::move(lines);
  return result;
}

}  // namespace lode
