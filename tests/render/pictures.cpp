#include "pictures.h"

#include <algorithm>
#include <cmath>

namespace lode::render::testing {

Offscreen::Offscreen() : renderer_(another()) {}

std::unique_ptr<Renderer> Offscreen::another() {
  return std::make_unique<Renderer>(
      GlContext{[this] { gl_.make_current(); }, [this] { return gl_.is_current(); }, true});
}

Image Offscreen::draw(const Picture& picture, int width, int height) {
  renderer_->draw(picture, width, height);
  return renderer_->read();
}

std::shared_ptr<const ColourScale> one_colour(Rgba colour) {
  auto scale = std::make_shared<ColourScale>();
  scale->palette.fill(colour);
  return scale;
}

std::shared_ptr<const ColourScale> ramp() {
  auto scale = std::make_shared<ColourScale>();
  scale->palette = colour_map("viridis").colours;
  return scale;
}

std::shared_ptr<const BlockModel> block_model(Vec3 lower_corner, Vec3 cell_size, std::array<std::uint32_t, 3> count) {
  auto model = std::make_shared<BlockModel>();
  model->lattice = Lattice::regular(lower_corner, cell_size, count);
  return model;
}

std::shared_ptr<const Geometry> blocks(std::shared_ptr<const BlockModel> model, const Mask& visible,
                                       const std::vector<std::uint8_t>& index) {
  LatticeFaces faces;
  faces.scene_from_lattice = model->lattice.source_from_lattice;
  faces.visible = visible;
  build_faces(model->lattice, visible, faces.faces);
  for (const FaceCell& cell : faces.faces.cells)
    faces.colour_index.push_back(index[model->lattice.cell(cell.i, cell.j, cell.k)]);
  faces.model = std::move(model);
  return std::make_shared<const Geometry>(std::move(faces));
}

std::shared_ptr<const Geometry> hole(const std::vector<Vec3>& path, double radius_m, std::uint8_t index) {
  Segments segments;
  segments.radius_m = radius_m;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    segments.from_scene.push_back(path[i]);
    segments.to_scene.push_back(path[i + 1]);
    segments.row.push_back(static_cast<std::uint32_t>(i));
    segments.hole.push_back(0);
    segments.colour_index.push_back(index);
  }
  return std::make_shared<const Geometry>(std::move(segments));
}

std::shared_ptr<const Geometry> square(Vec3 centre, double half_side_m, std::uint8_t index) {
  Triangles surface;
  for (const auto& [x, y] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}})
    surface.vertices_scene.push_back(centre + half_side_m * Vec3{static_cast<double>(x), static_cast<double>(y), 0});
  surface.triangles = {{0, 1, 2}, {0, 2, 3}};
  surface.colour_index.assign(4, index);
  return std::make_shared<const Geometry>(std::move(surface));
}

Picture bare(std::vector<DrawLayer> layers, const Bounds& bounds) {
  Picture picture;
  picture.layers = std::move(layers);
  picture.bounds_scene = bounds;
  picture.camera.focal_scene = bounds.centre();
  picture.camera.view_height_m = 1.2 * std::max(bounds.size().x, bounds.size().y);
  picture.show_grid = picture.show_legend = picture.show_north = picture.show_scale_bar = false;
  return picture;
}

Rgba pixel(const Image& image, double x_px, double y_px) {
  const auto x = static_cast<std::size_t>(std::clamp(std::floor(x_px), 0.0, image.width - 1.0));
  const auto y = static_cast<std::size_t>(std::clamp(std::floor(y_px), 0.0, image.height - 1.0));
  const std::uint8_t* p = image.rgba.data() + (y * static_cast<std::size_t>(image.width) + x) * 4;
  return {p[0], p[1], p[2], p[3]};
}

int difference(Rgba a, Rgba b) {
  return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b), std::abs(a.a - b.a)});
}

Rgba background_of(const Image& image) { return pixel(image, 0, 0); }

std::size_t count_unlike(const Image& image, Rgba background, int tolerance) {
  std::size_t count = 0;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      if (difference(pixel(image, x, y), background) > tolerance) ++count;
  return count;
}

}  // namespace lode::render::testing
