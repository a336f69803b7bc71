// Holes: strips that run along all pieces, one draw call for each side of the tubes, one in all where they are ribbons.
// Neighbours share the ring between them: without a GPU an instance a piece takes several times as long.
#include <vtkOpenGLRenderWindow.h>
#include <vtkShaderProgram.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/parallel.h"
#include "render/drawer.h"
#include "shaders.h"

namespace lode::render {

namespace {

constexpr int most_sides = 12;
/// Thinner than these radii a tube has fewer sides, and at last two: a ribbon that faces the viewer.
constexpr double six_sides_px = 4, ribbon_px = 1.6;

/// From this many pieces on, those shorter than a pixel are drawn joined to their neighbours.
constexpr std::size_t many_pieces = 100'000;

constexpr float point = -1;

/// A ring around the trace, two texels on the GPU. Between runs of joined pieces stand two that are mere points: what
/// the strip spans from the last ring of a run to its centre, and from a centre to the first ring, closes the tube.
struct Ring {
  std::array<float, 3> centre;
  float size;  ///< times the radius; point: nothing
  std::array<float, 3> tangent;
  float colour_index;  ///< of what the strip spans from the ring before to this one
};

bool joined(const Segments& segments, std::size_t before, std::size_t after) {
  const Vec3 gap = segments.to_scene[before] - segments.from_scene[after];
  return segments.hole[before] == segments.hole[after] && dot(gap, gap) < 1e-12;
}

/// The rings of a range of pieces.
class RingMaker {
 public:
  /// Pieces shorter than `shortest_m` are joined until they are as long, in the colour of the middle one.
  RingMaker(const Segments& segments, Vec3 origin_scene, double shortest_m)
      : segments_(segments), origin_scene_(origin_scene), shortest_m_(shortest_m) {}

  /// In parts, in order.
  std::vector<std::vector<Ring>> make(std::size_t first, std::size_t count) const {
    constexpr std::size_t pieces_a_range = 1 << 15;
    std::vector<std::vector<Ring>> parts((count + pieces_a_range - 1) / pieces_a_range);
    parallel_for(count, pieces_a_range, [&](std::size_t begin, std::size_t end) {
      add_range(first + begin, first + end, begin == 0, parts[begin / pieces_a_range]);
    });
    return parts;
  }

 private:
  void add_range(std::size_t begin, std::size_t end, bool anew, std::vector<Ring>& rings) const {
    rings.reserve(end - begin + 4);
    std::vector<double> lengths_m;  // of the pieces that are joined
    for (std::size_t i = begin; i < end; ++i, anew = false) {
      if (anew || !continues(i)) begin_run(i, anew, rings);
      const std::size_t first = i;
      double joined_m = length_m(i);
      lengths_m.assign(1, joined_m);
      while (joined_m < shortest_m_ && i + 1 < end && continues(i + 1)) {
        lengths_m.push_back(length_m(++i));
        joined_m += lengths_m.back();
      }
      rings.push_back(
          ring(segments_.to_scene[i], size_of(i), direction_between(i, i + 1), first + middle(lengths_m, joined_m)));
    }
  }

  /// Which of the joined pieces lies in their middle.
  static std::size_t middle(const std::vector<double>& lengths_m, double joined_m) {
    std::size_t piece = 0;
    double passed_m = lengths_m[0];
    while (2 * passed_m < joined_m) passed_m += lengths_m[++piece];
    return piece;
  }

  void begin_run(std::size_t i, bool anew, std::vector<Ring>& rings) const {
    const Vec3 tangent = direction_between(i, i - 1);
    if (!anew) rings.push_back(ring(segments_.to_scene[i - 1], point, tangent, i - 1));
    rings.push_back(ring(segments_.from_scene[i], point, tangent, i));
    rings.push_back(ring(segments_.from_scene[i], size_of(i), tangent, i));
  }

  /// Whether piece i begins with the ring that the one before ends with.
  bool continues(std::size_t i) const { return i > 0 && joined(segments_, i - 1, i) && size_of(i - 1) == size_of(i); }

  /// Square to the ring between two pieces: the mean of their directions, unless the hole ends or turns back there.
  Vec3 direction_between(std::size_t piece, std::size_t neighbour) const {
    const Vec3 own = direction(piece);
    if (neighbour >= segments_.from_scene.size() ||
        !joined(segments_, std::min(piece, neighbour), std::max(piece, neighbour)))
      return own;
    const Vec3 sum = own + direction(neighbour);
    return length(sum) > 0.1 ? normalized(sum) : own;
  }

