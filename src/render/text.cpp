#include "render/text.h"

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkStdString.h>
#include <vtkTextProperty.h>
#include <vtkTextRenderer.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace lode::render {

namespace {

/// Characters that one font draws.
struct Run {
  std::string text;
  const std::string& font_file;
};

/// A run as an image, and how far it reaches below the line that the letters stand on.
struct RunImage {
  TextImage image;
  int descent = 0;
};

std::size_t character_bytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

std::vector<Run> runs_of(const std::string& text, const std::string& font_file,
                         const std::map<std::string, std::string>& of_lacking) {
  std::vector<Run> runs;
  for (std::size_t at = 0; at < text.size();) {
    const std::string character = text.substr(at, character_bytes(text[at]));
    at += character.size();
    const auto found = of_lacking.find(character);
    const std::string& font = found == of_lacking.end() ? font_file : found->second;
    if (runs.empty() || runs.back().font_file != font)
      runs.push_back({character, font});
    else
      runs.back().text += character;
  }
  return runs;
}

RunImage render_run(const std::string& text, const std::string& font_file, int size_px, bool bold) {
  RunImage run;
  TextImage& image = run.image;
  vtkNew<vtkTextProperty> property;
  if (font_file.empty()) {
    property->SetFontFamilyToArial();
  } else {
    property->SetFontFamily(VTK_FONT_FILE);
    property->SetFontFile(font_file.c_str());
  }
  property->SetFontSize(size_px);
  property->SetBold(bold);
  property->SetColor(1, 1, 1);
  property->SetVerticalJustificationToBottom();
  vtkNew<vtkImageData> pixels;
  // vtkFreeTypeTools itself would drop all that is not ASCII.
  vtkTextRenderer* renderer = vtkTextRenderer::GetInstance();
  renderer->SetScaleToPowerOfTwo(false);
  int size[2]{0, 0};
  if (text.empty() ||
      !renderer->RenderString(property, vtkStdString(text), pixels, size, 72, vtkTextRenderer::FreeType) ||
      size[0] <= 0 || size[1] <= 0)
    return run;
  vtkTextRenderer::Metrics metrics;
  if (renderer->GetMetrics(property, vtkStdString(text), metrics, 72, vtkTextRenderer::FreeType))
    run.descent = std::abs(metrics.Descent.GetY());
  int dimensions[3]{0, 0, 0};
  pixels->GetDimensions(dimensions);
  const int components = pixels->GetNumberOfScalarComponents();
  image.width = std::min(size[0], dimensions[0]);
  image.height = std::min(size[1], dimensions[1]);
  image.coverage.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  const auto* bytes = static_cast<const std::uint8_t*>(pixels->GetScalarPointer());
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      image.coverage[static_cast<std::size_t>((image.height - 1 - y) * image.width + x)] =
          bytes[static_cast<std::ptrdiff_t>(y * dimensions[0] + x) * components + components - 1];
  return run;
}

/// Side by side, on one line.
TextImage joined(const std::vector<RunImage>& runs) {
  TextImage all;
  int descent = 0, ascent = 0;
  for (const RunImage& run : runs) {
    all.width += run.image.width;
    descent = std::max(descent, run.descent);
    ascent = std::max(ascent, run.image.height - run.descent);
  }
  all.height = ascent + descent;
  all.coverage.resize(static_cast<std::size_t>(all.width) * static_cast<std::size_t>(all.height));
  int left = 0;
  for (const RunImage& run : runs) {
    const int top = ascent - (run.image.height - run.descent);
    for (int y = 0; y < run.image.height; ++y)
      std::copy_n(run.image.coverage.begin() + static_cast<std::ptrdiff_t>(y) * run.image.width, run.image.width,
                  all.coverage.begin() + static_cast<std::ptrdiff_t>(top + y) * all.width + left);
    left += run.image.width;
  }
  return all;
}

TextImage render_text(const std::vector<Run>& runs, int size_px, bool bold) {
  std::vector<RunImage> images;
  for (const Run& run : runs) images.push_back(render_run(run.text, run.font_file, size_px, bold));
  return images.size() == 1 ? std::move(images[0].image) : joined(images);
}

}  // namespace

TextCache::~TextCache() { clear(); }

void TextCache::clear() {
  for (auto& [key, image] : images_)
    if (image.texture != 0) glDeleteTextures(1, &image.texture);
  images_.clear();
}

void TextCache::set_fonts(const std::string& font_file, const std::map<std::string, std::string>& of_lacking) {
  if (font_file == font_file_ && of_lacking == font_of_lacking_) return;
  clear();
  font_file_ = font_file;
  font_of_lacking_ = of_lacking;
}

TextImage& TextCache::get(const std::string& text, int size_px, bool bold) {
  const auto key = std::make_tuple(text, size_px, bold);
  auto found = images_.find(key);
  if (found == images_.end())
    found = images_.emplace(key, render_text(runs_of(text, font_file_, font_of_lacking_), size_px, bold)).first;
  found->second.used = true;
  return found->second;
}

GLuint TextCache::texture_of(TextImage& image) {
  if (image.texture == 0) {
    glGenTextures(1, &image.texture);
    glBindTexture(GL_TEXTURE_2D, image.texture);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, image.width, image.height, 0, GL_RED, GL_UNSIGNED_BYTE,
                 image.coverage.data());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  } else {
    glBindTexture(GL_TEXTURE_2D, image.texture);
  }
  return image.texture;
}

void TextCache::forget_unused() {
  for (auto entry = images_.begin(); entry != images_.end();) {
    TextImage& image = entry->second;
    if (std::exchange(image.used, false)) {
      ++entry;
      continue;
    }
    if (image.texture != 0) glDeleteTextures(1, &image.texture);
    entry = images_.erase(entry);
  }
}

}  // namespace lode::render
