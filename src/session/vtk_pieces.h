// The arrays of a VTK file, which lie in one or several pieces of it.
#pragma once

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "core/progress.h"
#include "io/vtk_values.h"
#include "vtk/vtk_data.h"

namespace lode {

/// An array of one piece, and how many tuples of it there are.
struct VtkPart {
  const io::VtkArray* array;
  std::uint64_t tuples;
  std::size_t piece;
};

class VtkPieces {
 public:
  /// All must outlive it.
  VtkPieces(const io::VtkXml& xml, const std::filesystem::path& file, Progress& progress);

  const io::VtkXml& xml() const { return xml_; }
  const std::filesystem::path& file() const { return file_; }
  [[noreturn]] void fail(std::string what) const;

  /// What each piece states, summed over the attributes.
  std::vector<std::uint64_t> counts(std::initializer_list<const char*> attributes) const;

  /// Reports progress. `tuples` empty: as many as there are. Throws as io::vtk_values().
  io::VtkValues decoded(const io::VtkArray& array, std::optional<std::uint64_t> tuples);
  vtk::FileArray values_of(const io::VtkArray& array, std::optional<std::uint64_t> tuples);

  using Join = std::function<vtk::FileArray(const std::vector<VtkPart>&)>;
  /// The arrays of a section of all pieces that have any tuples of it, each joined. Throws Error where pieces differ.
  std::vector<vtk::FileArray> joined(const char* section, const std::vector<std::uint64_t>& tuples, const Join& join);

  /// Without its values.
  static vtk::FileArray named(const io::VtkArray& array, std::string type);

 private:
  const io::VtkXml& xml_;
  const std::filesystem::path& file_;
  Progress& progress_;
  double arrays_ = 0, done_ = 0;
};

}  // namespace lode
