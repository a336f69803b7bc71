// Columns of one name.
#pragma once

#include <string>
#include <vector>

#include "core/table.h"

namespace lode::io {

/// Filters and colours find a column by its name: a later one of the same name gets " (2)", " (3)" ..., and a note.
void number_repeated_names(Table& table, std::vector<std::string>& notes);

}  // namespace lode::io
