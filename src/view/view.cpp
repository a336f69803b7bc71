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

std::string label_of_crs(const std::string& crs) {
  if (crs.empty()) return "local coordinates";
  const geo::CrsInfo info = geo::describe_crs(crs);
  return info.code.empty() ? info.name : fmt::format("{} ({})", info.name, info.code);
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

/// A font for all texts of a picture, found once for a set of characters.
std::string font_of(const render::Picture& picture) {
  std::set<std::string> characters;
  for (std::string_view text :
       {std::string_view(picture.title), std::string_view(picture.note), std::string_view(picture.crs_label),
        std::string_view("\u2264\u2265\u2212\u2013\u00d7\u2026")})
    add_characters(characters, text);
  for (const render::DrawLayer& layer : picture.layers) {
    add_characters(characters, layer.scale->title);
    for (const std::string& category : layer.scale->categories) add_characters(characters, category);
    for (const auto& label : layer.labels_scene) add_characters(characters, label.first);
  }
  std::string text = "Aa0";
  for (const std::string& character : characters) text += character;
  static std::mutex mutex;
  static std::map<std::string, std::string> found;
  const std::scoped_lock lock(mutex);
  auto entry = found.find(text);
  if (entry == found.end()) entry = found.emplace(text, utf8(platform::font_for(text))).first;
  return entry->second;
}

}  // namespace

Frame make_frame(Session& session, const Scene& scene) {
  Frame frame;
  frame.scene = scene;
  for (std::size_t i = 0; i < scene.layers.size(); ++i)
    frame.layers.push_back(scene.layers[i].visible ? session.picture(scene, i) : nullptr);
  frame.bounds_scene = session.bounds(scene);
  frame.crs_label = label_of_crs(scene.crs);
  return frame;
}

Camera camera_of(const Frame& frame, double width_px, double height_px) {
  constexpr double room_for_labels = 1.12;
  Camera camera = frame.scene.camera;
  if (camera.view_height_m > 0) return camera;
  camera = fitted(camera, frame.bounds_scene, frame.scene.vertical_exaggeration, width_px / height_px);
  camera.view_height_m *= room_for_labels;
  return camera;
}

render::Picture picture_of(const Frame& frame, const PictureSize& size, const std::optional<Pick>& highlight) {
  constexpr double least_ui_scale = 0.6;  // text stays readable
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
                              .labels_scene = layer->labels_scene});
  }
  picture.bounds_scene = frame.bounds_scene;
  picture.camera = camera_of(frame, size.width, size.height);
  if (scene.section.on) picture.slab = scene.section.slab;
  picture.vertical_exaggeration = scene.vertical_exaggeration;
  picture.dark = scene.dark;
  picture.show_grid = scene.show_grid;
  picture.show_legend = scene.show_legend;
  picture.show_north = scene.show_north;
  picture.show_scale_bar = scene.show_scale_bar;
  picture.title = scene.title;
  picture.note = scene.note;
  picture.crs_label = frame.crs_label;
  picture.transparent = size.transparent;
  picture.ui_scale =
      size.ui_scale > 0 ? size.ui_scale : std::max(least_ui_scale, std::min(size.width / 1280.0, size.height / 800.0));
  picture.font_file = font_of(picture);
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
  constexpr double most_smooth_pixels = 4e7;
  render::Picture picture = picture_of(frame, size);
  picture.smooth = static_cast<double>(size.width) * size.height <= most_smooth_pixels;
  state_->times = state_->renderer.draw(picture, size.width, size.height);
  return state_->renderer.take();
}

const render::FrameTimes& OffscreenView::times() const { return state_->times; }

}  // namespace lode
