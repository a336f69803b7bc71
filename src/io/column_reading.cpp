#include "io/column_reading.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstring>

#include "core/parallel.h"
#include "core/text.h"

namespace lode::io {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t integer_powers_of_ten[] = {1,       10,        100,        1'000,       10'000,
                                                  100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};
constexpr int most_decimals = 9;
constexpr std::size_t most_narrow_codes = 255;
constexpr std::uint8_t narrow_missing = 255;
constexpr std::size_t most_at_once = 256;

template <typename T>
std::shared_ptr<T[]> untouched(std::size_t rows) {
  return std::make_shared_for_overwrite<T[]>(rows);
}

template <typename T>
SharedArray<T> shared(const std::shared_ptr<T[]>& memory, std::size_t rows) {
  return {std::span<const T>(memory.get(), rows), memory};
}

/// Calls function(first_row, part) for the rows of each part, all at once.
template <typename Function>
void for_each_part(const std::vector<ColumnPart>& parts, const std::vector<std::uint32_t>& rows_of,
                   Function&& function) {
  std::vector<std::size_t> first(parts.size(), 0);
  for (std::size_t part = 1; part < parts.size(); ++part) first[part] = first[part - 1] + rows_of[part - 1];
  parallel_for(parts.size(), 8, [&](std::size_t begin, std::size_t end) {
    for (std::size_t part = begin; part < end; ++part) function(first[part], part);
  });
}

/// Mantissas of all chunks at the most decimals that any has; false where one does not fit.
bool raise_to_common(std::int32_t* mantissas, const std::vector<ColumnPart>& parts,
                     const std::vector<std::uint32_t>& rows_of, int decimals) {
  std::atomic<bool> fits{true};
  for_each_part(parts, rows_of, [&](std::size_t first, std::size_t part) {
    const std::int64_t factor = integer_powers_of_ten[decimals - parts[part].decimals];
    if (factor == 1) return;
    for (std::size_t row = first; row < first + rows_of[part]; ++row) {
      if (mantissas[row] == ScaledIntegers::missing) continue;
      const std::int64_t raised = mantissas[row] * factor;
      if (std::abs(raised) > greatest_kept_mantissa) {
        fits = false;
        return;
      }
      mantissas[row] = static_cast<std::int32_t>(raised);
    }
  });
  return fits;
}

/// Counts and lists of all parts, rows counted from the column's first.
ParsedColumn gathered(std::vector<ColumnPart>& parts, const std::vector<std::uint32_t>& rows_of,
                      std::vector<std::uint64_t>& below_detection) {
  ParsedColumn column;
  std::uint64_t first = 0;
  for (std::size_t i = 0; i < parts.size(); first += rows_of[i++]) {
    ColumnPart& part = parts[i];
    for (NotANumber& cell : part.not_numbers) column.not_numbers.push_back({first + cell.row, std::move(cell.text)});
    for (const std::uint64_t row : part.below_detection) below_detection.push_back(first + row);
    if (column.missing_codes == 0) column.first_code = std::move(part.first_code);
    column.missing_codes += part.missing_codes;
    column.numbers += part.numbers;
    column.wrong += part.wrong;
    column.limits += part.limits;
  }
  return column;
}

Numbers numbers_of(const ColumnMemory& memory, const std::vector<ColumnPart>& parts, std::size_t rows,
                   std::vector<std::uint64_t> below_detection) {
  if (memory.doubles != nullptr) return Numbers::narrowed(shared(memory.doubles, rows), std::move(below_detection));
  const int decimals = parts.empty() ? 0 : parts.front().decimals;
  return {ScaledIntegers{shared(memory.mantissas, rows), decimals}, std::move(below_detection)};
}

/// Codes of the column from those of its chunks; `missing` and Categories::missing stay what they are.
template <typename To, typename From>
std::shared_ptr<To[]> recoded(const std::shared_ptr<From[]>& codes, std::shared_ptr<To[]> target,
                              const std::vector<std::vector<std::uint32_t>>& code_of,
                              const std::vector<ColumnPart>& parts, const std::vector<std::uint32_t>& rows_of) {
  for_each_part(parts, rows_of, [&](std::size_t first, std::size_t part) {
    const std::vector<std::uint32_t>& own = code_of[part];
    for (std::size_t row = first; row < first + rows_of[part]; ++row)
      target[row] = codes[row] == std::numeric_limits<From>::max() ? std::numeric_limits<To>::max()
                                                                   : static_cast<To>(own[codes[row]]);
  });
  return target;
}

template <typename From>
Categories::Codes codes_of(const std::shared_ptr<From[]>& codes, std::size_t names, std::size_t rows,
                           const std::vector<std::vector<std::uint32_t>>& code_of, const std::vector<ColumnPart>& parts,
                           const std::vector<std::uint32_t>& rows_of) {
  const auto recode = [&]<typename To>(std::shared_ptr<To[]> target) -> Categories::Codes {
    return shared(recoded<To>(codes, std::move(target), code_of, parts, rows_of), rows);
  };
  if constexpr (std::is_same_v<From, std::uint8_t>)
    if (names <= most_narrow_codes) return recode(codes);
  if constexpr (std::is_same_v<From, std::uint32_t>)
    if (names > 0xffff) return recode(codes);
  if (names <= most_narrow_codes) return recode(untouched<std::uint8_t>(rows));
  if (names <= 0xffff) return recode(untouched<std::uint16_t>(rows));
  return recode(untouched<std::uint32_t>(rows));
}

ParsedColumn words_of(const ColumnMemory& memory, std::vector<ColumnPart>& parts,
                      const std::vector<std::uint32_t>& rows_of, std::size_t rows) {
  std::vector<std::string> names;
  std::vector<std::vector<std::uint32_t>> code_of(parts.size());
  std::unordered_map<std::string, std::uint32_t> dictionary;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    for (std::string& word : parts[part].words) {
      const auto [entry, added] = dictionary.emplace(std::move(word), static_cast<std::uint32_t>(names.size()));
      if (added) names.push_back(entry->first);
      code_of[part].push_back(entry->second);
    }
    parts[part].words = {};
  }
  ParsedColumn column;
  const bool free_text = rows > 50 && 2 * names.size() > rows;
  column.type = free_text ? ColumnType::text : ColumnType::category;
  Categories::Codes codes = memory.codes != nullptr
                                ? codes_of(memory.codes, names.size(), rows, code_of, parts, rows_of)
                                : codes_of(memory.wide_codes, names.size(), rows, code_of, parts, rows_of);
  column.data = Categories(std::move(names), std::move(codes));
  return column;
}

}  // namespace

