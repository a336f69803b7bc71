#include "view/view.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <set>

#include "core/error.h"
#include "core/text.h"
#include "geo/crs.h"
#include "platform/fonts.h"
#include "platform/gl_context.h"

namespace lode {

namespace {

void describe_scene_crs(Frame& frame) {
  frame.crs_label = "local coordinates";
  if (frame.scene.crs.empty()) return;
  const geo::CrsInfo info = geo::describe_crs(frame.scene.crs);
  frame.crs_label = info.code.empty() ? info.name : fmt::format("{} ({})", info.name, info.code);
  if (info.projected) frame.metres_per_unit = info.metres_per_unit;
}

/// The characters beyond ASCII of UTF-8 text, each once, in order.
void add_characters(std::set<std::string>& characters, std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xc0U) == 0x80U) ++next;
    if (static_cast<unsigned char>(text[i]) >= 0x80U) characters.emplace(text.substr(i, next - i));
    i = next;
  }
}

struct PictureFonts {
  std::string file;
  std::map<std::string, std::string> of_lacking;  ///< Picture::font_of_lacking
};

PictureFonts fonts_for(const std::string& text) {
  constexpr int most_fonts = 4;
  const std::filesystem::path file = platform::font_for(text);
  PictureFonts fonts{utf8(file), {}};
  std::string lacking = platform::lacking_in(file, text);
  for (int i = 1; i < most_fonts && !lacking.empty(); ++i) {
    // With the letters that stand beside those in a word, which it is written in as a whole.
    const std::filesystem::path other = platform::font_for("Aa0 Жя" + lacking);
    const std::string rest = platform::lacking_in(other, lacking);
    std::set<std::string> characters;
    add_characters(characters, lacking);
    for (const std::string& character : characters)
      if (rest.find(character) == std::string::npos) fonts.of_lacking[character] = utf8(other);
    if (rest.size() == lacking.size()) break;
    lacking = rest;
  }
  return fonts;
}

/// Fonts for all texts of a picture, found once for a set of characters.
const PictureFonts& fonts_of(const render::Picture& picture) {
  std::set<std::string> characters;
  for (std::string_view text :
       {std::string_view(picture.title), std::string_view(picture.note), std::string_view(picture.crs_label),
        std::string_view("\u2264\u2265\u2212\u2013\u00d7\u2026")})
    add_characters(characters, text);
  for (const render::DrawLayer& layer : picture.layers) {
    add_characters(characters, layer.scale->title);
    add_characters(characters, layer.name);
    for (const std::string& category : layer.scale->categories) add_characters(characters, category);
    for (const auto& label : layer.labels_scene) add_characters(characters, label.first);
  }
  std::string text = "Aa0";
  for (const std::string& character : characters) text += character;
  static std::mutex mutex;
  static std::map<std::string, PictureFonts> found;
  const std::scoped_lock lock(mutex);
  auto entry = found.find(text);
  if (entry == found.end()) entry = found.emplace(text, fonts_for(text)).first;
  return entry->second;
}

double ui_scale_of(double width_px, double height_px) {
  constexpr double least = 0.6;  // text stays readable
  return std::max(least, std::min(width_px / 1280, height_px / 800));
}

/// Pixels a picture keeps free of data for what it says beside it: legend, north arrow, scale bar, labels.
struct Margins {
  double left, right, top, bottom;
};
Margins margins_of(const Scene& scene, double width_px, double height_px) {
  constexpr double most_of_size = 0.25;
  const double ui = ui_scale_of(width_px, height_px);
  const bool right_column = scene.show_legend || scene.show_north;
  const bool lower_rows = scene.show_scale_bar || scene.show_grid;
  return {.left = std::min((scene.show_grid ? 60 : 0) * ui, most_of_size * width_px),
          .right = std::min((right_column ? 130 : 0) * ui, most_of_size * width_px),
          .top = std::min((!scene.title.empty() ? 48
                           : scene.show_grid    ? 24
                                                : 0) *
                              ui,
                          most_of_size * height_px),
          .bottom = std::min((lower_rows ? 84 : 0) * ui, most_of_size * height_px)};
}

}  // namespace

Frame make_frame(Session& session, const Scene& scene) {
  Frame frame;
  frame.scene = scene;
  frame.layers.resize(scene.layers.size());
  for (std::size_t i = 0; i < scene.layers.size(); ++i) try {
      if (scene.layers[i].visible) frame.layers[i] = session.picture(scene, i);
    } catch (const Error& error) {
      frame.errors.emplace(i, error);
    }
  frame.bounds_scene = session.bounds(scene);
  describe_scene_crs(frame);
  return frame;
}

