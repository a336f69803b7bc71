// Which columns of a table totals are made of.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/tonnage.h"

namespace lode {

/// What the names in TonnageOptions come to in a table.
struct TonnageColumns {
  const Column* grade = nullptr;
  const Column* proportion = nullptr;
  const Column* by = nullptr;       ///< of words
  const Column* density = nullptr;  ///< of numbers
  double density_factor = 1;        ///< t/m3 per unit of the density's column
  double density_t_per_m3 = 0;      ///< without a column; 0: no density at all
  std::string density_used;         ///< Tonnage::density_used
  std::string grade_unit;
};

/// Throws Error for a column that is unknown or unfit.
TonnageColumns tonnage_columns(const Table& table, const TonnageOptions& options);

/// The same, remembered: asked again for the same options and columns of the same headings it takes no memory.
class TonnageColumnFinder {
 public:
  /// Valid until the next call.
  const TonnageColumns& find(const Table& table, const TonnageOptions& options);

 private:
  /// All that the choice of a column goes by.
  struct Heading {
    std::string name, unit;
    ColumnType type;
    ColumnRole role;
    bool numbers;
    std::size_t words;  ///< of a category
    bool operator==(const Heading&) const = default;
  };
  static bool is_of(const Heading& heading, const Column& column);

  TonnageOptions options_;
  std::vector<Heading> headings_;
  TonnageColumns found_;
  std::array<std::optional<std::size_t>, 4> places_;  ///< in the table: grade, proportion, by, density
  bool any_ = false;
};

}  // namespace lode
