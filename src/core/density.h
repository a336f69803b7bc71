// Densities of rock: the columns that hold them, and their units.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/table.h"

namespace lode {

/// "density", "SG_tm3", "Bulk density (t/m3)", "density [kg/m3]": a density or SG, with nothing else in the name but a
/// unit that t_per_m3() knows.
bool is_density_name(std::string_view column_name);

/// As the column has it, else as its name states it in brackets or by kg/m3 or lb/ft3 at its end; "" where neither
/// does.
std::string density_unit(const Column& density);

/// 1 for t/m3, g/cm3 and no unit, 0.001 for kg/m3, 0.016018... for lb/ft3 (0.45359237 kg / 0.3048^3 m3), however they
/// are written; nothing for other units.
std::optional<double> t_per_m3(std::string_view unit);

/// The first column that is a density by its name but for a unit that is not known; nullptr when there is none.
const Column* density_of_unknown_unit(const Table& table);

}  // namespace lode
