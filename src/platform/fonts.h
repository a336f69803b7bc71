// The system's fonts.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lode::platform {

/// A sans font file that has all characters of `utf8_text` (fontconfig), or the one that has most of them. Throws Error
/// when the machine has no font.
std::filesystem::path font_for(std::string_view utf8_text);

/// The characters of the text that a font file which font_for() named lacks.
std::string lacking_in(const std::filesystem::path& font, std::string_view utf8_text);

/// Fonts that together cover the text, the first preferred: for a merged atlas.
std::vector<std::filesystem::path> fonts_for(std::string_view utf8_text);

}  // namespace lode::platform