ColumnMemory::ColumnMemory(const ColumnPlan& plan, std::size_t rows) {
  switch (plan.kind) {
    case ColumnPlan::Kind::skip:
      return;
    case ColumnPlan::Kind::words:
      if (plan.wide)
        wide_codes = untouched<std::uint32_t>(rows);
      else
        codes = untouched<std::uint8_t>(rows);
      return;
    case ColumnPlan::Kind::number:
    case ColumnPlan::Kind::date:
      if (plan.wide)
        doubles = untouched<double>(rows);
      else
        mantissas = untouched<std::int32_t>(rows);
  }
}

void ColumnMemory::move_rows(std::size_t from, std::size_t to, std::size_t count) {
  const auto move = [&](auto& cells) {
    if (cells != nullptr) std::memmove(cells.get() + to, cells.get() + from, count * sizeof(cells[0]));
  };
  move(mantissas);
  move(doubles);
  move(codes);
  move(wide_codes);
}

ChunkColumn::ChunkColumn(const ColumnPlan& plan, const ColumnMemory& memory, ColumnPart& part, std::size_t first_row,
                         std::size_t rows)
    : plan_(&plan), part_(&part), mark_(plan.rules.decimal_mark) {
  const auto begin = [&](const auto& cells, auto missing) {
    if (cells == nullptr) return decltype(cells.get())(nullptr);
    std::fill_n(cells.get() + first_row, rows, missing);
    return cells.get() + first_row;
  };
  part = {};
  part.decimals = plan.decimals;
  mantissas_ = begin(memory.mantissas, ScaledIntegers::missing);
  doubles_ = begin(memory.doubles, nan);
  codes_ = begin(memory.codes, narrow_missing);
  wide_codes_ = begin(memory.wide_codes, Categories::missing);
  plain_numbers_ = plan.kind == ColumnPlan::Kind::number && plan.rules.missing_codes.empty();
  usual_decimals_ = std::min(plan.decimals, DecimalShape::most_decimals);
  plain_negatives_ = !plan.rules.drillhole_codes && !plan.rules.negative_below_detection;
}

void ChunkColumn::take(std::size_t row, std::string_view text) {
  switch (plan_->kind) {
    case ColumnPlan::Kind::skip:
      break;
    case ColumnPlan::Kind::number:
      take_number(row, text);
      break;
    case ColumnPlan::Kind::date:
      take_date(row, text);
      break;
    case ColumnPlan::Kind::words:
      take_word(row, text);
      break;
  }
}

namespace {

std::string_view without_blanks(const ColumnCells::Cell& cell) {
  return trim({cell.begin, static_cast<std::size_t>(cell.end - cell.begin)});
}

}  // namespace

