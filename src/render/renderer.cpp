#include "render/renderer.h"

#include <fmt/format.h>
#include <vtkCamera.h>
#include <vtkNew.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLState.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <map>
#include <span>
#include <utility>

#include "core/error.h"
#include "core/parallel.h"
#include "render/annotation.h"
#include "render/drawer.h"
#include "render/gl_window.h"

namespace lode::render {

namespace {

constexpr int supersampling = 2;
constexpr std::uint64_t gpu_budgets = 20;  ///< a GPU follows the hand with this many times the faces
constexpr int largest_tile_px = 4096;      ///< rendered pixels a side: 64 MB of colour

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// From premultiplied alpha to straight.
void make_straight(std::span<std::uint8_t> rgba) {
  for (std::size_t i = 0; i < rgba.size(); i += 4) {
    const unsigned alpha = rgba[i + 3];
    if (alpha == 255) continue;
    for (std::size_t c = 0; c < 3; ++c)
      rgba[i + c] = alpha == 0 ? std::uint8_t{0}
                               : static_cast<std::uint8_t>(std::min(255U, (rgba[i + c] * 255U + alpha / 2) / alpha));
  }
}

/// The first row becomes the last.
void turn_upside_down(Image& image) {
  const auto row = static_cast<std::ptrdiff_t>(image.width) * 4;
  for (int y = 0; y < image.height / 2; ++y)
    std::swap_ranges(image.rgba.begin() + y * row, image.rgba.begin() + (y + 1) * row,
                     image.rgba.end() - (y + 1) * row);
}

/// Averages blocks of `factor` x `factor` premultiplied pixels (rows from the bottom) into the image at (x0, y0), as
/// straight alpha.
void reduce_into(Image& image, int x0, int y0, const std::vector<std::uint8_t>& tile, int tile_width, int tile_height,
                 int factor) {
  const int width = std::min(tile_width / factor, image.width - x0);
  const int height = std::min(tile_height / factor, image.height - y0);
  const unsigned samples = static_cast<unsigned>(factor * factor);
  const auto reduce_row = [&](int y) {
    for (int x = 0; x < width; ++x) {
      std::array<unsigned, 4> sum{0, 0, 0, 0};
      for (int dy = 0; dy < factor; ++dy)
        for (int dx = 0; dx < factor; ++dx) {
          const auto row = static_cast<std::size_t>(tile_height - 1 - (y * factor + dy));
          const std::uint8_t* pixel =
              tile.data() +
              (row * static_cast<std::size_t>(tile_width) + static_cast<std::size_t>(x * factor + dx)) * 4;
          for (std::size_t c = 0; c < 4; ++c) sum[c] += pixel[c];
        }
      std::uint8_t* to = image.rgba.data() + (static_cast<std::size_t>(y0 + y) * static_cast<std::size_t>(image.width) +
                                              static_cast<std::size_t>(x0 + x)) *
                                                 4;
      const unsigned alpha = sum[3];
      for (std::size_t c = 0; c < 3; ++c)
        to[c] = alpha == 0 ? std::uint8_t{0}
                           : static_cast<std::uint8_t>(std::min(255U, (sum[c] * 255 + alpha / 2) / alpha));
      to[3] = static_cast<std::uint8_t>((alpha + samples / 2) / samples);
    }
  };
  parallel_for(static_cast<std::size_t>(std::max(height, 0)), 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t y = begin; y < end; ++y) reduce_row(static_cast<int>(y));
  });
}

void check_size(int width_px, int height_px) {
  constexpr int most = Renderer::max_side_px;
  if (width_px < 1 || height_px < 1 || width_px > most || height_px > most)
    throw Error(fmt::format("a picture of {} x {} pixels cannot be made", width_px, height_px),
                fmt::format("give sides of 1 to {} pixels", most));
}

Image empty_image(int width_px, int height_px) {
  return {width_px, height_px,
          std::vector<std::uint8_t>(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) * 4)};
}

