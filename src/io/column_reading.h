// A column while it is read: narrow memory that chunks of rows fill all at once.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "io/cell_ends.h"
#include "io/csv_columns.h"
#include "io/decimal_cells.h"
#include "io/eight_bytes.h"
#include "io/word_codes.h"

namespace lode::io {

inline constexpr std::int64_t greatest_kept_mantissa = 2147483646;

/// What one chunk adds to a column beside its cells.
struct ColumnPart {
  std::vector<NotANumber> not_numbers;         ///< rows as in the chunk, from 0
  std::vector<std::uint64_t> below_detection;  ///< likewise
  std::vector<std::string> words;              ///< the chunk's own codes
  std::string first_code;
  std::uint64_t missing_codes = 0, numbers = 0, wrong = 0, limits = 0;
  int decimals = 0;         ///< of the chunk's mantissas
  bool too_narrow = false;  ///< cells did not fit what was foreseen: the column is to be read again
};

/// The cells of a column: nothing, mantissas, doubles, or codes.
struct ColumnMemory {
  std::shared_ptr<std::int32_t[]> mantissas;
  std::shared_ptr<double[]> doubles;
  std::shared_ptr<std::uint8_t[]> codes;
  std::shared_ptr<std::uint32_t[]> wide_codes;

  ColumnMemory(const ColumnPlan& plan, std::size_t rows);
  /// Moves cells towards the front.
  void move_rows(std::size_t from, std::size_t to, std::size_t count);
};

struct PlainNumber;

/// The cells of one chunk and column, taken in order. Rows count from the chunk's first.
class ChunkColumn {
 public:
  /// All `rows` cells are missing until taken.
  ChunkColumn(const ColumnPlan& plan, const ColumnMemory& memory, ColumnPart& part, std::size_t first_row,
              std::size_t rows);

  static constexpr std::size_t some_bytes = 9;

  bool skipped() const { return plan_->kind == ColumnPlan::Kind::skip; }

  /// A plain decimal that starts at `at` and is the whole cell, up to `delimiter` or `row_end`: taken, and `at` moved
  /// behind it. False: nothing happened. `row_end` stands on a character that is no digit, and `some_bytes` from there
  /// on can be read.
  bool take_plain(const char*& at, const char* row_end, char delimiter, std::size_t row);

  /// Likewise a word that the cell before had.
  bool take_repeated(const char*& at, const char* row_end, char delimiter, std::size_t row);

  /// Any cell, without quotes and blanks around.
  void take(std::size_t row, std::string_view text);

  static constexpr std::size_t bytes_before_cells = bytes_before_decimal;

  /// The cells of rows `first` and those behind it, none of which has quotes. `bytes_before_cells` in front of the
  /// first one's end and `some_bytes` from the last one's end on can be read.
  void take_cells(const ColumnCells& cells, std::size_t first);

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  void take_decimals(const ColumnCells& cells, std::size_t first);
  bool store_all(const std::int64_t* mantissas, std::size_t count, std::size_t first);
  void take_other(std::size_t row, const ColumnCells::Cell& cell, int& decimals);
  void store_plain(std::size_t row, const PlainNumber& number);
  template <typename Code>
  void take_words(const ColumnCells& cells, Code* codes);
  void take_number(std::size_t row, std::string_view text);
  void take_date(std::size_t row, std::string_view text);
  void take_word(std::size_t row, std::string_view text);
  void take_wrong(std::size_t row, std::string_view text);
  void store(std::size_t row, double value, int decimals);
  void store_mantissa(std::size_t row, std::int64_t mantissa, int decimals);
  bool raise(std::size_t rows, int decimals);
  void store_code(std::size_t row, std::uint32_t code);
  std::uint32_t code_of(std::string_view text);
  std::uint32_t code_of_cell(std::string_view text);
  double stand_in(double half_limit) const;

