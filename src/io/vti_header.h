// What the XML of a VTK image file states.
#pragma once

#include <array>
#include <bit>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/vec.h"

namespace lode::io {

struct VtiArray {
  std::string name;
  std::string type;  ///< "Float32"
  std::uint64_t components = 1;
  enum class Encoding { ascii, inline_base64, appended } encoding = Encoding::ascii;
  std::uint64_t offset = 0;      ///< of appended data
  std::string_view inline_text;  ///< of the others: from the tag on
};

struct VtiHeader {
  std::array<std::int64_t, 6> extent{};  ///< of points: i0 i1 j0 j1 k0 k1
  Vec3 origin;
  Vec3 spacing{1, 1, 1};
  std::array<Vec3, 3> direction{Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}};  ///< columns: the axes i, j, k
  std::endian byte_order = std::endian::little;
  std::size_t header_bytes = 4;  ///< of the lengths before each array: 4 (UInt32) or 8 (UInt64)
  bool zlib = false;
  bool appended_base64 = false;
  std::string_view appended;  ///< from behind the underscore to the end of the file
  std::vector<VtiArray> point_arrays, cell_arrays, field_arrays;
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
