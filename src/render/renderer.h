// VTK's rendering of geometries and annotation into an OpenGL context that someone else made. No VTK type in here.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/control_lattice.h"
#include "core/geometry.h"
#include "core/progress.h"
#include "core/scene.h"

namespace lode::render {

/// The OpenGL context to draw in, made current by `make_current`; owned by the caller and outliving the Renderer.
struct GlContext {
  std::function<void()> make_current;
  std::function<bool()> is_current;
  bool surfaceless = false;  ///< EGL without a display: no framebuffer 0
};

/// One layer to draw. `geometry` is compared by address: a new one is uploaded, an old one kept on the GPU.
struct DrawLayer {
  std::shared_ptr<const Geometry> geometry;
  std::shared_ptr<const ColourScale> scale;
  double opacity = 1;
  double point_size_px = 4;
  std::vector<std::pair<std::string, Vec3>> labels_scene = {};
  std::vector<std::pair<std::string, Vec3>> ticks_scene = {};  ///< small labels beside a tick, the important first
  std::shared_ptr<const ControlLattice> bend = {};             ///< of blocks: offsets from their affine map
  std::vector<std::array<Vec3, 2>> outline_scene = {};  ///< lines around the whole, hidden by what lies before them
  std::string name = {};                                ///< tells legends of one title apart
};

/// A picked or hovered element, drawn highlighted.
struct Highlight {
  std::size_t layer = 0;
  Hit hit;
};

/// What was measured: a line or a polygon over everything, with texts beside it.
struct Mark {
  std::vector<Vec3> points_scene;
  bool closed = false;
  std::vector<std::pair<std::string, Vec3>> labels_scene = {};
};

/// Everything in a picture but its size.
struct Picture {
  std::vector<DrawLayer> layers;
  Bounds bounds_scene;  ///< of all that is shown
  Camera camera;
  std::optional<Slab>
      slab;  ///< clips surfaces and points in the shader; holes come already cut, blocks with the cut they take
  double vertical_exaggeration = 1;
  bool dark = true;
  bool show_grid = true, show_legend = true, show_north = true, show_scale_bar = true;
  LengthUnit length_unit = LengthUnit::metres;  ///< of labels and the scale bar
  double metres_per_unit = 1;                   ///< of x and y; z is in metres
  std::vector<Mark> marks;
  std::string title;      ///< top left
  std::string note;       ///< bottom, e.g. that the data is synthetic
  std::string crs_label;  ///< "WGS 84 / UTM zone 44N (EPSG:32644)"
  std::optional<Highlight> highlight;
  std::string font_file;  ///< a font with most glyphs of all texts
  /// Fonts of the characters that it lacks; a text with such a one is written in that font.
  std::map<std::string, std::string> font_of_lacking = {};
  double ui_scale = 1;  ///< text and line sizes: 1 at 1280x800
  bool transparent = false;
  bool moving = false;  ///< a hand is on it: layers beyond the face budget may be drawn coarser, few translucent layers
  std::uint64_t face_budget = 0;  ///< of a layer; 0: as many as this OpenGL draws without stumbling
  bool smooth = false;            ///< anti-aliased at four times the cost: for pictures to keep
};

struct Image {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;  ///< rows from the top, 4 bytes a pixel
};

struct FrameTimes {
  double upload_ms = 0, frame_ms = 0;
  Coarseness coarseness;  ///< of the blocks, the coarsest layer's
  bool exact = true;      ///< false: drawn as `moving` allows, coarser or with fewer translucent layers
};

/// A part of a picture that is drawn piece by piece.
struct DrawnPiece {
  int x_px = 0, y_px = 0;  ///< of its upper left corner
  Image image;             ///< straight alpha
  double share = 1;        ///< of the picture that is drawn with it, 0..1
  double frame_ms = 0;     ///< drawing it, without reading it back
};

/// Not thread-safe; every call with the context current.
class Renderer {
 public:
  explicit Renderer(GlContext context);
  ~Renderer();

  static constexpr int max_side_px = 16384;
  /// Draws into an offscreen framebuffer, in tiles when it is large or smooth. Throws Error for a side beyond 1 ..
  /// max_side_px.
  FrameTimes draw(const Picture& picture, int width_px, int height_px);
  /// Begins a picture that is drawn piece by piece, so that other things can be done in between, in this context too:
  /// uploads what it shows. A piece has at most `piece_px` pixels a side, twice as densely drawn where it is smooth.
  FrameTimes begin(const Picture& picture, int width_px, int height_px, int piece_px);
  /// Draws the next piece of what begin() began; the one whose share is 1 is the last.
  DrawnPiece draw_piece();
  /// Copies the last drawing into framebuffer 0 at (x, y), lower left origin. Not on a surfaceless context, nor of a
  /// smooth picture.
  void blit(int x_px, int y_px, int width_px, int height_px);
  /// Reads the last drawing; straight alpha.
  Image read() const;
  /// read(), giving away what is held of a smooth or large picture instead of a copy.
  Image take();
  /// "llvmpipe (LLVM 15...)", to choose anti-aliasing by.
  std::string gl_renderer() const;
  bool software_gl() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Writes PNG, whole or not at all; throws Error, and Cancelled when `progress` is cancelled meanwhile.
void write_png(const Image& image, const std::filesystem::path& file, const Progress* progress = nullptr);
Image read_png(const std::filesystem::path& file);

}  // namespace lode::render