/// Then blending, which costs a tenth of a frame without a GPU, changes nothing.
bool covers_all_behind(const ColourScale& scale) {
  return std::ranges::all_of(scale.palette, [](Rgba colour) { return colour.a == 255; });
}

}  // namespace

struct Renderer::State {
  /// A picture that is being drawn, tile by tile; pixels as rendered.
  struct Drawing {
    Drawing(Picture wanted, TextCache& texts) : picture(std::move(wanted)), canvas(texts) {}
    int columns() const { return (width + tile_width - 1) / tile_width; }
    int rows() const { return (height + tile_height - 1) / tile_height; }
    double share() const {
      return static_cast<double>(y / tile_height * columns() + x / tile_width) / (columns() * rows());
    }

    Picture picture;
    Canvas canvas;
    std::optional<Projection> projection;
    double ui = 1;
    int factor = 1;  ///< of supersampling
    int width = 0, height = 0, tile_width = 0, tile_height = 0;
    int x = 0, y = 0;  ///< of the next tile
    std::vector<std::uint8_t> pixels;
  };

  GlContext context;
  vtkNew<GlWindow> window;
  vtkNew<vtkRenderer> renderer;
  vtkNew<DrawingProp> prop;
  std::map<const Geometry*, std::unique_ptr<Drawer>> drawers;
  std::unique_ptr<TextCache> texts = std::make_unique<TextCache>();
  std::unique_ptr<DepthPeeling> peeling = std::make_unique<DepthPeeling>();
  std::unique_ptr<Drawing> drawing;
  std::optional<Image> tiled;  ///< of a picture drawn in tiles
  int width = 0, height = 0;   ///< of the last drawing
  std::string gl_renderer;
  bool software_gl = false;

  /// Returns the coarsest that blocks are drawn.
  Coarseness upload(const Picture& picture);
  Drawer& drawer(const DrawLayer& layer) { return *drawers.at(layer.geometry.get()); }
  Projection projection_of(const Picture& picture, double width_px, double height_px);
  void annotate(Canvas& canvas, const Picture& picture, const Projection& projection, double ui);
  void draw_content(const FrameContext& frame, Canvas& canvas);
  void draw_layers(const FrameContext& frame, Canvas& canvas);
  void draw_translucent(const FrameContext& frame, const std::vector<const DrawLayer*>& layers);
  void set_blending();
  void upload_for(const Picture& wanted, FrameTimes& times);
  void lay_out(int width_px, int height_px, int most_tile_px);
  Tile draw_next_tile();
  void read_into(Image& image, int x0, int y0, const Tile& tile);
  void draw_tile(const FrameContext& frame, Canvas& canvas);
  void read_tile(int tile_width, int tile_height, std::vector<std::uint8_t>& pixels);
};

Renderer::Renderer(GlContext context) : state_(std::make_unique<State>()) {
  state_->context = context;
  context.make_current();
  state_->window->set_context(std::move(context));
  state_->window->SetAlphaBitPlanes(1);
  state_->window->SetMultiSamples(0);
  state_->window->OpenGLInit();
  vtkNew<vtkCamera> camera;  // ours is in the matrices; VTK's only clears the picture
  state_->renderer->SetActiveCamera(camera);
  state_->renderer->AddViewProp(state_->prop);
  state_->window->AddRenderer(state_->renderer);
  const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  state_->gl_renderer = name == nullptr ? "" : name;
  state_->software_gl = is_software_gl();
}

Renderer::~Renderer() {
  state_->context.make_current();
  state_->drawing.reset();
  state_->drawers.clear();
  state_->texts.reset();
  state_->peeling.reset();
  state_->window->Finalize();
}

