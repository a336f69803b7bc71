// Reading with Assimp in this very process, which a broken file may crash: only lode-mesh-reader does it.
#pragma once

#include <filesystem>

#include "io/mesh_message.h"

namespace lode::io {

/// The file's triangles, or the error that Assimp reports.
MeshMessage read_with_assimp(const std::filesystem::path& file);

}  // namespace lode::io
