#include "platform/fonts.h"

#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "core/error.h"
#include "core/text.h"

namespace lode::platform {

namespace {

template <typename T, void (*destroy)(T*)>
struct Destroy {
  void operator()(T* object) const { destroy(object); }
};
using Pattern = std::unique_ptr<FcPattern, Destroy<FcPattern, FcPatternDestroy>>;
using FontSet = std::unique_ptr<FcFontSet, Destroy<FcFontSet, FcFontSetDestroy>>;
using CharSet = std::unique_ptr<FcCharSet, Destroy<FcCharSet, FcCharSetDestroy>>;

CharSet characters_of(std::string_view text) {
  CharSet characters(FcCharSetCreate());
  const auto* bytes = reinterpret_cast<const FcChar8*>(text.data());
  int left = static_cast<int>(text.size());
  while (left > 0) {
    FcChar32 character = 0;
    const int used = FcUtf8ToUcs4(bytes, &character, left);
    if (used <= 0) break;
    if (character > ' ') FcCharSetAddChar(characters.get(), character);
    bytes += used;
    left -= used;
  }
  return characters;
}

struct Face {
  std::filesystem::path file;
  CharSet characters;
};

/// Regular outline sans faces, the preferred first. A file of several faces counts once: others read its first face.
std::vector<Face> preferred_faces(const FcCharSet* wanted) {
  Pattern pattern(FcPatternCreate());
  for (const char* family : {"Noto Sans", "DejaVu Sans", "sans-serif"})
    FcPatternAddString(pattern.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
  FcPatternAddInteger(pattern.get(), FC_WEIGHT, FC_WEIGHT_REGULAR);
  FcPatternAddInteger(pattern.get(), FC_SLANT, FC_SLANT_ROMAN);
  FcPatternAddBool(pattern.get(), FC_SCALABLE, FcTrue);
  FcPatternAddCharSet(pattern.get(), FC_CHARSET, wanted);
  FcConfigSubstitute(nullptr, pattern.get(), FcMatchPattern);
  FcDefaultSubstitute(pattern.get());
  FcResult result = FcResultMatch;
  const FontSet fonts(FcFontSort(nullptr, pattern.get(), FcTrue, nullptr, &result));
  std::vector<Face> faces;
  for (int i = 0; fonts && i < fonts->nfont; ++i) {
    FcPattern* font = fonts->fonts[i];
    FcChar8* file = nullptr;
    FcCharSet* characters = nullptr;
    FcBool outline = FcFalse;
    if (FcPatternGetString(font, FC_FILE, 0, &file) != FcResultMatch ||
        FcPatternGetCharSet(font, FC_CHARSET, 0, &characters) != FcResultMatch)
      continue;
    if (FcPatternGetBool(font, FC_OUTLINE, 0, &outline) == FcResultMatch && outline == FcFalse) continue;
    faces.push_back({path_from_utf8(reinterpret_cast<const char*>(file)), CharSet(FcCharSetCopy(characters))});
  }
  if (faces.empty())
    throw Error("this machine has no font", "install one, e.g. fonts-dejavu-core (and fonts-noto-cjk for Chinese)");
  return faces;
}

std::mutex& fontconfig_mutex() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

std::filesystem::path font_for(std::string_view utf8_text) {
  const std::scoped_lock lock(fontconfig_mutex());
  const CharSet wanted = characters_of(utf8_text);
  const std::vector<Face> faces = preferred_faces(wanted.get());
  const auto most = std::ranges::max_element(
      faces, {}, [&](const Face& face) { return FcCharSetIntersectCount(wanted.get(), face.characters.get()); });
  return most->file;
}

std::string lacking_in(const std::filesystem::path& font, std::string_view utf8_text) {
  const std::scoped_lock lock(fontconfig_mutex());
  CharSet wanted = characters_of(utf8_text);
  for (const Face& face : preferred_faces(wanted.get()))
    if (face.file == font) wanted.reset(FcCharSetSubtract(wanted.get(), face.characters.get()));
  std::string lacking;
  for (std::size_t at = 0, next = 0; at < utf8_text.size(); at = next) {
    FcChar32 character = 0;
    const int used = FcUtf8ToUcs4(reinterpret_cast<const FcChar8*>(utf8_text.data() + at), &character,
                                  static_cast<int>(utf8_text.size() - at));
    if (used <= 0) break;
    next = at + static_cast<std::size_t>(used);
    if (FcCharSetHasChar(wanted.get(), character) != FcFalse) lacking += utf8_text.substr(at, next - at);
  }
  return lacking;
}

std::vector<std::filesystem::path> fonts_for(std::string_view utf8_text) {
  const std::scoped_lock lock(fontconfig_mutex());
  CharSet wanted = characters_of(utf8_text);
  const std::vector<Face> faces = preferred_faces(wanted.get());
  std::vector<std::filesystem::path> files{faces.front().file};
  wanted.reset(FcCharSetSubtract(wanted.get(), faces.front().characters.get()));
  for (const Face& face : faces) {
    if (FcCharSetCount(wanted.get()) == 0) break;
    if (FcCharSetIntersectCount(wanted.get(), face.characters.get()) == 0) continue;
    if (std::ranges::find(files, face.file) == files.end()) files.push_back(face.file);
    wanted.reset(FcCharSetSubtract(wanted.get(), face.characters.get()));
  }
  return files;
}

}  // namespace lode::platform