Coarseness Renderer::State::upload(const Picture& picture) {
  std::erase_if(drawers, [&](const auto& entry) {
    return std::ranges::none_of(picture.layers,
                                [&](const DrawLayer& layer) { return layer.geometry.get() == entry.first; });
  });
  Coarseness coarsest;
  for (const DrawLayer& layer : picture.layers) {
    std::unique_ptr<Drawer>& drawer = drawers[layer.geometry.get()];
    if (!drawer) drawer = make_drawer(layer.geometry);
    const Coarseness drawn = drawer->prepare(picture);
    if (std::pair(drawn.merged, drawn.parents) > std::pair(coarsest.merged, coarsest.parents)) coarsest = drawn;
  }
  texts->set_fonts(picture.font_file, picture.font_of_lacking);
  return coarsest;
}

Projection Renderer::State::projection_of(const Picture& picture, double width_px, double height_px) {
  Bounds bounds = picture.bounds_scene;
  for (const DrawLayer& layer : picture.layers) bounds.add(drawer(layer).bounds_scene);
  if (picture.highlight) bounds.add(picture.highlight->hit.position_scene);
  Camera camera = picture.camera;
  const double exaggeration = picture.vertical_exaggeration / picture.metres_per_unit;  // a plan in feet, RLs in metres
  if (!(camera.view_height_m > 0)) camera = fitted(camera, picture.bounds_scene, exaggeration, width_px / height_px);
  return {camera, exaggeration, bounds, width_px, height_px};
}

void Renderer::State::annotate(Canvas& canvas, const Picture& picture, const Projection& projection, double ui) {
  Annotations annotations{canvas, picture, projection, ui, {}, {}};
  for (const DrawLayer& layer : picture.layers) annotations.used_colours.push_back(drawer(layer).used_colours);
  draw_titles(annotations);
  draw_scale_bar(annotations);
  draw_north(annotations);
  draw_legends(annotations);
  draw_hole_labels(annotations);  // a hole's name before a number of the grid, where both want one place
  draw_grid(annotations);
  draw_outlines(annotations);
  draw_depth_labels(annotations);
  draw_picked_cell(annotations);
  draw_marks(annotations);
}

void Renderer::State::draw_layers(const FrameContext& frame, Canvas& canvas) {
  const std::vector<DrawLayer>& layers = frame.picture.layers;
  vtkOpenGLState& gl = *window->GetState();
  std::vector<const DrawLayer*> translucent;
  for (const DrawLayer& layer : layers) {
    if (layer.opacity >= 1) {
      gl.SetEnumState(GL_BLEND, !covers_all_behind(*layer.scale));
      drawer(layer).draw(frame, layer);
    } else if (layer.opacity > 0) {
      translucent.push_back(&layer);
    }
  }
  gl.vtkglEnable(GL_BLEND);
  canvas.draw_in_depth(frame);
  if (!translucent.empty()) draw_translucent(frame, translucent);
  if (const auto& highlight = frame.picture.highlight; highlight && highlight->layer < layers.size()) {
    DrawLayer opaque = layers[highlight->layer];
    opaque.opacity = 1;
    drawer(opaque).draw_highlight(frame, opaque, highlight->hit);
  }
}

void Renderer::State::draw_translucent(const FrameContext& frame, const std::vector<const DrawLayer*>& layers) {
  // Once so many layers lie over one another, what is behind adds less than half a step of a colour.
  double opacity = 1;
  for (const DrawLayer* layer : layers) opacity = std::min(opacity, layer->opacity);
  const double most = frame.picture.moving ? 6 : 64;
  const double enough = std::ceil(std::log(0.5 / 255) / std::log1p(-opacity));
  peeling->draw(*window, frame.tile.width, frame.tile.height, static_cast<int>(std::clamp(enough, 2.0, most)),
                [&](const Peel& peel) {
                  FrameContext peeled = frame;
                  peeled.peel = &peel;
                  for (const DrawLayer* layer : layers) drawer(*layer).draw(peeled, *layer);
                });
  vtkOpenGLState& gl = *window->GetState();
  gl.vtkglEnable(GL_BLEND);
  set_blending();
}

