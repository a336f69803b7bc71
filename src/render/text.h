// Lines of text as coverage images, any UTF-8 that the font has.
#pragma once

#include <vtk_glew.h>

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace lode::render {

/// One line of text; width and height are those of the line, equal in height for all lines of a size and a font.
struct TextImage {
  int width = 0, height = 0;
  std::vector<std::uint8_t> coverage;  ///< rows from the top
  GLuint texture = 0;                  ///< made when first drawn
  bool used = true;                    ///< since the last forget_unused()
};

/// Texts are rendered once and kept while they are used.
class TextCache {
 public:
  TextCache() = default;
  TextCache(const TextCache&) = delete;
  TextCache& operator=(const TextCache&) = delete;
  ~TextCache();
  /// `font_file` "": a built-in font without Cyrillic. `of_lacking`: Picture::font_of_lacking, for these characters of
  /// a text alone.
  void set_fonts(const std::string& font_file, const std::map<std::string, std::string>& of_lacking);
  TextImage& get(const std::string& text, int size_px, bool bold);
  GLuint texture_of(TextImage& image);
  void forget_unused();

 private:
  void clear();
  std::string font_file_;
  std::map<std::string, std::string> font_of_lacking_;
  std::map<std::tuple<std::string, int, bool>, TextImage> images_;
};

}  // namespace lode::render
