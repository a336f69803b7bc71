// The bounding box with eastings, northings and RLs: lines at round numbers on the faces behind the scene, labels where
// those faces end towards the viewer, or at the picture's border when the end lies outside.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "render/annotation.h"

namespace lode::render {

namespace {

/// A face of the box: the axis across it, and its side (0 lower, 1 upper).
struct BoxFace {
  int axis, side;
};

/// An edge of the box along `axis`, at `sides` of the two other axes in ascending order.
struct BoxEdge {
  int axis;
  std::array<int, 2> sides;
};

struct Box {
  const Projection& projection;
  Bounds bounds;

  double side(int axis, int upper) const { return upper != 0 ? bounds.max[axis] : bounds.min[axis]; }

  /// Seen from inside: it lies behind the scene.
  bool is_behind(BoxFace face) const {
    Vec3 on_face = bounds.centre();
    on_face[face.axis] = side(face.axis, face.side);
    Vec3 outward;
    outward[face.axis] = face.side != 0 ? 1 : -1;
    return dot(outward, projection.towards_viewer(on_face)) < -1e-6;
  }

  std::array<int, 2> others(int axis) const { return {axis == 0 ? 1 : 0, axis == 2 ? 1 : 2}; }

  Vec3 on_edge(const BoxEdge& edge, double value) const {
    const auto [first, second] = others(edge.axis);
    Vec3 p;
    p[edge.axis] = value;
    p[first] = side(first, edge.sides[0]);
    p[second] = side(second, edge.sides[1]);
    return p;
  }
};

/// The part of a line within a rectangle; false when there is none (Liang and Barsky).
bool clip_to(const Rectangle& area, Point2& a, Point2& b) {
  double t0 = 0, t1 = 1;
  const double dx = b.x - a.x, dy = b.y - a.y;
  const std::array<double, 4> p{-dx, dx, -dy, dy};
  const std::array<double, 4> q{a.x - area.x, area.x + area.width - a.x, a.y - area.y, area.y + area.height - a.y};
  for (std::size_t i = 0; i < 4; ++i) {
    if (p[i] == 0) {
      if (q[i] < 0) return false;
      continue;
    }
    const double t = q[i] / p[i];
    if (p[i] < 0)
      t0 = std::max(t0, t);
    else
      t1 = std::min(t1, t);
  }
  if (t0 > t1) return false;
  const Point2 from = a;
  a = {from.x + t0 * dx, from.y + t0 * dy};
  b = {from.x + t1 * dx, from.y + t1 * dy};
  return true;
}

/// Coordinates of the scene a unit of the labels. Eastings and northings are labelled as their CRS counts them unless
/// feet are asked for.
double scene_per_label(const Picture& picture, int axis) {
  if (picture.length_unit == LengthUnit::metres) return 1;
  return metres_per(picture.length_unit) / (axis == 2 ? 1 : picture.metres_per_unit);
}

/// Where along an axis lines stand: round numbers, as close as labels can.
struct Ticks {
  double step = 1;  ///< in units of the labels
  double scene_per_label = 1;
  std::vector<double> values;  ///< in the scene
};

Ticks ticks_along(const Annotations& annotations, const Box& box, int axis) {
  const double extent = box.bounds.max[axis] - box.bounds.min[axis];
  // In pixels, the longest the axis appears: its labels need about this much room.
  double longest_px = 0;
  const auto [first, second] = box.others(axis);
  static_cast<void>(first);
  static_cast<void>(second);
  for (int sides = 0; sides < 4; ++sides) {
    const BoxEdge edge{axis, {sides & 1, sides >> 1}};
    Projected a, b;
    if (box.projection.project_line(box.on_edge(edge, box.bounds.min[axis]), box.on_edge(edge, box.bounds.max[axis]), a,
                                    b))
      longest_px = std::max(longest_px, std::hypot(b.x_px - a.x_px, b.y_px - a.y_px));
  }
  const double room_px = (axis == 2 ? 56 : 118) * annotations.ui;
  if (longest_px < 0.35 * room_px || extent <= 0) return {};
  Ticks ticks;
  ticks.scene_per_label = scene_per_label(annotations.picture, axis);
  ticks.step = nice_step(extent / ticks.scene_per_label * std::min(room_px / longest_px, 1.0));
  const double step_scene = ticks.step * ticks.scene_per_label;
  const double first_index = std::ceil(box.bounds.min[axis] / step_scene - 1e-9);
  const double last_index = std::floor(box.bounds.max[axis] / step_scene + 1e-9);
  if (last_index - first_index > 2000) return {};
  for (double i = first_index; i <= last_index; ++i) ticks.values.push_back(i * step_scene);
  return ticks;
}

void draw_face_lines(Annotations& annotations, const Box& box, BoxFace face, const std::array<Ticks, 3>& ticks) {
  const double width = std::max(1.0, annotations.ui);
  const auto draw = [&](Vec3 a, Vec3 b, Rgba colour) {
    Projected from, to;
    if (box.projection.project_line(a, b, from, to)) annotations.canvas.line_in_depth(from, to, width, colour);
  };
  const std::array<int, 2> across = box.others(face.axis);
  for (std::size_t n = 0; n < 2; ++n) {
    const int fixed = across[n], along = across[1 - n];
    Vec3 a, b;
    a[face.axis] = b[face.axis] = box.side(face.axis, face.side);
    a[along] = box.bounds.min[along];
    b[along] = box.bounds.max[along];
    for (double value : ticks[static_cast<std::size_t>(fixed)].values) {
      a[fixed] = b[fixed] = value;
      draw(a, b, annotations.colours().faint_line);
    }
    for (int side : {0, 1}) {
      a[fixed] = b[fixed] = box.side(fixed, side);
      draw(a, b, annotations.colours().box_line);
    }
  }
}

/// The outline's edge where an axis is labelled: the lowest in the picture for eastings and northings, the leftmost for
/// RLs. `inward`: the axis that runs from the edge into the face behind.
struct LabelledEdge {
  BoxEdge edge;
  int inward;
};

std::optional<LabelledEdge> labelled_edge(const Box& box, int axis) {
  std::optional<LabelledEdge> best;
  double best_score = -std::numeric_limits<double>::infinity();
  const std::array<int, 2> others = box.others(axis);
  for (int sides = 0; sides < 4; ++sides) {
    const BoxEdge edge{axis, {sides & 1, sides >> 1}};
    const bool first_behind = box.is_behind({others[0], edge.sides[0]});
    const bool second_behind = box.is_behind({others[1], edge.sides[1]});
    if (first_behind == second_behind) continue;  // not on the outline
    const Projected middle = box.projection.project(box.on_edge(edge, box.bounds.centre()[axis]));
    if (middle.w <= 0) continue;
    const double score = axis == 2 ? -middle.x_px + 1e-3 * middle.y_px : middle.y_px - 1e-3 * middle.x_px;
    if (score <= best_score) continue;
    best_score = score;
    best = LabelledEdge{edge, first_behind ? others[1] : others[0]};
  }
  return best;
}

void draw_axis_labels(Annotations& annotations, const Box& box, int axis, const Ticks& ticks) {
  const std::optional<LabelledEdge> chosen = labelled_edge(box, axis);
  if (!chosen) return;
  constexpr std::array<const char*, 3> letters{" E", " N", " RL"};
  const LengthUnit unit = annotations.picture.length_unit;
  const std::string unit_text = unit == LengthUnit::metres ? "" : std::string(" ") + symbol(unit);
  const double ui = annotations.ui;
  const TextStyle style = annotations.style(11, annotations.colours().quiet_text);
  const Rectangle whole = annotations.whole();
  for (double value : ticks.values) {
    const Vec3 end = box.on_edge(chosen->edge, value);
    Vec3 inside = end;
    const int inward = chosen->inward;
    inside[inward] = end[inward] == box.bounds.min[inward] ? box.bounds.max[inward] : box.bounds.min[inward];
    Projected from, to;
    if (!box.projection.project_line(end, inside, from, to)) continue;
    Point2 a{from.x_px, from.y_px}, b{to.x_px, to.y_px};
    const double dx = a.x - b.x, dy = a.y - b.y, size = std::hypot(dx, dy);
    if (size < 1e-6 || !clip_to(whole, a, b)) continue;
    const std::string text = coordinate_text(value / ticks.scene_per_label, ticks.step) + unit_text +
                             letters[static_cast<std::size_t>(axis)];
    const Rectangle extent = annotations.canvas.measure(text, 0, 0, style);
    // Beyond the line's end, the text's box touching it from outside.
    const double away = 8 * ui;
    double x = a.x + dx / size * (away + extent.width / 2) - extent.width / 2;
    double y = a.y + dy / size * (away + extent.height / 2) - extent.height / 2;
    x = std::clamp(x, 6 * ui, std::max(6 * ui, whole.width - extent.width - 6 * ui));
    y = std::clamp(y, 6 * ui, std::max(6 * ui, whole.height - extent.height - 6 * ui));
    if (annotations.take({x, y, extent.width, extent.height}, 3 * ui)) annotations.canvas.text(text, x, y, style);
  }
}

}  // namespace

void draw_grid(Annotations& annotations) {
  if (!annotations.picture.show_grid || annotations.picture.bounds_scene.empty()) return;
  Box box{annotations.projection, annotations.picture.bounds_scene};
  const Vec3 size = box.bounds.size();
  const double largest = std::max({size.x, size.y, size.z, 1.0});
  for (int axis = 0; axis < 3; ++axis) {
    const double margin = std::max(0.02 * size[axis], 0.002 * largest);
    box.bounds.min[axis] -= margin;
    box.bounds.max[axis] += margin;
  }
  std::array<Ticks, 3> ticks;
  for (int axis = 0; axis < 3; ++axis) ticks[static_cast<std::size_t>(axis)] = ticks_along(annotations, box, axis);
  for (int axis = 0; axis < 3; ++axis)
    for (int side : {0, 1})
      if (box.is_behind({axis, side})) draw_face_lines(annotations, box, {axis, side}, ticks);
  for (int axis = 0; axis < 3; ++axis) draw_axis_labels(annotations, box, axis, ticks[static_cast<std::size_t>(axis)]);
}

}  // namespace lode::render
