// How a delimited text is laid out: delimiter, decimal mark, header.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lode::io {

struct CsvLayout {
  char delimiter = ',';            ///< ',' ';' '\t' '|', or ' ' for runs of blanks
  char decimal_mark = '.';         ///< '.' or ','
  bool header = true;              ///< false: the first row is data, names are "column 1" ...
  std::string header_note;         ///< how a header of several rows was taken; "": one row
  std::uint64_t skipped = 0;       ///< lines in front of the header (titles, comments)
  std::vector<std::string> names;  ///< unique, none blank
  std::vector<std::string> units;  ///< one a name; "" unknown
  std::size_t data_begin = 0;      ///< offset of the first row of data
  std::uint64_t data_line = 2;     ///< its line
};

/// From the first 256 KiB. `delimiter` and `decimal_mark` override when not "". Throws Error when there is no row.
CsvLayout find_layout(std::string_view text, const std::string& delimiter, const std::string& decimal_mark,
                      const std::filesystem::path& file);

}  // namespace lode::io
