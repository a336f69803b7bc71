// The window's font atlas: it grows by the glyphs that are met.
#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "app/theme.h"
#include "core/text.h"
#include "platform/fonts.h"

namespace lode::app {
namespace {

/// Characters beyond the ranges that are always loaded.
std::set<ImWchar>& met() {
  static std::set<ImWchar> characters;
  return characters;
}
/// All characters of texts that were met, but ASCII.
std::set<ImWchar>& seen() {
  static std::set<ImWchar> characters;
  return characters;
}

constexpr ImWchar always[] = {0x20,   0x24f,  0x370,  0x3ff,  0x400,  0x52f,  0x2010, 0x2027, 0x2030, 0x2044,
                              0x2070, 0x209f, 0x2190, 0x21ff, 0x2212, 0x2212, 0x2260, 0x2265, 0};

bool is_always(ImWchar character) {
  for (int i = 0; always[i] != 0; i += 2)
    if (character >= always[i] && character <= always[i + 1]) return true;
  return false;
}

std::string utf8_of(ImWchar c) {
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xc0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3f))};
  return {static_cast<char>(0xe0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3f)),
          static_cast<char>(0x80 | (c & 0x3f))};
}

}  // namespace

bool meet_text(std::string_view utf8_text) {
  bool grown = false;
  for (std::size_t i = 0; i < utf8_text.size();) {
    const auto lead = static_cast<unsigned char>(utf8_text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length == 2 && i + 1 < utf8_text.size())
      seen().insert(static_cast<ImWchar>(((lead & 0x1f) << 6) | (static_cast<unsigned char>(utf8_text[i + 1]) & 0x3f)));
    if (length == 3 && i + 2 < utf8_text.size()) {
      const auto second = static_cast<unsigned char>(utf8_text[i + 1]),
                 third = static_cast<unsigned char>(utf8_text[i + 2]);
      const auto character = static_cast<ImWchar>(((lead & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f));
      seen().insert(character);
      if (!is_always(character)) grown |= met().insert(character).second;
    }
    i += length;
  }
  return grown;
}

std::size_t missing_glyphs() {
  const ImFont& font = *ImGui::GetIO().Fonts->Fonts.front();
  return static_cast<std::size_t>(
      std::ranges::count_if(seen(), [&](ImWchar c) { return font.FindGlyphNoFallback(c) == nullptr; }));
}

ImFont* heading_font() { return ImGui::GetIO().Fonts->Fonts.back(); }

void build_fonts(double size_px) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  // What is always loaded keeps its look whatever is met; each font adds what those before it lack.
  std::vector<std::filesystem::path> files = platform::fonts_for("Aa0 Жя ӘәҒғҚқҢңӨөҰұҮүҺһІі");
  std::string text;
  for (const ImWchar character : met()) text += utf8_of(character);
  if (!text.empty())
    for (const std::filesystem::path& file : platform::fonts_for(text))
      if (std::ranges::find(files, file) == files.end()) files.push_back(file);
  // The atlas reads these when it is built, later than this call.
  static ImVector<ImWchar> met_ranges;
  met_ranges.clear();
  ImFontGlyphRangesBuilder builder;
  for (const ImWchar character : met()) builder.AddChar(character);
  builder.BuildRanges(&met_ranges);

  ImFontConfig config;
  for (const std::filesystem::path& file : files) {
    config.OversampleH = config.MergeMode ? 1 : 2;
    config.OversampleV = 1;
    const auto add = [&](const ImWchar* ranges) {
      atlas.AddFontFromFileTTF(utf8(file).c_str(), static_cast<float>(size_px), &config, ranges);
      config.MergeMode = true;
    };
    add(always);
    if (!met().empty()) add(met_ranges.Data);
  }
  ImFontConfig heading;
  heading.OversampleV = 1;
  static constexpr ImWchar latin[] = {0x20, 0x7e, 0};
  atlas.AddFontFromFileTTF(utf8(files.front()).c_str(), static_cast<float>(size_px * 1.5), &heading, latin);
  atlas.Build();
}

}  // namespace lode::app
