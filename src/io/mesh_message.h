// What the program lode-mesh-reader answers: a mesh, or why there is none.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "core/surface.h"

namespace lode::io {

struct MeshMessage {
  std::string error;  ///< empty when there is a mesh
  Surface surface;    ///< in metres where the file states its unit, z up; without attributes
  bool turned = false;
  double metres_per_unit = 1;
};

/// False when it could not be written whole.
bool write_message(const MeshMessage& message, std::FILE* stream);

/// Nothing when the bytes are not exactly one message in which every triangle has its vertices.
std::optional<MeshMessage> read_message(std::string_view bytes);

}  // namespace lode::io
