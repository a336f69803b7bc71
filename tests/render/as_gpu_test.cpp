// Blocks as GPUs are given them, and as the processor is: the same picture.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "pictures.h"

namespace lode::render::testing {
namespace {

/// Cells of widths that differ along an axis, or do not; two in three shown.
std::shared_ptr<const Geometry> random_blocks(bool even) {
  auto model = std::make_shared<BlockModel>(*block_model(origin, {10, 8, 5}, {9, 8, 7}));
  std::mt19937 random(5);
  if (!even)
    for (std::size_t i = 1; i < model->lattice.edges[0].size(); ++i)
      model->lattice.edges[0][i] = model->lattice.edges[0][i - 1] + 3 + static_cast<double>(random() % 12);
  Mask visible(model->lattice.cells());
  std::vector<std::uint8_t> index;
  for (std::size_t cell = 0; cell < model->lattice.cells(); ++cell) {
    if (random() % 3 != 0) visible.set(cell);
    index.push_back(static_cast<std::uint8_t>(1 + random() % 200));
  }
  return blocks(model, visible, index);
}

Image drawn(const std::shared_ptr<const Geometry>& geometry, bool as_gpu) {
  if (as_gpu) setenv("LODE_AS_GPU", "1", 1);
  Offscreen offscreen;
  const auto* faces = std::get_if<LatticeFaces>(geometry.get());
  Picture picture = bare({{.geometry = geometry, .scale = ramp()}}, faces->bounds_scene());
  picture.camera.azimuth_deg = 35;
  picture.camera.elevation_deg = -40;
  picture.smooth = true;  // a GPU's multisampling would differ at edges
  const Image image = offscreen.draw(picture, 400, 300);
  if (as_gpu) {
    EXPECT_FALSE(offscreen.renderer().software_gl());
  }
  unsetenv("LODE_AS_GPU");
  return image;
}

TEST(AsGpu, BlocksAreTheSamePicture) {
  for (const bool even : {true, false}) {
    const auto geometry = random_blocks(even);
    const Image pulled = drawn(geometry, false), instances = drawn(geometry, true);
    EXPECT_GT(count_unlike(pulled, background_of(pulled)), 10'000U);
    std::size_t unlike = 0;
    for (int y = 0; y < pulled.height; ++y)
      for (int x = 0; x < pulled.width; ++x)
        unlike += difference(pixel(pulled, x + 0.5, y + 0.5), pixel(instances, x + 0.5, y + 0.5)) > 2 ? 1 : 0;
    EXPECT_LE(unlike, 20U) << (even ? "even" : "uneven");
  }
}

}  // namespace
}  // namespace lode::render::testing
