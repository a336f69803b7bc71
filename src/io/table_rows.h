// Tables of some rows of others.
#pragma once

#include <cstdint>
#include <vector>

#include "core/table.h"

namespace lode::io {

/// Rows begin .. end - 1.
struct RowRange {
  std::uint32_t begin, end;
};

/// The table of the given rows in the given order. `order`: ranges of the new rows, each row in one of them; the rows
/// are gathered range by range, which takes less where those after one another lie together in memory. Empty: from the
/// first to the last.
Table select_rows(Table table, const std::vector<std::uint32_t>& rows, std::vector<RowRange> order = {});

/// The rows of both, `more` after `table`; columns are the same where role (of keys) or name is, others are missing in
/// the rows of the other. Name and file stay those of `table`.
Table append_rows(const Table& table, const Table& more);

}  // namespace lode::io
