// The unit that lengths are shown in. Everything is computed in metres.
#pragma once

#include <string>
#include <string_view>

namespace lode {

enum class LengthUnit { metres, feet, us_survey_feet };

/// 1, 0.3048, or 1200/3937.
double metres_per(LengthUnit unit);
/// "m", "ft", "ftUS".
const char* symbol(LengthUnit unit);
/// "1,234.50 ft".
std::string length_in(LengthUnit unit, double metres, int decimals = 2);
/// "12,345.6 m²", in hectares beside it from a hectare on; "1,234 ft²", in acres.
std::string area_in(LengthUnit unit, double square_metres);

}  // namespace lode
