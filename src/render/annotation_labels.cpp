// Labels of holes, as many as fit without touching one another, in the order given so that they do not flicker; and the
// outlines of layers and of a picked block.
#include <algorithm>
#include <array>
#include <cmath>

#include "render/annotation.h"

namespace lode::render {

void draw_outlines(Annotations& annotations) {
  for (const DrawLayer& layer : annotations.picture.layers)
    for (const auto& [from_scene, to_scene] : layer.outline_scene) {
      Projected from, to;
      if (annotations.projection.project_line(from_scene, to_scene, from, to))
        annotations.canvas.line_in_depth(from, to, 1.2 * annotations.ui, annotations.colours().quiet_text);
    }
}

namespace {

/// Where a label of this size may stand: above what it names, which is best; or else, so low that they leave that place
/// free, right and left of it; or below.
std::array<Rectangle, 4> places(const Projected& at, const Rectangle& size, double ui) {
  const double gap = 5 * ui, beside = 7 * ui, top = at.y_px - 3 * ui;
  const double centred = at.x_px - size.width / 2;
  return {Rectangle{centred, at.y_px - size.height - gap, size.width, size.height},
          Rectangle{at.x_px + beside, top, size.width, size.height},
          Rectangle{at.x_px - beside - size.width, top, size.width, size.height},
          Rectangle{centred, at.y_px + gap, size.width, size.height}};
}

}  // namespace

void draw_hole_labels(Annotations& annotations) {
  const TextStyle style = annotations.style(11, annotations.colours().text);
  const double ui = annotations.ui;
  struct Label {
    const std::string& text;
    std::array<Rectangle, 4> places;
  };
  std::vector<Label> beside;  // those whose best place another has
  const auto drawn_at = [&](const std::string& text, const Rectangle& area) {
    if (!area.within(annotations.whole()) || !annotations.take(area, 2 * ui)) return false;
    annotations.canvas.text(text, area.x, area.y, style);
    return true;
  };
  for (const DrawLayer& layer : annotations.picture.layers)
    for (const auto& [text, position] : layer.labels_scene) {
      if (!finite(position)) continue;
      const Projected at = annotations.projection.project(position);
      if (at.w <= 0 || at.depth_ndc < -1 || at.depth_ndc > 1) continue;
      if (!Rectangle{at.x_px, at.y_px, 0, 0}.within(annotations.whole())) continue;
      const auto choice = places(at, annotations.canvas.measure(text, 0, 0, style), ui);
      if (!drawn_at(text, choice[0])) beside.push_back({text, choice});
    }
  for (const Label& label : beside)
    std::any_of(label.places.begin() + 1, label.places.end(),
                [&](const Rectangle& area) { return drawn_at(label.text, area); });
}

void draw_depth_labels(Annotations& annotations) {
  const TextStyle style = annotations.style(9, annotations.colours().quiet_text);
  const double ui = annotations.ui, tick = 5 * ui;
  for (const DrawLayer& layer : annotations.picture.layers)
    for (const auto& [text, position] : layer.ticks_scene) {
      if (!finite(position)) continue;
      const Projected at = annotations.projection.project(position);
      if (at.w <= 0 || at.depth_ndc < -1 || at.depth_ndc > 1) continue;
      const Point2 from{at.x_px + 3 * ui, at.y_px}, to{from.x + tick, from.y};
      if (!Rectangle{from.x, from.y, 1, 1}.within(annotations.whole())) continue;
      const Rectangle size = annotations.canvas.measure(text, 0, 0, style);
      const Rectangle area{to.x + 2 * ui, at.y_px - size.height / 2, size.width, size.height};
      if (!area.within(annotations.whole()) || !annotations.take(area, 3 * ui)) continue;
      annotations.canvas.line(from, to, std::max(1.0, ui), annotations.colours().quiet_text);
      annotations.canvas.text(text, area.x, area.y, style);
    }
}

void draw_picked_cell(Annotations& annotations) {
  const std::optional<Highlight>& highlight = annotations.picture.highlight;
  if (!highlight || highlight->layer >= annotations.picture.layers.size()) return;
  const Geometry& geometry = *annotations.picture.layers[highlight->layer].geometry;
  const Rgba colour = highlight_colour(annotations.picture.dark);
  const auto edge = [&](Vec3 a, Vec3 b) {
    Projected from, to;
    if (annotations.projection.project_line(a, b, from, to))
      annotations.canvas.line({from.x_px, from.y_px}, {to.x_px, to.y_px}, 1.6 * annotations.ui, colour);
  };
  const auto& bend = annotations.picture.layers[highlight->layer].bend;
  const auto edges_of = [&](const Affine& scene_from_lattice, Vec3 lower, Vec3 upper) {
    const auto corner = [&](unsigned bits) {
      const Vec3 p{bits & 1U ? upper.x : lower.x, bits & 2U ? upper.y : lower.y, bits & 4U ? upper.z : lower.z};
      return scene_from_lattice(p) + (bend ? bend->at(p) : Vec3{});
    };
    for (unsigned bits = 0; bits < 8; ++bits)
      for (unsigned axis = 0; axis < 3; ++axis)
        if (((bits >> axis) & 1U) == 0) edge(corner(bits), corner(bits | (1U << axis)));
  };
  if (const auto* faces = std::get_if<LatticeFaces>(&geometry)) {
    const Lattice& lattice = faces->model->lattice;
    if (highlight->hit.element >= lattice.cells()) return;
    const auto ijk = lattice.ijk(highlight->hit.element);
    const Vec3 middle = lattice.centroid_lattice(ijk), half = 0.5 * lattice.cell_size(ijk);
    edges_of(faces->scene_from_lattice, middle - half, middle + half);
  }
  if (const auto* boxes = std::get_if<Boxes>(&geometry)) {
    const SubBlocks& blocks = *boxes->model->sub_blocks;
    if (highlight->hit.row < blocks.size())
      edges_of(boxes->scene_from_lattice, blocks.lower_lattice(highlight->hit.row),
               blocks.upper_lattice(highlight->hit.row));
  } else if (const auto* surface = std::get_if<Triangles>(&geometry)) {
    if (highlight->hit.element >= surface->triangles.size()) return;
    const auto& triangle = surface->triangles[static_cast<std::size_t>(highlight->hit.element)];
    for (std::size_t i = 0; i < 3; ++i)
      edge(surface->vertices_scene[triangle[i]], surface->vertices_scene[triangle[(i + 1) % 3]]);
  }
}

}  // namespace lode::render