void ChunkColumn::take_cells(const ColumnCells& cells, std::size_t first) {
  if (skipped()) return;
  if (plain_numbers_) {
    for (std::size_t row = 0; row < cells.rows; row += most_at_once)
      take_decimals(cells.some(row, most_at_once), first + row);
    return;
  }
  if (codes_ != nullptr) return take_words(cells, codes_ + first);
  if (wide_codes_ != nullptr) return take_words(cells, wide_codes_ + first);
  for (std::size_t row = 0; row < cells.rows; ++row) take(first + row, without_blanks(cells[row]));
}

/// At most `most_at_once` cells.
void ChunkColumn::take_decimals(const ColumnCells& cells, std::size_t first) {
  std::array<std::int64_t, most_at_once> mantissas;
  std::array<std::uint16_t, most_at_once + 1> others;
  const std::size_t count =
      read_decimals(cells, {mark_, usual_decimals_}, instructions(), mantissas.data(), others.data());
  if (count == 0 && store_all(mantissas.data(), cells.rows, first)) return;
  others[count] = most_at_once;
  std::size_t other = 0;
  int decimals_of_others = usual_decimals_;
  for (std::size_t i = 0; i < cells.rows; ++i) {
    if (i == others[other]) {
      ++other;
      take_other(first + i, cells[i], decimals_of_others);
    } else if (mantissas[i] >= 0 || plain_negatives_) {
      store_plain(first + i, {std::abs(mantissas[i]), usual_decimals_, mantissas[i] < 0});
    } else {
      take_number(first + i, without_blanks(cells[i]));
    }
  }
  if (2 * count > cells.rows) usual_decimals_ = std::min(decimals_of_others, DecimalShape::most_decimals);
}

/// Stores plain decimals of the usual decimals where all of them fit as they are; else stores nothing that stays.
bool ChunkColumn::store_all(const std::int64_t* mantissas, std::size_t count, std::size_t first) {
  if (mantissas_ == nullptr || usual_decimals_ != part_->decimals) return false;
  const std::int64_t lowest = plain_negatives_ ? -greatest_kept_mantissa : 0;
  std::int32_t* const to = mantissas_ + first;
  std::uint64_t outside = 0;
  for (std::size_t i = 0; i < count; ++i) {
    to[i] = static_cast<std::int32_t>(mantissas[i]);
    outside |= static_cast<std::uint64_t>(mantissas[i] - lowest) |  // negative: outside
               static_cast<std::uint64_t>(greatest_kept_mantissa - mantissas[i]);
  }
  if (outside >> 63 != 0) {
    std::fill_n(to, count, ScaledIntegers::missing);
    return false;
  }
  part_->numbers += count;
  return true;
}

/// A cell that is not as most are; a number tells its decimals.
void ChunkColumn::take_other(std::size_t row, const ColumnCells::Cell& cell, int& decimals) {
  const char* at = cell.begin;
  PlainNumber number;
  if (!read_plain(at, mark_, number) || at != cell.end || (number.negative && !plain_negatives_))
    return take_number(row, without_blanks(cell));
  decimals = number.decimals;
  store_plain(row, number);
}

template <typename Code>
void ChunkColumn::take_words(const ColumnCells& cells, Code* codes) {
  for (std::size_t row = 0; row < cells.rows && !part_->too_narrow; ++row) {
    const ColumnCells::Cell cell = cells[row];
    const auto size = static_cast<std::size_t>(cell.end - cell.begin);
    if (size == 0) continue;
    if (size > WordCodes::most_bytes) {
      codes[row] = static_cast<Code>(code_of_cell(without_blanks(cell)));
      continue;
    }
    const WordCodes::Key key = WordCodes::key_of(cell.end, size);
    const std::uint32_t* known = short_words_.find(key);
    const std::uint32_t code = known != nullptr ? *known : code_of_cell(without_blanks(cell));
    if (known == nullptr) short_words_.set(key, code);
    codes[row] = static_cast<Code>(code);
  }
}

/// Of a word that may be blank.
std::uint32_t ChunkColumn::code_of_cell(std::string_view text) {
  if (text.empty()) return Categories::missing;
  if (text != last_word_) last_code_ = code_of(text);
  return last_code_;
}

void ChunkColumn::take_number(std::size_t row, std::string_view text) {
  const Cell cell = parse_cell(text, plan_->rules);
  switch (cell.kind) {
    case CellKind::missing:
      return;
    case CellKind::missing_code:
      if (part_->missing_codes++ == 0) part_->first_code = text;
      return;
    case CellKind::word:
      return take_wrong(row, text);
    case CellKind::below_detection:
      ++part_->limits;
      if (plan_->rules.limit_stands_as == BelowDetection::missing) return;
      if (plan_->rules.limit_stands_as == BelowDetection::half_limit) part_->below_detection.push_back(row);
      return store(row, stand_in(cell.value), cell.decimals);
    case CellKind::number:
      ++part_->numbers;
      store(row, cell.value, cell.decimals);
  }
}

