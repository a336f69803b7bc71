// The start of a table as the decisions of its Source make it: what the import panel shows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/scene.h"

namespace lode::io {

struct PreviewColumn {
  std::string name, unit;
  ColumnRole role = ColumnRole::attribute;
  std::vector<std::string> cells;  ///< of the first rows, as written
};

struct TablePreview {
  std::string encoding;
  char delimiter = ',', decimal_mark = '.';
  bool header = true;
  std::uint64_t first_line = 2;  ///< of the first row shown
  std::vector<PreviewColumn> columns;
};

/// Reads the first 256 KiB alone, whatever the file's size. Throws Error where the file is no table.
TablePreview preview_table(const Source& source, std::size_t file, std::size_t rows);

/// A Source of tables as text as far as they can be guessed, to be decided by hand: what is not understood keeps the
/// role `points` and no columns. Throws Error when a file cannot be opened.
Source draft_source(const std::vector<std::filesystem::path>& files);

/// Guesses the roles of a file's columns again, after its encoding or delimiter changed.
void guess_columns(Source& source, std::size_t file);

/// The roles that columns of a table can have, hole ids and coordinates first.
std::vector<ColumnRole> roles_for(TableRole role);

}  // namespace lode::io
