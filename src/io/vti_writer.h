// VTK image data as Lode maps it: one piece, raw appended arrays that start at multiples of 64 bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/array_notes.h"
#include "core/lattice.h"
#include "io/file_writer.h"

namespace lode::io {

/// A cell array, one value a cell.
struct VtiArrayPlan {
  std::string name;
  std::string type;  ///< "Float32", "UInt8" ...
  std::uint64_t value_bytes = 4;
};

/// Writes the XML at once, then the bytes of the arrays in their order, in pieces of any size.
class VtiWriter {
 public:
  /// `lattice`: even along each axis. `texts`: text arrays of the field data.
  VtiWriter(const std::filesystem::path& file, const Lattice& lattice, const std::vector<VtiArrayPlan>& arrays,
            const ArrayNotes& texts);
  /// Goes on to the next array.
  void begin_array();
  void write(std::string_view bytes);
  template <typename T>
  void write_values(std::span<const T> values) {
    write({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }
  /// Must be called last; throws Error when the disk did not take everything.
  void close();

 private:
  void pad_to(std::uint64_t offset);

  FileWriter file_;
  std::vector<std::uint64_t> offsets_, sizes_;  ///< of every array: its place behind the underscore, its bytes
  std::size_t next_ = 0;
  std::uint64_t at_ = 0;  ///< behind the underscore
};

}  // namespace lode::io
