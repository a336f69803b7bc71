// What the XML of a VTK image file states.
#pragma once

#include <array>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/vec.h"
#include "io/vtk_xml.h"

namespace lode::io {

struct VtiHeader {
  std::array<std::int64_t, 6> extent{};  ///< of points: i0 i1 j0 j1 k0 k1
  Vec3 origin;
  Vec3 spacing{1, 1, 1};
  std::array<Vec3, 3> direction{Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}};  ///< columns: the axes i, j, k
  VtkEncoding encoding;
  std::vector<VtkArray> point_arrays, cell_arrays, field_arrays;
};

/// Throws Error for a text that is no image data, holds several pieces, or uses a compressor other than zlib.
VtiHeader read_vti_header(std::string_view bytes, const std::filesystem::path& file);

/// Of a VTK file of any kind: how arrays are encoded, and which the field data hold. Empty for what is no VTK file;
/// throws Error for arrays without an offset.
VtiHeader read_vtk_fields(std::string_view bytes, const std::filesystem::path& file);

/// Whether a file that is image data holds several pieces, or uses a compressor other than zlib: read_vti_header()
/// refuses it, VTK's own reader may read it. False for a file without a whole header.
bool is_vti_for_vtk(const std::filesystem::path& file);

}  // namespace lode::io
