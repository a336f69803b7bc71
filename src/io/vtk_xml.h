// What the XML of a VTK file states, whatever kind of data it holds.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/xml_tags.h"

namespace lode::io {

struct VtkArray {
  std::string name;
  std::string type;  ///< "Float32"
  std::uint64_t components = 1;
  enum class Encoding { ascii, inline_base64, appended } encoding = Encoding::ascii;
  std::uint64_t offset = 0;                  ///< of appended data
  std::string_view inline_text;              ///< of the others: from the tag on
  std::optional<std::uint64_t> tuples;       ///< where stated, as of field data
  std::vector<std::string> component_names;  ///< "" where unnamed; may be shorter than the components
};

/// A method of compression that io does not know. False when the bytes do not fill the target.
using Decompress = bool (*)(std::string_view compressor, std::string_view compressed, std::span<char> target);

/// How a file writes its arrays.
struct VtkEncoding {
  std::endian byte_order = std::endian::little;
  std::size_t header_bytes = 4;     ///< of the lengths before each array: 4 (UInt32) or 8 (UInt64)
  std::string compressor;           ///< "vtkZLibDataCompressor"; "" for none
  Decompress decompress = nullptr;  ///< for other compressors than zlib; given by whoever reads the file
  bool appended_base64 = false;
  std::string_view appended;  ///< from behind the underscore to the end of the file

  bool zlib() const { return compressor == "vtkZLibDataCompressor"; }
};

using XmlAttributes = std::map<std::string, std::string, std::less<>>;

struct VtkPiece {
  XmlAttributes attributes;                                            ///< "NumberOfPoints", "Extent"
  std::map<std::string, std::vector<VtkArray>, std::less<>> sections;  ///< "PointData", "Cells", "Coordinates"

  /// Empty for a section that the piece lacks.
  std::span<const VtkArray> section(std::string_view name) const;
  /// A count of elements; 0 where none is stated. Throws Error for what is no count.
  std::uint64_t count(std::string_view attribute, const std::filesystem::path& file) const;
};

struct VtkXml {
  VtkEncoding encoding;
  std::string type;    ///< "UnstructuredGrid"
  XmlAttributes grid;  ///< of the tag of that name: "WholeExtent"
  std::vector<VtkPiece> pieces;
  std::vector<VtkArray> field_arrays;
  std::shared_ptr<const void> mapped;  ///< the file, into which arrays refer
};

/// The header of a file of any kind, mapped. Throws Error for what cannot be opened, is no VTK XML, ends before its
/// last tag, or states arrays of an unknown type or without place.
VtkXml open_vtk_xml(const std::filesystem::path& file);

/// The parts of which headers are made. Of an array: `behind` is the text behind its tag. Throws Error as above.
VtkArray vtk_array_of(const XmlTag& tag, std::string_view behind, const std::filesystem::path& file);
VtkEncoding vtk_encoding_of(const XmlTag& vtk_file);
/// Takes what follows the tag AppendedData. Throws Error when nothing does.
void take_appended(const XmlTag& tag, std::string_view behind, VtkEncoding& encoding,
                   const std::filesystem::path& file);
/// False when there are fewer numbers than values.
bool read_numbers(std::string_view text, std::span<double> values);
/// Whole numbers below 1e9.
bool read_extent(std::string_view text, std::array<std::int64_t, 6>& extent);

}  // namespace lode::io
