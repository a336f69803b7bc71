// Amounts as panels show them: few digits, grouped, with their unit.
#pragma once

#include <string>

namespace lode::app {

/// Four significant digits: "12.3 Mt", "845,200 t".
std::string large(double value, const char* unit);
/// "1,234 m³", "12.3 Mm³".
std::string volume_text(double volume_m3);
/// "1.21 %", "0.0450 g/t".
std::string grade_text(double grade, const std::string& unit);

}  // namespace lode::app