Camera fitted_beside_annotation(const Scene& scene, double metres_per_unit, Camera camera, const Bounds& bounds_scene,
                                double width_px, double height_px) {
  const Margins margins = margins_of(scene, width_px, height_px);
  const double exaggeration = drawn_exaggeration(scene, metres_per_unit);
  const double free_width_px = width_px - margins.left - margins.right;
  const double free_height_px = height_px - margins.top - margins.bottom;
  camera = fitted(camera, bounds_scene, exaggeration, free_width_px / free_height_px);
  const double metres_per_px = camera.view_height_m / free_height_px;
  camera.view_height_m = metres_per_px * height_px;
  const CameraAxes axes = axes_of(camera);
  Vec3 shift = metres_per_px *
               (0.5 * (margins.right - margins.left) * axes.right + 0.5 * (margins.top - margins.bottom) * axes.up);
  shift.z /= exaggeration;
  camera.focal_scene = camera.focal_scene + shift;
  return camera;
}

Camera camera_of(const Frame& frame, double width_px, double height_px) {
  const Camera& camera = frame.scene.camera;
  if (camera.view_height_m > 0) return camera;
  return fitted_beside_annotation(frame.scene, frame.metres_per_unit, camera, frame.bounds_scene, width_px, height_px);
}

render::Picture picture_of(const Frame& frame, const PictureSize& size, const std::optional<Pick>& highlight) {
  const Scene& scene = frame.scene;
  render::Picture picture;
  for (std::size_t i = 0; i < frame.layers.size(); ++i) {
    const LayerPicturePtr& layer = frame.layers[i];
    if (layer == nullptr) continue;
    if (highlight && highlight->layer == i)
      picture.highlight = render::Highlight{picture.layers.size(), highlight->hit};
    picture.layers.push_back({.geometry = {layer, &layer->geometry},
                              .scale = {layer, &layer->scale},
                              .opacity = scene.layers[i].opacity,
                              .point_size_px = scene.layers[i].point_size_px,
                              .labels_scene = layer->labels_scene,
                              .ticks_scene = layer->depth_labels_scene,
                              .bend = layer->source->control,
                              .outline_scene = {},
                              .name = scene.layers[i].name});
    if (scene.layers[i].show_outline) {
      if (const auto* blocks = std::get_if<LatticeFaces>(&layer->geometry))
        picture.layers.back().outline_scene = blocks->outline_scene(layer->source->control.get());
      if (const auto* boxes = std::get_if<Boxes>(&layer->geometry))
        picture.layers.back().outline_scene = boxes->outline_scene(layer->source->control.get());
    }
    for (const ExtraGeometry& extra : layer->extras)
      picture.layers.push_back({.geometry = {layer, &extra.geometry},
                                .scale = {layer, &extra.scale},
                                .opacity = scene.layers[i].opacity,
                                .point_size_px = extra.point_size_px,
                                .labels_scene = {},
                                .ticks_scene = {},
                                .bend = {},
                                .outline_scene = {},
                                .name = scene.layers[i].name});
  }
  picture.bounds_scene = frame.bounds_scene;
  picture.camera = camera_of(frame, size.width, size.height);
  if (scene.section.on) picture.slab = scene.section.slab;
  picture.vertical_exaggeration = scene.vertical_exaggeration;
  picture.length_unit = scene.length_unit;
  picture.metres_per_unit = frame.metres_per_unit;
  picture.dark = scene.dark;
  picture.show_grid = scene.show_grid;
  picture.show_legend = scene.show_legend;
  picture.show_north = scene.show_north;
  picture.show_scale_bar = scene.show_scale_bar;
  picture.title = scene.title;
  picture.note = scene.note;
  picture.crs_label = frame.crs_label;
  picture.transparent = size.transparent;
  picture.moving = size.moving;
  picture.ui_scale = size.ui_scale > 0 ? size.ui_scale : ui_scale_of(size.width, size.height);
  const PictureFonts& fonts = fonts_of(picture);
  picture.font_file = fonts.file;
  picture.font_of_lacking = fonts.of_lacking;
  return picture;
}

render::Picture picture_to_keep(const Frame& frame, const PictureSize& size) {
  constexpr double most_smooth_pixels = 4e7;
  render::Picture picture = picture_of(frame, size);
  picture.smooth = !size.draft && static_cast<double>(size.width) * size.height <= most_smooth_pixels;
  return picture;
}

struct OffscreenView::State {
  platform::OffscreenGl gl;
  render::Renderer renderer{{[this] { gl.make_current(); }, [this] { return gl.is_current(); }, true}};
  render::FrameTimes times;
};

OffscreenView::OffscreenView() : state_(std::make_unique<State>()) {}
OffscreenView::~OffscreenView() = default;

render::Image OffscreenView::draw(const Frame& frame, const PictureSize& size) {
  state_->times = state_->renderer.draw(picture_to_keep(frame, size), size.width, size.height);
  return state_->renderer.take();
}

const render::FrameTimes& OffscreenView::times() const { return state_->times; }

}  // namespace lode
