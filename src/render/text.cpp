#include "render/text.h"

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkStdString.h>
#include <vtkTextProperty.h>
#include <vtkTextRenderer.h>

#include <algorithm>
#include <utility>

namespace lode::render {

namespace {

TextImage render_text(const std::string& text, const std::string& font_file, int size_px, bool bold) {
  TextImage image;
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
    return image;
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
  return image;
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

const std::string& TextCache::font_of(const std::string& text) const {
  const auto found = std::ranges::find_if(
      font_of_lacking_, [&](const auto& lacking) { return text.find(lacking.first) != std::string::npos; });
  return found == font_of_lacking_.end() ? font_file_ : found->second;
}

TextImage& TextCache::get(const std::string& text, int size_px, bool bold) {
  const auto key = std::make_tuple(text, size_px, bold);
  auto found = images_.find(key);
  if (found == images_.end()) found = images_.emplace(key, render_text(text, font_of(text), size_px, bold)).first;
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
