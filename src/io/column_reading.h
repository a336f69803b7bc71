// A column while it is read: narrow memory that chunks of rows fill all at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "io/csv_columns.h"

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

/// The cells of one chunk and column, taken in order. Rows count from the chunk's first.
class ChunkColumn {
 public:
  /// All `rows` cells are missing until taken.
  ChunkColumn(const ColumnPlan& plan, const ColumnMemory& memory, ColumnPart& part, std::size_t first_row,
              std::size_t rows);

  bool skipped() const { return plan_->kind == ColumnPlan::Kind::skip; }

  /// A plain decimal that starts at `at` and is the whole cell, up to `delimiter` or `row_end`: taken, and `at` moved
  /// behind it. False: nothing happened. `row_end` stands on a character that is no digit.
  bool take_plain(const char*& at, const char* row_end, char delimiter, std::size_t row);

  /// Any cell, without quotes and blanks around.
  void take(std::size_t row, std::string_view text);

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  void take_number(std::size_t row, std::string_view text);
  void take_date(std::size_t row, std::string_view text);
  void take_word(std::size_t row, std::string_view text);
  void take_wrong(std::size_t row, std::string_view text);
  void store(std::size_t row, double value, int decimals);
  void store_mantissa(std::size_t row, std::int64_t mantissa, int decimals);
  bool raise(std::size_t rows, int decimals);
  std::uint32_t code_of(std::string_view text);
  double stand_in(double half_limit) const;

  const ColumnPlan* plan_;
  ColumnPart* part_;
  std::int32_t* mantissas_ = nullptr;
  double* doubles_ = nullptr;
  std::uint8_t* codes_ = nullptr;
  std::uint32_t* wide_codes_ = nullptr;
  bool plain_numbers_ = false;  ///< plain decimals are what they say, whatever the rules
  bool plain_negatives_ = false;
  char mark_;
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> dictionary_;
  std::string_view last_word_;
  std::uint32_t last_code_ = Categories::missing;
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

inline bool ChunkColumn::take_plain(const char*& at, const char* row_end, char delimiter, std::size_t row) {
  if (!plain_numbers_) return false;
  constexpr std::ptrdiff_t most_digits = 15;  // mantissa and power are exact, so the quotient is the nearest double
  const auto digit = [](char c) { return static_cast<unsigned>(static_cast<unsigned char>(c)) - '0'; };
  const char* p = at;
  const bool negative = *p == '-';
  if (negative) {
    if (!plain_negatives_) return false;
    ++p;
  }
  const char* const begin = p;
  std::int64_t mantissa = 0;
  unsigned d = 0;
  while ((d = digit(*p)) <= 9) {
    mantissa = static_cast<std::int64_t>(static_cast<std::uint64_t>(mantissa) * 10 + d);
    ++p;
  }
  std::ptrdiff_t digits = p - begin;
  int decimals = 0;
  if (*p == mark_ || *p == '.') {
    const char* const after = ++p;
    while ((d = digit(*p)) <= 9) {
      mantissa = static_cast<std::int64_t>(static_cast<std::uint64_t>(mantissa) * 10 + d);
      ++p;
    }
    decimals = static_cast<int>(p - after);
    digits += decimals;
  }
  if ((*p != delimiter && p != row_end) || digits == 0 || digits > most_digits) return false;
  at = p;
  ++part_->numbers;
  if (mantissas_ != nullptr) {
    if (decimals == part_->decimals && mantissa <= greatest_kept_mantissa)
      mantissas_[row] = static_cast<std::int32_t>(negative ? -mantissa : mantissa);
    else
      store_mantissa(row, negative ? -mantissa : mantissa, decimals);
  } else {
    const double value = static_cast<double>(mantissa) / column_powers_of_ten[decimals];
    doubles_[row] = negative ? -value : value;
  }
  return true;
}

}  // namespace lode::io
