// What an image file wants said wherever it is shown.
#pragma once

#include <filesystem>
#include <string>

namespace lode::io {

/// The text `note` of the field data of a .vti, as Lode writes it: that a model is synthetic. "" without one. Throws
/// Error for a file that is no image.
std::string note_of_vti(const std::filesystem::path& file);

}  // namespace lode::io