/// What stands for a value below detection, given half its limit.
double ChunkColumn::stand_in(double half_limit) const {
  if (plan_->rules.limit_stands_as == BelowDetection::zero) return 0;
  return plan_->rules.limit_stands_as == BelowDetection::limit ? 2 * half_limit : half_limit;
}

void ChunkColumn::take_date(std::size_t row, std::string_view text) {
  if (is_missing_word(text)) return;
  const double days = days_from_cell(text, plan_->rules.date_order);
  if (std::isnan(days)) return take_wrong(row, text);
  ++part_->numbers;
  store(row, days, 0);
}

/// Of a column of words each cell comes here: a few texts say enough.
void ChunkColumn::take_wrong(std::size_t row, std::string_view text) {
  constexpr std::size_t most_of_a_part = 256;
  ++part_->wrong;
  if (part_->not_numbers.size() < most_of_a_part) part_->not_numbers.push_back({row, std::string(text.substr(0, 200))});
}

void ChunkColumn::take_word(std::size_t row, std::string_view text) { store_code(row, code_of_cell(text)); }

std::uint32_t ChunkColumn::code_of(std::string_view text) {
  auto found = dictionary_.find(text);
  if (found == dictionary_.end()) {
    std::uint32_t code = Categories::missing;
    if (!is_missing_word(text)) {
      code = static_cast<std::uint32_t>(part_->words.size());
      part_->words.emplace_back(text);
      if (codes_ != nullptr && part_->words.size() > most_narrow_codes) part_->too_narrow = true;
    }
    found = dictionary_.emplace(text, code).first;
  }
  last_word_ = found->first;
  return found->second;
}

void ChunkColumn::store(std::size_t row, double value, int decimals) {
  if (doubles_ != nullptr) {
    doubles_[row] = value;
    return;
  }
  const double mantissa = decimals > most_decimals ? nan : std::nearbyint(value * column_powers_of_ten[decimals]);
  if (std::abs(mantissa) < 1e15)
    store_mantissa(row, static_cast<std::int64_t>(mantissa), decimals);
  else
    part_->too_narrow = true;
}

void ChunkColumn::store_mantissa(std::size_t row, std::int64_t mantissa, int decimals) {
  if (plan_->drop_zeros)
    for (; decimals > 0 && mantissa % 10 == 0; --decimals) mantissa /= 10;
  if (part_->too_narrow) return;
  const bool fits = decimals <= most_decimals && std::abs(mantissa) <= greatest_kept_mantissa &&
                    (decimals <= part_->decimals || raise(row, decimals));
  if (fits) mantissa *= integer_powers_of_ten[part_->decimals - decimals];
  if (fits && std::abs(mantissa) <= greatest_kept_mantissa)
    mantissas_[row] = static_cast<std::int32_t>(mantissa);
  else
    part_->too_narrow = true;
}

/// Brings the chunk's mantissas so far to more decimals; false where one does not fit.
bool ChunkColumn::raise(std::size_t rows, int decimals) {
  const std::int64_t factor = integer_powers_of_ten[decimals - part_->decimals];
  for (std::size_t row = 0; row < rows; ++row) {
    if (mantissas_[row] == ScaledIntegers::missing) continue;
    const std::int64_t raised = mantissas_[row] * factor;
    if (std::abs(raised) > greatest_kept_mantissa) return false;
    mantissas_[row] = static_cast<std::int32_t>(raised);
  }
  part_->decimals = decimals;
  return true;
}

bool settle_width(const ColumnMemory& memory, std::vector<ColumnPart>& parts,
                  const std::vector<std::uint32_t>& rows_of) {
  int decimals = 0;
  for (const ColumnPart& part : parts) {
    if (part.too_narrow) return false;
    decimals = std::max(decimals, part.decimals);
  }
  if (memory.mantissas == nullptr) return true;
  if (!raise_to_common(memory.mantissas.get(), parts, rows_of, decimals)) return false;
  for (ColumnPart& part : parts) part.decimals = decimals;
  return true;
}

ParsedColumn finish_column(const ColumnPlan& plan, ColumnMemory memory, std::vector<ColumnPart> parts,
                           const std::vector<std::uint32_t>& rows_of, std::size_t rows) {
  if (plan.kind == ColumnPlan::Kind::skip) return {};
  if (plan.kind == ColumnPlan::Kind::words) return words_of(memory, parts, rows_of, rows);
  std::vector<std::uint64_t> below_detection;
  ParsedColumn column = gathered(parts, rows_of, below_detection);
  column.type = plan.kind == ColumnPlan::Kind::date ? ColumnType::date : ColumnType::number;
  column.data = numbers_of(memory, parts, rows, std::move(below_detection));
  return column;
}

}  // namespace lode::io
