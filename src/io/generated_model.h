// A block model made up for demonstrations and measurements.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

#include "core/progress.h"

namespace lode::io {

/// Cells a side whose product is `blocks` where it has factors near a cube's side, else near it. Throws Error for less
/// than 1,000 or more than 4,000,000,000.
std::array<std::uint32_t, 3> generated_counts(std::uint64_t blocks);

/// The size of the file that write_generated_model() makes, nearly: 9 bytes a block.
std::uint64_t generated_bytes(std::array<std::uint32_t, 3> count);

/// Three dipping veins in blocks of 5 m: Li2O_pct and density in float32, class in words; the same for the same counts.
/// Written slice by slice, as a .vti that Lode maps, whole or not at all. Throws Error and Cancelled.
void write_generated_model(const std::filesystem::path& file, std::array<std::uint32_t, 3> count, Progress& progress);

}  // namespace lode::io