void Renderer::State::set_blending() {
  // On a background of zeros this accumulates premultiplied colours.
  window->GetState()->vtkglBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
}

void Renderer::State::draw_content(const FrameContext& frame, Canvas& canvas) {
  vtkOpenGLState& gl = *window->GetState();
  gl.vtkglEnable(GL_DEPTH_TEST);
  gl.vtkglDepthFunc(GL_LEQUAL);
  gl.vtkglDepthMask(GL_TRUE);
  gl.vtkglDisable(GL_CULL_FACE);
  gl.vtkglEnable(GL_BLEND);
  set_blending();
  draw_layers(frame, canvas);
  canvas.draw_on_top(frame);
}

void Renderer::State::draw_tile(const FrameContext& frame, Canvas& canvas) {
  const Rgba background = theme(frame.picture.dark).background;
  if (frame.picture.transparent) {
    renderer->SetBackground(0, 0, 0);
    renderer->SetBackgroundAlpha(0);
  } else {
    renderer->SetBackground(background.r / 255.0, background.g / 255.0, background.b / 255.0);
    renderer->SetBackgroundAlpha(1);
  }
  window->SetSize(frame.tile.width, frame.tile.height);
  window->GetState()->Reset();  // others draw in this context too
  prop->set_draw([&] { draw_content(frame, canvas); });
  window->Render();
  prop->set_draw({});
}

/// Premultiplied, rows from the bottom.
void Renderer::State::read_tile(int tile_width, int tile_height, std::vector<std::uint8_t>& pixels) {
  pixels.resize(static_cast<std::size_t>(tile_width) * static_cast<std::size_t>(tile_height) * 4);
  vtkOpenGLState& gl = *window->GetState();
  gl.PushReadFramebufferBinding();
  window->GetDisplayFramebuffer()->Bind(GL_READ_FRAMEBUFFER);
  window->GetDisplayFramebuffer()->ActivateReadBuffer(0);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, tile_width, tile_height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  gl.PopReadFramebufferBinding();
}

void Renderer::State::upload_for(const Picture& wanted, FrameTimes& times) {
  context.make_current();
  drawing.reset();  // it refers to what may go
  const auto start = std::chrono::steady_clock::now();
  auto next = std::make_unique<Drawing>(wanted, *texts);
  Picture& picture = next->picture;
  if (picture.face_budget == 0) picture.face_budget = face_budget() * (software_gl ? 1 : gpu_budgets);
  times.coarseness = upload(picture);
  // Peeling compares depths pixel by pixel.
  const bool peels = std::ranges::any_of(picture.layers, [](const DrawLayer& layer) { return layer.opacity < 1; });
  times.exact = times.coarseness.exact() && !(picture.moving && peels);
  window->SetMultiSamples(picture.smooth || peels || software_gl ? 0 : 4);
  glFinish();
  times.upload_ms = milliseconds_since(start);
  drawing = std::move(next);
}

void Renderer::State::lay_out(int width_px, int height_px, int most_tile_px) {
  Drawing& d = *drawing;
  d.factor = d.picture.smooth ? supersampling : 1;
  d.width = width_px * d.factor;
  d.height = height_px * d.factor;
  d.tile_width = std::min(d.width, most_tile_px * d.factor);
  d.tile_height = std::min(d.height, most_tile_px * d.factor);
  d.ui = d.picture.ui_scale * d.factor;
  d.projection.emplace(projection_of(d.picture, d.width, d.height));
  annotate(d.canvas, d.picture, *d.projection, d.ui);
  width = width_px;
  height = height_px;
  tiled.reset();
}

/// Left to right, then downwards.
Tile Renderer::State::draw_next_tile() {
  Drawing& d = *drawing;
  const Tile tile{d.x, d.y, d.tile_width, d.tile_height};
  draw_tile({*window, d.picture, *d.projection, tile, d.ui, nullptr}, d.canvas);
  glFinish();
  d.x += d.tile_width;
  if (d.x >= d.width) {
    d.x = 0;
    d.y += d.tile_height;
  }
  return tile;
}

