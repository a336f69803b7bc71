// Named, typed columns with unit and missing values.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/shared_array.h"

namespace lode {

enum class ColumnType { number, category, text, date };
const char* name(ColumnType type);

/// What a column is for; everything that is no key is an attribute.
enum class ColumnRole {
  attribute,
  hole_id,
  x,
  y,
  z,
  size_x,
  size_y,
  size_z,
  index_i,
  index_j,
  index_k,
  total_depth,
  depth,
  azimuth,
  dip,
  from,
  to,
  alpha,          ///< of a structure: angle between the core's axis and the plane
  beta,           ///< of a structure: around the core from the reference line
  parent_hole,    ///< of a wedge: the hole it leaves
  kickoff_depth,  ///< of a wedge: where
  status,         ///< of a collar: planned or drilled
  ignored
};
/// "hole_id", "from" ...: the names used in scene files.
const char* name(ColumnRole role);
/// Throws Error for an unknown name.
ColumnRole column_role(std::string_view name);

/// Numbers as decimals: value = mantissa / 10^decimals, decided on the decimals of the file.
struct ScaledIntegers {
  static constexpr std::int32_t missing = std::numeric_limits<std::int32_t>::min();
  SharedArray<std::int32_t> mantissas;
  int decimals = 0;  ///< 0..9
};

/// A column of numbers as narrow as it is exact. Missing: NaN, or ScaledIntegers::missing.
class Numbers {
 public:
  using Storage = std::variant<ScaledIntegers, SharedArray<float>, SharedArray<double>>;

  Numbers() = default;
  /// `below_detection`: rows, ascending, whose value is half the detection limit they were written with.
  Numbers(Storage storage, std::vector<std::uint64_t> below_detection = {});  // NOLINT: storage becomes numbers

  /// Scaled integers when every value is a decimal of at most 9 places that fits, doubles otherwise. NaN: missing.
  static Numbers narrowed(const std::vector<double>& values, std::vector<std::uint64_t> below_detection = {});
  /// The same; the array is kept where doubles it remains.
  static Numbers narrowed(SharedArray<double> values, std::vector<std::uint64_t> below_detection = {});

  std::size_t size() const;
  /// The value used (half the limit where below detection); NaN where missing. Correctly rounded from the decimal.
  double operator[](std::size_t row) const;
  const Storage& storage() const { return storage_; }
  const std::vector<std::uint64_t>& below_detection() const { return below_detection_; }
  bool is_below_detection(std::size_t row) const;

 private:
  Storage storage_ = SharedArray<double>{};
  std::vector<std::uint64_t> below_detection_;
};

/// A column of words: codes into a dictionary. The greatest code of the width is missing.
class Categories {
 public:
  using Codes = std::variant<SharedArray<std::uint8_t>, SharedArray<std::uint16_t>, SharedArray<std::uint32_t>>;
  static constexpr std::uint32_t missing = std::numeric_limits<std::uint32_t>::max();

  Categories() = default;
  Categories(std::vector<std::string> names, Codes codes);
  /// Narrows `codes` (indices into names, or Categories::missing) to the least width.
  static Categories narrowed(std::vector<std::string> names, const std::vector<std::uint32_t>& codes);
  /// Builds the dictionary in order of first appearance; "" is missing.
  static Categories of(const std::vector<std::string>& values);

  std::size_t size() const;
  /// Index into names(), or Categories::missing.
  std::uint32_t code(std::size_t row) const;
  /// "" where missing.
  std::string_view operator[](std::size_t row) const;
  const std::vector<std::string>& names() const { return names_; }
  const Codes& codes() const { return codes_; }

 private:
  std::vector<std::string> names_;
  Codes codes_ = SharedArray<std::uint8_t>{};
};

struct Column {
  std::string name;  ///< as in the file
  std::string unit;  ///< "%", "ppm", "ppb", "g/t", "t/m3", "m", "" unknown
  ColumnType type = ColumnType::number;
  ColumnRole role = ColumnRole::attribute;
  std::variant<Numbers, Categories>
      data;  ///< number, date (days since 1970-01-01): Numbers; category, text: Categories

  const Numbers* numbers() const { return std::get_if<Numbers>(&data); }
  const Categories* categories() const { return std::get_if<Categories>(&data); }
  bool missing(std::size_t row) const;
  /// As printed in tables: shortest number, ISO date, the word; "<0.01" below detection; "" missing.
  std::string text(std::size_t row) const;
};

/// The file line of each row: consecutive unless rows were rejected, sorted or span lines.
struct RowLines {
  std::uint64_t first = 2;
  SharedArray<std::uint32_t> lines;  ///< empty: consecutive from `first`
  std::uint64_t operator[](std::size_t row) const { return lines.empty() ? first + row : lines[row]; }
};

/// `depth`: readings at single depths of holes, structures among them.
enum class TableRole { collar, survey, interval, points, blocks, depth };
const char* name(TableRole role);

struct Table {
  std::string name;  ///< the file's stem
  TableRole role = TableRole::points;
  std::string file;      ///< UTF-8 path; "" for a table made by Lode
  std::size_t rows = 0;  ///< kept
  std::uint64_t rows_read = 0;
  std::uint64_t rows_rejected = 0;  ///< rows_read = rows + rows_rejected
  std::vector<Column> columns;
  RowLines lines;

  /// By name, exactly, else ignoring case; nullptr when there is none.
  const Column* find(std::string_view column_name) const;
  /// The first with the role; nullptr when there is none.
  const Column* find(ColumnRole role) const;
};

/// The table of some of its rows, in the order given.
Table rows_of(const Table& table, std::span<const std::uint64_t> rows);

/// The unit a grade's name states: `_pct`, `%` -> "%", `_ppm` -> "ppm", `_ppb` -> "ppb", `_gpt`, `g/t` -> "g/t"; else
/// "".
std::string unit_from_name(std::string_view column_name);

/// Days since 1970-01-01 of an ISO date ("2023-01-31"); NaN when it is none. And back.
double days_from_iso_date(std::string_view text);
std::string iso_date(double days);

/// Statistics as `lode info` prints them: over numbers, with below-detection values as used.
struct ColumnStatistics {
  std::uint64_t count = 0;  ///< numbers (or words), without missing and below detection
  std::uint64_t missing = 0;
  std::uint64_t below_detection = 0;  ///< count + missing + below_detection = rows
  double min = std::numeric_limits<double>::quiet_NaN();
  double max = std::numeric_limits<double>::quiet_NaN();
  double mean = std::numeric_limits<double>::quiet_NaN();  ///< weighted where weights are given
};
/// `weights`: one a row (interval lengths, block volumes), or empty for equal weights. Words have no min, max, mean.
ColumnStatistics statistics(const Column& column, std::span<const double> weights = {});

}  // namespace lode
