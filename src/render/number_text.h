// Numbers as pictures show them.
#pragma once

#include <string>

#include "core/length_unit.h"

namespace lode::render {

/// 1, 2 or 5 times a power of ten, the smallest not below `least`.
double nice_step(double least);
/// "445 200", "-12.5": all digits, grouped by thin spaces; as many decimals as a multiple of `step` needs.
std::string coordinate_text(double value, double step);
/// A number of a legend with three or more significant digits.
std::string legend_number(double value);
/// "1.2 km", "200 m", "0.5 m", "5 000 ft".
std::string length_text(double metres, LengthUnit unit = LengthUnit::metres);

}  // namespace lode::render
