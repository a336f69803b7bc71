// Missing codes of numbers that are no text.
#pragma once

#include <string>
#include <vector>

#include "core/table.h"

namespace lode::io {

/// Numbers that equal one of the codes, in the precision they are kept in, become missing. Words stay.
void remove_codes(Column& column, const std::vector<std::string>& codes);

}  // namespace lode::io
