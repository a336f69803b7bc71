// UBC-GIF tensor meshes and their models: one Source is a mesh and the models on it.
#pragma once

#include <vector>

#include "core/scene.h"

namespace lode::io {

/// Merges Sources of one mesh, as they come when mesh and models are all named, and gives models named without a mesh
/// beside them the one other mesh that is named. Throws Error for a model that has no mesh.
std::vector<Source> join_ubc_models(std::vector<Source> sources);

}  // namespace lode::io
