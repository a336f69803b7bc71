// What is unlikely among the values of a block model.
#pragma once

#include <cstdint>

#include "core/block_model.h"
#include "core/problem.h"

namespace lode::io {

/// Codes for missing that stand as values (-99 and its like as the only negative values of a column; -1 and -9 of
/// columns with fractions alone), one Problem a column and code, with the code in quotes; a density of a unit that is
/// not known, or of none whose median is unlikely for rock. Of a model of more than `most_rows` rows stretches spread
/// over it are looked at, so that a mapped one is not read whole.
Problems unlikely_block_values(const BlockModel& model, const std::string& file, std::uint64_t most_rows);

}  // namespace lode::io