  Vec3 direction(std::size_t i) const {
    const Vec3 d = segments_.to_scene[i] - segments_.from_scene[i];
    const double size = length(d);
    return size > 0 ? 1 / size * d : Vec3{0, 0, -1};
  }

  double length_m(std::size_t i) const { return length(segments_.to_scene[i] - segments_.from_scene[i]); }
  float size_of(std::size_t i) const { return segments_.size.empty() ? 1.0F : segments_.size[i]; }

  Ring ring(Vec3 centre_scene, float size, Vec3 tangent, std::size_t piece) const {
    return {local_float(centre_scene, origin_scene_), size, local_float(tangent, {}),
            static_cast<float>(segments_.colour_index[piece])};
  }

  const Segments& segments_;
  Vec3 origin_scene_;
  double shortest_m_;
};

class TubeDrawer : public Drawer {
 public:
  TubeDrawer(std::shared_ptr<const Geometry> owner, const Segments& segments)
      : owner_(std::move(owner)), segments_(segments) {
    bounds_scene = segments.bounds_scene();
    if (!bounds_scene.empty()) origin_scene_ = bounds_scene.centre();
    for (const float size : segments.size) largest_ = std::max(largest_, size);
    if (segments.size.empty()) largest_ = 1;
    if (!bounds_scene.empty()) {  // the tubes' surface, which the near plane must not cut
      const double radius_m = largest_ * segments.radius_m;
      bounds_scene.min = bounds_scene.min - Vec3{radius_m, radius_m, radius_m};
      bounds_scene.max = bounds_scene.max + Vec3{radius_m, radius_m, radius_m};
    }
    count_colours(segments.colour_index);
    used_colours[0] = used_colours[0] && any_missing();
  }

  void draw(const FrameContext& frame, const DrawLayer& layer) override {
    const double pixel_m = smallest_pixel_m(frame);
    upload(all_, 0, segments_.from_scene.size(), shortest_piece_m(frame, pixel_m));
    draw_rings(frame, layer, all_, sides_of(frame, pixel_m), {});
  }

  void draw_highlight(const FrameContext& frame, const DrawLayer& layer, const Hit& hit) override {
    if (hit.element >= segments_.row.size()) return;
    const auto element = static_cast<std::size_t>(hit.element);
    std::size_t first = element, last = element;
    const std::uint32_t row = segments_.row[element];
    if (row != Segments::no_row) {
      while (first > 0 && segments_.row[first - 1] == row) --first;
      while (last + 1 < segments_.row.size() && segments_.row[last + 1] == row) ++last;
    }
    const Rgba colour = highlight_colour(frame.picture.dark);
    upload(highlighted_, first, last + 1 - first, 0);
    draw_rings(frame, layer, highlighted_, most_sides,
               Highlight{.colour = {colour.r / 255.0F, colour.g / 255.0F, colour.b / 255.0F, 1}});
  }

 private:
  /// Rings of pieces on the GPU.
  struct RingsOnGpu {
    std::size_t first = 0, pieces = 0, rings = 0;
    double shortest_m = -1;
    BufferTexture texture;
  };
  /// Whether a row lacks its value; bare traces have the colour of missing ones, but stand for no value.
  bool any_missing() const {
    for (std::size_t i = 0; i < segments_.row.size(); ++i)
      if (segments_.colour_index[i] == 0 && segments_.row[i] != Segments::no_row) return true;
    return false;
  }

  /// How a piece is drawn that is pointed at: thicker, in one colour.
  struct Highlight {
    std::array<float, 4> colour;
    double times_radius = 1.35, min_radius_px = 2.2;
  };

  void upload(RingsOnGpu& gpu, std::size_t first, std::size_t pieces, double shortest_m) const {
    if (gpu.first == first && gpu.pieces == pieces && gpu.shortest_m == shortest_m) return;
    std::vector<std::vector<Ring>> rings = RingMaker(segments_, origin_scene_, shortest_m).make(first, pieces);
    if (!rings.empty()) {  // the last end is closed like every other
      rings.back().push_back(rings.back().back());
      rings.back().back().size = point;
    }
    gpu.first = first;
    gpu.pieces = pieces;
    gpu.rings = gpu.texture.upload_parts(rings, GL_RGBA32F);
    gpu.shortest_m = shortest_m;
  }