  const ColumnPlan* plan_;
  ColumnPart* part_;
  std::int32_t* mantissas_ = nullptr;
  double* doubles_ = nullptr;
  std::uint8_t* codes_ = nullptr;
  std::uint32_t* wide_codes_ = nullptr;
  bool plain_numbers_ = false;  ///< plain decimals are what they say, whatever the rules
  bool plain_negatives_ = false;
  int usual_decimals_ = 0;  ///< of plain decimals, as far as it is known
  char mark_;
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> dictionary_;
  std::string_view last_word_;
  std::uint32_t last_code_ = Categories::missing;
  WordCodes short_words_;
};

/// Brings the chunks of a column to one number of decimals; false where cells do not fit what was foreseen, so that the
/// column is to be read again as a wide one.
bool settle_width(const ColumnMemory& memory, std::vector<ColumnPart>& parts,
                  const std::vector<std::uint32_t>& rows_of);

/// One column's cells and parts, settled, as the column that is kept; `rows_of` says how many rows each part has.
ParsedColumn finish_column(const ColumnPlan& plan, ColumnMemory memory, std::vector<ColumnPart> parts,
                           const std::vector<std::uint32_t>& rows_of, std::size_t rows);

inline constexpr double column_powers_of_ten[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// How many of the eight characters at `at` are digits, up to the first that is none; `value` is theirs.
inline int leading_digits(const char* at, std::uint64_t& value) {
  const std::uint64_t bytes = eight_bytes(at) ^ bytes_of('0');
  const std::uint64_t others = no_digits(bytes);
  const int digits = others == 0 ? 8 : std::countr_zero(others) / 8;
  if (digits > 0) value = number_of_digits(bytes << 8 * (8 - digits));  // zeros in front
  return digits;
}

inline constexpr std::uint64_t powers_of_digits[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

/// Digits at `at` behind those of `number`; returns where they end. Of more than 18 the number is none.
inline const char* take_digits(const char* at, std::uint64_t& number) {
  for (;;) {
    std::uint64_t value = 0;
    const int digits = leading_digits(at, value);
    if (digits > 0) number = number * powers_of_digits[digits] + value;
    at += digits;
    if (digits < 8) return at;
  }
}

inline bool ChunkColumn::take_repeated(const char*& at, const char* row_end, char delimiter, std::size_t row) {
  const std::size_t size = last_word_.size();
  if (size == 0 || static_cast<std::size_t>(row_end - at) < size || std::memcmp(at, last_word_.data(), size) != 0)
    return false;
  const char* const end = at + size;
  if (*end != delimiter && end != row_end) return false;
  at = end;
  store_code(row, last_code_);
  return true;
}

inline void ChunkColumn::store_code(std::size_t row, std::uint32_t code) {
  if (code == Categories::missing || part_->too_narrow) return;
  if (codes_ != nullptr)
    codes_[row] = static_cast<std::uint8_t>(code);
  else
    wide_codes_[row] = code;
}

/// A plain decimal: value = (negative ? -1 : 1) * mantissa / 10^decimals.
struct PlainNumber {
  std::int64_t mantissa = 0;
  int decimals = 0;
  bool negative = false;
};

/// Moves `at` behind a plain decimal of at most 15 digits that starts there; false where there is none.
inline bool read_plain(const char*& at, char mark, PlainNumber& number) {
  constexpr std::ptrdiff_t most_digits = 15;  // mantissa and power are exact, so the quotient is the nearest double
  number.negative = *at == '-';
  if (number.negative) ++at;
  const char* const begin = at;
  std::uint64_t mantissa = 0;
  at = take_digits(at, mantissa);
  std::ptrdiff_t digits = at - begin;
  number.decimals = 0;
  if (*at == mark || *at == '.') {
    const char* const after = ++at;
    at = take_digits(at, mantissa);
    number.decimals = static_cast<int>(at - after);
    digits += number.decimals;
  }
  number.mantissa = static_cast<std::int64_t>(mantissa);
  return digits > 0 && digits <= most_digits;
}

inline bool ChunkColumn::take_plain(const char*& at, const char* row_end, char delimiter, std::size_t row) {
  if (!plain_numbers_) return false;
  const char* end = at;
  PlainNumber number;
  if (!read_plain(end, mark_, number) || (*end != delimiter && end != row_end) ||
      (number.negative && !plain_negatives_))
    return false;
  at = end;
  store_plain(row, number);
  return true;
}

inline void ChunkColumn::store_plain(std::size_t row, const PlainNumber& number) {
  const std::int64_t mantissa = number.negative ? -number.mantissa : number.mantissa;
  ++part_->numbers;
  if (mantissas_ == nullptr) {
    const double value = static_cast<double>(number.mantissa) / column_powers_of_ten[number.decimals];
    doubles_[row] = number.negative ? -value : value;
  } else if (number.decimals == part_->decimals && number.mantissa <= greatest_kept_mantissa) {
    mantissas_[row] = static_cast<std::int32_t>(mantissa);
  } else {
    store_mantissa(row, mantissa, number.decimals);
  }
}

}  // namespace lode::io
