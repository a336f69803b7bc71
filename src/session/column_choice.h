// Which columns of tables as text are read beside their keys.
#pragma once

#include <string>
#include <vector>

#include "core/scene.h"

namespace lode {

/// Has every source read `names` alone, blanks around them left out; all columns where no name is left.
void choose_columns(Scene& scene, const std::vector<std::string>& names);

/// Throws Error for a column that a source chooses and no table of the scene has, whatever the case of its letters.
void check_chosen_columns(const Scene& scene);

/// Says what `attributes` says by each file's ignored columns instead, so that one of them can be changed.
void choose_by_ignoring(Source& source);

}  // namespace lode
