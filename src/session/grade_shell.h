// Grade shells: the surface at which an attribute of a block model reaches a cut-off.
#pragma once

#include "session/session.h"

namespace lode {

/// The shell as a source of its own: a surface placed with the blocks it comes from. `visible_rows`: blocks that are
/// hidden count as below. Sub-blocks are taken apart into the cells that all their sides together make. Throws Error
/// for a column that is none or holds no numbers, and where that makes more than 60 M cells.
LoadedSourcePtr make_grade_shell(const LoadedSourcePtr& blocks, const Layer& layer, const Mask& visible_rows);

}  // namespace lode
