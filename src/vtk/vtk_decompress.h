// The methods of compression of VTK's files that only VTK brings: LZ4 and LZMA.
#pragma once

#include <span>
#include <string_view>

namespace lode::vtk {

/// `compressor`: as files name it ("vtkLZ4DataCompressor"). False when it is unknown, or the bytes do not fill the
/// target. Thread-safe.
bool decompress(std::string_view compressor, std::string_view compressed, std::span<char> target);

}  // namespace lode::vtk
