// Refusing data that will not fit the memory before it is read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace lode::io {

/// Throws Error where `bytes` are more than data may take; `what` needs them ("6 columns of 50,000 rows need").
void check_fits_memory(std::uint64_t bytes, const std::string& what, const std::string& remedy,
                       const std::filesystem::path& file);

}  // namespace lode::io