/// The tile drawn last, as the part of an image at (x0, y0).
void Renderer::State::read_into(Image& image, int x0, int y0, const Tile& tile) {
  read_tile(tile.width, tile.height, drawing->pixels);
  reduce_into(image, x0, y0, drawing->pixels, tile.width, tile.height, drawing->factor);
}

FrameTimes Renderer::draw(const Picture& picture, int width_px, int height_px) {
  check_size(width_px, height_px);
  State& state = *state_;
  FrameTimes times;
  state.upload_for(picture, times);
  const auto start = std::chrono::steady_clock::now();
  state.lay_out(width_px, height_px, largest_tile_px / (picture.smooth ? supersampling : 1));
  State::Drawing& drawing = *state.drawing;
  if (picture.smooth || drawing.tile_width < drawing.width || drawing.tile_height < drawing.height)
    state.tiled = empty_image(width_px, height_px);
  while (drawing.y < drawing.height) {
    const Tile tile = state.draw_next_tile();
    if (state.tiled) state.read_into(*state.tiled, tile.x / drawing.factor, tile.y / drawing.factor, tile);
  }
  state.drawing.reset();
  state.texts->forget_unused();
  times.frame_ms = milliseconds_since(start);
  return times;
}

FrameTimes Renderer::begin(const Picture& picture, int width_px, int height_px, int piece_px) {
  check_size(width_px, height_px);
  FrameTimes times;
  state_->upload_for(picture, times);
  state_->lay_out(width_px, height_px, piece_px);
  return times;
}

DrawnPiece Renderer::draw_piece() {
  DrawnPiece piece;
  if (!state_->drawing) return piece;
  state_->context.make_current();
  const auto start = std::chrono::steady_clock::now();
  const Tile tile = state_->draw_next_tile();
  piece.frame_ms = milliseconds_since(start);
  const State::Drawing& drawing = *state_->drawing;
  piece.x_px = tile.x / drawing.factor;
  piece.y_px = tile.y / drawing.factor;
  piece.image = empty_image(std::min(tile.width, drawing.width - tile.x) / drawing.factor,
                            std::min(tile.height, drawing.height - tile.y) / drawing.factor);
  state_->read_into(piece.image, 0, 0, tile);
  piece.share = drawing.share();
  if (piece.share < 1) return piece;
  state_->drawing.reset();
  state_->texts->forget_unused();
  return piece;
}

void Renderer::blit(int x_px, int y_px, int width_px, int height_px) {
  State& state = *state_;
  vtkOpenGLState& gl = *state.window->GetState();
  gl.ResetFramebufferBindings();  // others draw in this context too
  gl.PushFramebufferBindings();
  state.window->GetDisplayFramebuffer()->Bind(GL_READ_FRAMEBUFFER);
  state.window->GetDisplayFramebuffer()->ActivateReadBuffer(0);
  gl.vtkglBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
  gl.vtkglDisable(GL_SCISSOR_TEST);
  glBlitFramebuffer(0, 0, state.width, state.height, x_px, y_px, x_px + width_px, y_px + height_px, GL_COLOR_BUFFER_BIT,
                    width_px == state.width && height_px == state.height ? GL_NEAREST : GL_LINEAR);
  gl.PopFramebufferBindings();
}

Image Renderer::read() const {
  if (state_->tiled) return *state_->tiled;
  state_->context.make_current();
  Image image{state_->width, state_->height, {}};
  state_->read_tile(image.width, image.height, image.rgba);
  turn_upside_down(image);
  make_straight(image.rgba);
  return image;
}

Image Renderer::take() {
  if (!state_->tiled) return read();
  Image image = std::move(*state_->tiled);
  state_->tiled.reset();
  return image;
}

std::string Renderer::gl_renderer() const { return state_->gl_renderer; }

bool Renderer::software_gl() const { return state_->software_gl; }

}  // namespace lode::render
