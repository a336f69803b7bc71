// Files are written whole or not at all.
#pragma once

#include <filesystem>
#include <functional>

namespace lode {

/// Calls `write` with the path of a new file beside `target` (same extension), then renames it to `target`; removes it
/// when `write` throws. Throws Error when the folder does not exist or cannot be written to.
void write_whole(const std::filesystem::path& target, const std::function<void(const std::filesystem::path&)>& write);

}  // namespace lode
