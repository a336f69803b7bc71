// The values of one array of a VTK file: numbers as they lie in memory, or words.
#pragma once

#include "io/vtk_bytes.h"

namespace lode::io {

struct VtkValues {
  std::string type;    ///< as VTK names it; bits become "UInt8"
  ArrayBytes numbers;  ///< in the machine's byte order, aligned to their type; into the file itself without an owner
  std::vector<std::string> words;  ///< of an array of text
  std::uint64_t count = 0;         ///< of numbers, or of words
};

/// `tuples` of them; empty: as many as there are, or as the array states. Throws Error when the file holds fewer, or
/// more, or what is no value; Cancelled.
VtkValues vtk_values(const VtkEncoding& encoding, const VtkArray& array, std::optional<std::uint64_t> tuples,
                     const std::filesystem::path& file, const Progress& progress);

std::vector<double> doubles_of(const VtkValues& values);
/// Numbers as whole ones; -1 where the type is not of such.
std::vector<std::int64_t> integers_of(const VtkValues& values);

/// Bytes of a value of a type that is a number, or of a bit: 1.
std::size_t vtk_type_bytes(std::string_view type);

}  // namespace lode::io
