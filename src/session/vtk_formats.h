// The formats that VTK's readers read, as rows beside io's table.
#pragma once

#include <vector>

#include "io/formats.h"

namespace lode {

/// .vtr, .vtu, .vtp, and .vti of several pieces or compressed by LZ4 or LZMA.
const std::vector<io::Format>& vtk_formats();

}  // namespace lode
