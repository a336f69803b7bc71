// The list of findings as a table.
#pragma once

#include <filesystem>

#include "core/problem.h"

namespace lode::io {

/// One finding a row, CSV in UTF-8: severity, check, file, line, hole, column, message, action, count; written whole or
/// not at all.
void write_problems_csv(const Problems& problems, const std::filesystem::path& file);

}  // namespace lode::io
