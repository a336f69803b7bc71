// Holes: one instanced draw call for all pieces.
#include <vtkOpenGLRenderWindow.h>
#include <vtkShaderProgram.h>

#include <algorithm>
#include <cstddef>
#include <limits>

#include "render/drawer.h"
#include "shaders.h"

namespace lode::render {

namespace {

constexpr int most_sides = 12;
/// Thinner than these radii a tube has fewer sides, and at last two: a ribbon that faces the viewer.
constexpr double six_sides_px = 4, ribbon_px = 1.6;

struct Piece {
  std::array<float, 3> from, to, from_tangent, to_tangent;
  float size;
};

Vec3 direction_of_piece(const Segments& segments, std::size_t i) {
  const Vec3 d = segments.to_scene[i] - segments.from_scene[i];
  const double size = length(d);
  return size > 0 ? 1 / size * d : Vec3{0, 0, -1};
}

bool joined(const Segments& segments, std::size_t before, std::size_t after) {
  return segments.hole[before] == segments.hole[after] &&
         length(segments.to_scene[before] - segments.from_scene[after]) < 1e-6;
}

class TubeDrawer : public Drawer {
 public:
  TubeDrawer(std::shared_ptr<const Geometry> owner, const Segments& segments)
      : owner_(std::move(owner)), segments_(segments) {
    bounds_scene = segments.bounds_scene();
    if (!bounds_scene.empty()) origin_scene_ = bounds_scene.centre();
    const std::size_t count = segments.from_scene.size();
    std::vector<Piece> pieces(count);
    for (std::size_t i = 0; i < count; ++i) {
      const Vec3 direction = direction_of_piece(segments, i);
      const bool has_before = i > 0 && joined(segments, i - 1, i);
      const bool has_after = i + 1 < count && joined(segments, i, i + 1);
      const Vec3 before = has_before ? direction + direction_of_piece(segments, i - 1) : direction;
      const Vec3 after = has_after ? direction + direction_of_piece(segments, i + 1) : direction;
      pieces[i] = {local_float(segments.from_scene[i], origin_scene_), local_float(segments.to_scene[i], origin_scene_),
                   local_float(length(before) > 0.1 ? normalized(before) : direction, {}),
                   local_float(length(after) > 0.1 ? normalized(after) : direction, {}),
                   segments.size.empty() ? 1.0F : segments.size[i]};
      largest_ = std::max(largest_, pieces[i].size);
    }
    tubes_.pieces.upload(std::span<const Piece>(pieces));
    tubes_.colours.upload(std::span<const std::uint8_t>(segments.colour_index));
    upload_caps(pieces);
    count_colours(segments.colour_index);
  }

  void draw(const FrameContext& frame, const DrawLayer& layer) override {
    vtkShaderProgram& program = use_tube_program(frame, layer, segments_.radius_m, 1.0, {0, 0, 0, 0});
    const int sides = sides_of(frame, segments_.radius_m);
    draw_range(program, tubes_, 0, segments_.from_scene.size(), sides);
    if (sides == 2) return;  // an end less than two pixels wide
    program.SetUniformi("caps", 1);
    draw_range(program, caps_, 0, cap_count_, sides);
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
    vtkShaderProgram& program = use_tube_program(frame, layer, segments_.radius_m * 1.35, 2.2,
                                                 {colour.r / 255.0F, colour.g / 255.0F, colour.b / 255.0F, 1});
    draw_range(program, tubes_, first, last + 1 - first, most_sides);
  }

 private:
  struct Buffers {
    GlBuffer pieces, colours;
    VertexArray vertices;
  };

  /// Of the thickest tube where it comes nearest to the viewer.
  int sides_of(const FrameContext& frame, double radius_m) const {
    const auto metres = frame.projection.metres_per_pixel_of_w();
    double nearest = std::numeric_limits<double>::infinity();
    for (int corner = 0; corner < 8; ++corner) {
      const Vec3 p{(corner & 1) ? bounds_scene.max.x : bounds_scene.min.x,
                   (corner & 2) ? bounds_scene.max.y : bounds_scene.min.y,
                   (corner & 4) ? bounds_scene.max.z : bounds_scene.min.z};
      nearest = std::min(nearest, frame.projection.clip(p)[3]);
    }
    const double metres_per_pixel = metres[0] + metres[1] * std::max(nearest, 0.0);
    const double radius_px = largest_ * radius_m / std::max(metres_per_pixel, 1e-12);
    return radius_px < ribbon_px * frame.ui_scale ? 2 : radius_px < six_sides_px * frame.ui_scale ? 6 : most_sides;
  }

