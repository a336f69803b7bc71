#include "core/array_notes.h"

#include <cstdint>
#include <limits>
#include <utility>

namespace lode {

namespace {

const std::vector<std::string>* note_of(const ArrayNotes& notes, const std::string& column, const char* what) {
  const auto found = notes.find(column + what);
  return found == notes.end() || found->second.empty() ? nullptr : &found->second;
}

/// Codes as they stand in an array: integers from 0, any other number missing.
template <typename Code>
bool take_codes(const ScaledIntegers& values, std::size_t names, std::vector<Code>& codes) {
  constexpr Code missing = std::numeric_limits<Code>::max();
  codes.resize(values.mantissas.size());
  for (std::size_t row = 0; row < codes.size(); ++row) {
    const std::int32_t value = values.mantissas[row];
    const bool none = value < 0 || static_cast<std::uint32_t>(value) == missing;
    if (!none && static_cast<std::size_t>(value) >= names) return false;
    codes[row] = none ? missing : static_cast<Code>(value);
  }
  return true;
}

template <typename Code>
bool make_categories(const ScaledIntegers& values, const std::vector<std::string>& names, Column& column) {
  std::vector<Code> codes;
  if (!take_codes(values, names.size(), codes)) return false;
  column.data = Categories(names, SharedArray<Code>(std::move(codes)));
  column.type = ColumnType::category;
  return true;
}

void apply_names(const std::vector<std::string>& names, Column& column) {
  const Numbers* numbers = column.numbers();
  const auto* values = numbers == nullptr ? nullptr : std::get_if<ScaledIntegers>(&numbers->storage());
  if (values == nullptr || values->decimals != 0) return;
  const ScaledIntegers kept = *values;  // the column is written over
  if (names.size() < std::numeric_limits<std::uint8_t>::max())
    make_categories<std::uint8_t>(kept, names, column);
  else if (names.size() < std::numeric_limits<std::uint16_t>::max())
    make_categories<std::uint16_t>(kept, names, column);
  else
    make_categories<std::uint32_t>(kept, names, column);
}

}  // namespace

ArrayNotes array_notes_of(const Column& column) {
  ArrayNotes notes;
  if (!column.unit.empty()) notes[column.name + ".unit"] = {column.unit};
  if (const Categories* categories = column.categories()) notes[column.name + ".names"] = categories->names();
  if (column.type == ColumnType::date || column.type == ColumnType::text)
    notes[column.name + ".type"] = {name(column.type)};
  return notes;
}

void apply_notes(const ArrayNotes& notes, Column& column) {
  if (notes.empty()) return;
  if (const auto* unit = note_of(notes, column.name, ".unit")) column.unit = unit->front();
  if (const auto* names = note_of(notes, column.name, ".names")) apply_names(*names, column);
  const auto* type = note_of(notes, column.name, ".type");
  if (type == nullptr) return;
  if (type->front() == "date" && column.numbers() != nullptr) column.type = ColumnType::date;
  if (type->front() == "text" && column.categories() != nullptr) column.type = ColumnType::text;
}

}  // namespace lode
