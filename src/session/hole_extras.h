// What a layer of drillholes draws beside its tubes, and how thick those are.
#pragma once

#include <vector>

#include "session/layer_picture.h"

namespace lode {

/// What the extras of a picture are made from.
struct HoleExtras {
  const PictureInputs& inputs;
  const Mask& holes;   ///< the holes that are shown
  double radius;       ///< of the tubes, in units of the scene's plan
  double plan_metres;  ///< such a unit
  RowColourCache& colours;
};

/// Factors of the radius, a row of the shown table: 0.5 to 2.5 over the column's range, 0.35 where it is missing.
std::vector<float> radius_factors(const Dataset& dataset, const ShownTable& shown, const std::string& column);

/// The holes with a row among `rows`; all when nothing hides any.
Mask holes_of_rows(const Drillholes& drillholes, const ShownTable& shown, const Mask& rows);

/// The second column, discs of structures, collars, depths and intercepts, as the layer wants them. Throws Error for a
/// column or table that is not there.
void add_hole_extras(const HoleExtras& extras, LayerPicture& picture);

}  // namespace lode