  /// How many metres a pixel is where the holes come nearest to the viewer.
  double smallest_pixel_m(const FrameContext& frame) const {
    const auto metres = frame.projection.metres_per_pixel_of_w();
    double nearest = std::numeric_limits<double>::infinity();
    for (int corner = 0; corner < 8; ++corner) {
      const Vec3 p{(corner & 1) ? bounds_scene.max.x : bounds_scene.min.x,
                   (corner & 2) ? bounds_scene.max.y : bounds_scene.min.y,
                   (corner & 4) ? bounds_scene.max.z : bounds_scene.min.z};
      nearest = std::min(nearest, frame.projection.clip(p)[3]);
    }
    return std::max(metres[0] + metres[1] * std::max(nearest, 0.0), 1e-12);
  }

  /// A power of two, so that zooming makes new rings only now and then; between half a pixel and a whole one.
  double shortest_piece_m(const FrameContext& frame, double pixel_m) const {
    if (segments_.from_scene.size() < many_pieces) return 0;
    return std::exp2(std::floor(std::log2(pixel_m / std::max(1.0, frame.projection.exaggeration()))));
  }

  int sides_of(const FrameContext& frame, double pixel_m) const {
    const double radius_px = largest_ * segments_.radius_m / pixel_m;
    return radius_px < ribbon_px * frame.ui_scale ? 2 : radius_px < six_sides_px * frame.ui_scale ? 6 : most_sides;
  }

  /// `sides`: 2 for a ribbon that faces the viewer.
  void draw_rings(const FrameContext& frame, const DrawLayer& layer, const RingsOnGpu& gpu, int sides,
                  const std::optional<Highlight>& highlight) {
    if (gpu.rings == 0) return;
    const bool ribbon = sides == 2;
    vtkShaderProgram& program =
        ribbon ? use_program(frame, shaders::ribbons_vertex, shaders::ribbons_fragment)
               : use_program(frame, shaders::tubes_vertex, shaders::shaded_fragment, "#define LODE_FLAT_COLOUR\n");
    set_matrix(program, "clip_from_local", frame.projection.clip_from_local(origin_scene_, frame.tile));
    use_palette(frame, layer, program);
    set_lighting(frame, program, origin_scene_);
    set_thickness(frame, program, highlight);
    bind_texture(frame.window, program, "rings", 1, GL_TEXTURE_BUFFER, gpu.texture.id());
    program.SetUniformf("ambient", 0.62F);  // a hole seen end-on must keep its colour
    if (!ribbon) set_surface(program, sides, highlight);
    vertices_.bind();
    for (int side = 0; side < (ribbon ? 1 : sides); ++side) {
      if (!ribbon) program.SetUniformi("side", side);
      glDrawArrays(GL_TRIANGLE_STRIP, 0, static_cast<GLsizei>(2 * gpu.rings));
    }
    VertexArray::unbind();
  }

  static void set_surface(vtkShaderProgram& program, int sides, const std::optional<Highlight>& highlight) {
    constexpr std::array<float, 4> own_colours{0, 0, 0, 0};
    program.SetUniform4f("single_colour", highlight ? highlight->colour.data() : own_colours.data());
    program.SetUniformi("facet_normals", 1);
    constexpr std::array<float, 4> no_plane{0, 0, 0, 0};  // the pieces come already cut
    program.SetUniform4f("slab_plane", no_plane.data());
    program.SetUniformf("slab_half_thickness", 1);
    program.SetUniformi("sides", sides);
  }

  void set_thickness(const FrameContext& frame, vtkShaderProgram& program, const std::optional<Highlight>& highlight) {
    const double radius_m = segments_.radius_m * (highlight ? highlight->times_radius : 1);
    const double min_radius_px = (highlight ? highlight->min_radius_px : 1) * std::max(1.0, frame.ui_scale);
    const auto metres = frame.projection.metres_per_pixel_of_w();
    program.SetUniformf("radius", static_cast<float>(radius_m));
    program.SetUniformf("min_radius_px", static_cast<float>(min_radius_px));
    program.SetUniformf("metres_per_pixel", static_cast<float>(metres[0]));
    program.SetUniformf("metres_per_pixel_w", static_cast<float>(metres[1]));
  }

  std::shared_ptr<const Geometry> owner_;
  const Segments& segments_;
  Vec3 origin_scene_;
  RingsOnGpu all_, highlighted_;
  VertexArray vertices_;
  float largest_ = 0;  ///< size of a piece
};

}  // namespace

std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const Segments& segments) {
  if (segments.shape != Segments::Shape::tube) return make_graph_drawer(std::move(owner), segments);
  return std::make_unique<TubeDrawer>(std::move(owner), segments);
}

}  // namespace lode::render
