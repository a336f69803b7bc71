// The rows at the top of a table that name its columns: names, with groups above and units or methods below them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lode::io {

struct CsvHeader {
  std::size_t rows = 0;            ///< before the data; 0: the first row is data already
  std::size_t titles = 0;          ///< of them above everything that names columns
  std::vector<std::string> names;  ///< as they stand, made of several rows where one does not tell them; "" for none
  std::vector<std::string> units;  ///< of a row of units; "" where it says none
  std::string note;                ///< what a user may want to know of a header of several rows; "" for one
};

/// Of the first rows of a table, the widest part of it. `rows` is not empty.
CsvHeader find_header(std::span<const std::vector<std::string>> rows, char decimal_mark);

/// The unit a cell of a row of units, or a bracket in a name, stands for ("г/т" -> "g/t"); nullopt when it is no unit.
std::optional<std::string> unit_of(std::string_view text);
/// The unit that a column's name states in brackets, behind a comma or as its ending; "" for none.
std::string unit_in_name(const std::string& name);
/// A column's name less the length that ends it: "FROM_us-ft" -> "FROM".
std::string_view without_length_unit(std::string_view name);

}  // namespace lode::io
