// The units of eastings and northings: those of the CRS, and those that columns state.
#pragma once

#include "core/scene.h"
#include "io/formats.h"

namespace lode {

struct LoadedSource;

/// Metres in a unit of a projected CRS; 1 where it is none, or cannot be read.
double plan_metres_per_unit(const std::string& crs);

/// Square metres on the ground in a square of the units that a block model's lattice has in plan: of its CRS's, or of
/// degrees, as they are at the middle of the placed model.
double plan_square_metres(const LoadedSource& blocks);

/// Positions of tables whose columns state a unit of length were read as metres, and sizes of blocks with them: brings
/// their plan to the unit of the source's CRS. A decision of the source (plan_units_per_unit) goes before the columns'
/// unit, and then nothing is done. Throws Error for a model that plunges, where a CRS counts other than metres.
void bring_plan_to_unit_of_crs(const Source& source, io::Loaded& loaded);

}  // namespace lode
