// The bytes of one array of a VTK file, however they are encoded.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/progress.h"
#include "io/vti_header.h"

namespace lode::io {

struct ArrayBytes {
  std::string_view bytes;             ///< in the file's byte order; into the file itself when `owner` is empty
  std::shared_ptr<const void> owner;  ///< of decoded bytes
};

/// `size`: bytes the array must have; empty: as many as it has. No array makes us allocate more than its file can hold.
/// Throws Error when the file holds fewer, and Cancelled. Compressed blocks are taken by all cores. Not for ASCII.
ArrayBytes array_bytes(const VtkEncoding& encoding, const VtkArray& array, std::optional<std::uint64_t> size,
                       const std::filesystem::path& file, const Progress& progress = {});

/// Bytes that the array will have, as it states: of ASCII, about.
std::uint64_t stated_bytes(const VtkEncoding& encoding, const VtkArray& array, const std::filesystem::path& file);

/// The first text of an array of the field data; "" without it. Throws as array_bytes().
std::string field_text(const VtiHeader& header, std::string_view name, const std::filesystem::path& file);

}  // namespace lode::io