  /// Discs over the ends where no piece follows.
  void upload_caps(const std::vector<Piece>& pieces) {
    std::vector<Piece> caps;
    std::vector<std::uint8_t> colours;
    const auto add = [&](std::size_t i, const std::array<float, 3>& at, const std::array<float, 3>& tangent) {
      caps.push_back({at, at, tangent, tangent, pieces[i].size});
      colours.push_back(segments_.colour_index[i]);
    };
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (i == 0 || !joined(segments_, i - 1, i)) add(i, pieces[i].from, pieces[i].from_tangent);
      if (i + 1 == pieces.size() || !joined(segments_, i, i + 1)) add(i, pieces[i].to, pieces[i].to_tangent);
    }
    caps_.pieces.upload(std::span<const Piece>(caps));
    caps_.colours.upload(std::span<const std::uint8_t>(colours));
    cap_count_ = caps.size();
  }

  vtkShaderProgram& use_tube_program(const FrameContext& frame, const DrawLayer& layer, double radius_m,
                                     double min_radius_px, std::array<float, 4> single_colour) {
    vtkShaderProgram& program = use_program(frame, shaders::tubes_vertex, shaders::shaded_fragment);
    set_matrix(program, "clip_from_local", frame.projection.clip_from_local(origin_scene_, frame.tile));
    use_palette(frame, layer, program);
    set_lighting(frame, program, origin_scene_);
    program.SetUniformf("radius", static_cast<float>(radius_m));
    program.SetUniformf("min_radius_px", static_cast<float>(min_radius_px * std::max(1.0, frame.ui_scale)));
    const auto metres = frame.projection.metres_per_pixel_of_w();
    program.SetUniformf("metres_per_pixel", static_cast<float>(metres[0]));
    program.SetUniformf("metres_per_pixel_w", static_cast<float>(metres[1]));
    program.SetUniformi("caps", 0);
    program.SetUniformi("facet_normals", 0);
    program.SetUniformf("ambient", 0.62F);  // a hole seen end-on must keep its colour
    program.SetUniform4f("single_colour", single_colour.data());
    constexpr std::array<float, 4> no_plane{0, 0, 0, 0};  // the pieces come already cut
    program.SetUniform4f("slab_plane", no_plane.data());
    program.SetUniformf("slab_half_thickness", 1);
    return program;
  }

  static void draw_range(vtkShaderProgram& program, Buffers& buffers, std::size_t first, std::size_t count, int sides) {
    if (count == 0) return;
    program.SetUniformi("sides", sides);
    buffers.vertices.bind();
    buffers.pieces.bind();
    constexpr std::array<const char*, 4> names{"from", "to", "from_tangent", "to_tangent"};
    for (std::size_t i = 0; i < names.size(); ++i)
      set_attribute(program, {.name = names[i],
                              .size = 3,
                              .type = GL_FLOAT,
                              .stride = sizeof(Piece),
                              .offset = first * sizeof(Piece) + i * 3 * sizeof(float),
                              .divisor = 1});
    set_attribute(program, {.name = "size",
                            .size = 1,
                            .type = GL_FLOAT,
                            .stride = sizeof(Piece),
                            .offset = first * sizeof(Piece) + offsetof(Piece, size),
                            .divisor = 1});
    buffers.colours.bind();
    set_colour_index(program, first);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, sides == 2 ? 4 : 2 * (sides + 1), static_cast<GLsizei>(count));
    VertexArray::unbind();
  }

  std::shared_ptr<const Geometry> owner_;
  const Segments& segments_;
  Vec3 origin_scene_;
  Buffers tubes_, caps_;
  std::size_t cap_count_ = 0;
  float largest_ = 0;  ///< size of a piece
};

}  // namespace

std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const Segments& segments) {
  if (segments.shape != Segments::Shape::tube) return make_graph_drawer(std::move(owner), segments);
  return std::make_unique<TubeDrawer>(std::move(owner), segments);
}

}  // namespace lode::render
