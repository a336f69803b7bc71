// Generated grades, in percent with two decimals, of the kinds that models have.
#pragma once

#include <string_view>
#include <vector>

#include "core/block_model.h"

namespace lode::bench {

/// "veins": smooth sheets, as in vein deposits. "lognormal": correlated over some tens of blocks, with a long tail.
/// "noise": every block for itself, which nothing in the ground is: the worst case.
enum class Field { veins, lognormal, noise };
const char* name(Field field);

/// A dense model of about so many million blocks of 10 x 10 x 5 m with the one column Li2O_pct.
BlockModel generated_model(Field field, unsigned millions);

/// The cut-off at or above which a share of the blocks lies, as a mantissa of two decimals.
std::int32_t cutoff_of_share(const BlockModel& model, double share);

std::span<const std::int32_t> mantissas_of(const BlockModel& model);

}  // namespace lode::bench
