// Tables of some rows of others.
#pragma once

#include <cstdint>
#include <vector>

#include "core/table.h"

namespace lode::io {

/// The table of the given rows in the given order.
Table select_rows(Table table, const std::vector<std::uint32_t>& rows);

/// The rows of both, `more` after `table`; columns are the same where role (of keys) or name is, others are missing in
/// the rows of the other. Name and file stay those of `table`.
Table append_rows(const Table& table, const Table& more);

}  // namespace lode::io
