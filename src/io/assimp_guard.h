// What Assimp does not check itself: counts that would make it allocate or loop until it is stopped. Found here they
// are named, and at once.
#pragma once

#include <filesystem>
#include <string_view>

namespace lode::io {

/// Throws Error for a GLB, glTF or Collada file whose lengths, counts or indices its bytes cannot hold.
void check_before_assimp(std::string_view bytes, const std::filesystem::path& file);

}  // namespace lode::io
