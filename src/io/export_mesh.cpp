// Blocks, holes and surfaces as one mesh of triangles.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.h"
#include "io/export.h"
#include "io/export_positions.h"

namespace lode::io {

namespace {

constexpr std::size_t tube_sides = 12;
constexpr std::size_t check_every = 1 << 16;

class MeshBuilder {
 public:
  MeshBuilder(const ExportLayer& layer, Progress& progress) : layer_(layer), progress_(progress) {
    if (layer.colour_of_row != nullptr) colours_ = *layer.colour_of_row;
  }

  ExportMesh build() {
    if (const auto* model = std::get_if<BlockModel>(layer_.dataset.get()))
      add_blocks(*model);
    else if (const auto* holes = std::get_if<Drillholes>(layer_.dataset.get()))
      add_holes(*holes);
    else if (const auto* surface = std::get_if<Surface>(layer_.dataset.get()))
      add_surface(*surface);
    else
      throw Error(fmt::format("\"{}\" holds points, which have no faces", layer_.name), "export points as CSV or VTP");
    if (mesh_.triangles.empty())
      throw Error(fmt::format("nothing of \"{}\" is visible, so there is no mesh to write", layer_.name),
                  "widen the filter");
    return std::move(mesh_);
  }

 private:
  Rgba colour_of(std::uint64_t row) const { return layer_.scale.palette[row < colours_.size() ? colours_[row] : 0]; }

  void add_triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint64_t row, Rgba colour) {
    mesh_.triangles.push_back({a, b, c});
    mesh_.row.push_back(row);
    mesh_.colour.push_back(colour);
    if (mesh_.triangles.size() % check_every == 0) progress_.check();
  }

  std::uint32_t vertex_count() const {
    if (mesh_.vertices.size() >= 0xffffffff - 2 * tube_sides)
      throw Error("the mesh has more than 4,294,967,295 vertices", "filter the layer, or export it as CSV");
    return static_cast<std::uint32_t>(mesh_.vertices.size());
  }

  /// Corners of the face of a cell as steps along i, j, k, counter-clockwise seen from outside.
  static std::array<std::array<std::uint32_t, 3>, 4> corner_steps(int direction) {
    const auto axis = static_cast<std::size_t>(direction / 2);
    const std::uint32_t side = direction % 2 == 0 ? 0 : 1;
    std::array<std::array<std::uint32_t, 3>, 4> corners{};
    constexpr std::array<std::array<std::uint32_t, 2>, 4> around{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}};
    for (std::size_t c = 0; c < 4; ++c) {
      const auto& [b, d] = around[side == 1 ? c : 3 - c];
      corners[c][axis] = side;
      corners[c][(axis + 1) % 3] = b;
      corners[c][(axis + 2) % 3] = d;
    }
    return corners;
  }

  /// A vertex for each corner of a rectangle: where boxes differ in size, few are shared.
  void add_sub_blocks(const BlockModel& model) {
    Boxes boxes;
    boxes.model = {layer_.dataset, &model};
    build_faces(*model.sub_blocks, layer_.visible_rows, boxes.faces);
    progress_.check();
    mesh_.vertices.reserve(4 * boxes.faces.faces.size());
    for (int direction = 0; direction < 6; ++direction)
      for (const BoxFace& face : boxes.faces.of(direction)) {
        const std::uint32_t first = vertex_count();
        for (const Vec3 corner : boxes.corners_lattice(face.rectangle, direction))
          mesh_.vertices.push_back(model.lattice.source_from_lattice(corner));
        const Rgba colour = colour_of(face.box);
        add_triangle(first, first + 1, first + 2, face.box, colour);
        add_triangle(first, first + 2, first + 3, face.box, colour);
      }
    place_positions(layer_, mesh_.vertices, progress_);
  }

  void add_blocks(const BlockModel& model) {
    if (model.sub_blocked()) return add_sub_blocks(model);
    Mask cells;
    cells_of_rows(model, layer_.visible_rows, cells);
    progress_.check();
    Faces faces;
    build_faces(model.lattice, cells, faces);
    const RankedMask nodes = used_nodes(model.lattice, faces);
    if (nodes.count() >= 0xffffffff)
      throw Error("the mesh has more than 4,294,967,295 vertices", "filter the layer, or export it as CSV");
    add_nodes(model.lattice, nodes);
    mesh_.triangles.reserve(2 * faces.cells.size());
    mesh_.row.reserve(2 * faces.cells.size());
    mesh_.colour.reserve(2 * faces.cells.size());
    for (int direction = 0; direction < 6; ++direction) {
      const auto steps = corner_steps(direction);
      for (const FaceCell face : faces.of(direction)) {
        std::array<std::uint32_t, 4> corner{};
        for (std::size_t c = 0; c < 4; ++c)
          corner[c] = static_cast<std::uint32_t>(nodes.rank(node(model.lattice, face, steps[c])));
        const std::uint64_t row = model.row_of_cell(model.lattice.cell(face.i, face.j, face.k));
        const Rgba colour = colour_of(row);
        add_triangle(corner[0], corner[1], corner[2], row, colour);
        add_triangle(corner[0], corner[2], corner[3], row, colour);
      }
    }
  }

  static std::uint64_t node(const Lattice& lattice, FaceCell cell, std::array<std::uint32_t, 3> step) {
    const std::uint64_t nodes_u = std::uint64_t{lattice.count[0]} + 1, nodes_v = std::uint64_t{lattice.count[1]} + 1;
    return cell.i + step[0] + nodes_u * (cell.j + step[1] + nodes_v * (cell.k + step[2]));
  }

  RankedMask used_nodes(const Lattice& lattice, const Faces& faces) const {
    Mask used((std::size_t{lattice.count[0]} + 1) * (std::size_t{lattice.count[1]} + 1) *
              (std::size_t{lattice.count[2]} + 1));
    for (int direction = 0; direction < 6; ++direction) {
      const auto steps = corner_steps(direction);
      progress_.check();
      for (const FaceCell face : faces.of(direction))
        for (const auto& step : steps) used.set(node(lattice, face, step));
    }
    return RankedMask(std::move(used));
  }

  void add_nodes(const Lattice& lattice, const RankedMask& nodes) {
    const std::size_t nodes_u = std::size_t{lattice.count[0]} + 1, nodes_v = std::size_t{lattice.count[1]} + 1;
    mesh_.vertices.reserve(nodes.count());
    nodes.mask().for_each_set([&](std::size_t n) {
      mesh_.vertices.push_back(
          lattice.source_from_lattice({lattice.edges[0][n % nodes_u], lattice.edges[1][n / nodes_u % nodes_v],
                                       lattice.edges[2][n / nodes_u / nodes_v]}));
    });
    place_positions(layer_, mesh_.vertices, progress_);
  }

  void add_holes(const Drillholes& holes) {
    const PlacedDrillholes placed = place(holes, layer_.units, layer_.target_from_source);
    progress_.check();
    SegmentExtent extent;
    if (layer_.interval_table != nullptr && layer_.interval_table->of_readings())
      extent.most_length_m = bead_lengths * layer_.tube_radius_m;
    const Segments segments = make_segments(holes, placed, layer_.interval_table, layer_.visible_rows, colours_,
                                            layer_.interval_table == nullptr, std::nullopt, extent);
    std::vector<Vec3> path;
    for (std::size_t s = 0; s < segments.row.size(); ++s) {
      if (path.empty()) path.push_back(segments.from_scene[s]);
      path.push_back(segments.to_scene[s]);
      const bool goes_on = s + 1 < segments.row.size() && segments.row[s + 1] == segments.row[s] &&
                           segments.hole[s + 1] == segments.hole[s] && segments.from_scene[s + 1] == path.back();
      if (goes_on) continue;
      add_tube(path, segments.row[s], layer_.scale.palette[segments.colour_index[s]]);
      path.clear();
    }
  }

  /// A closed tube along a path: rings square to it, turned as little as possible from one to the next.
  void add_tube(std::vector<Vec3>& path, std::uint64_t row, Rgba colour) {
    path.erase(std::unique(path.begin(), path.end()), path.end());
    if (path.size() < 2) return;
    for (const Vec3 p : path)
      if (!finite(p))
        throw Error(fmt::format("a hole of \"{}\" cannot be placed in the CRS of the export", layer_.name),
                    "check the layer's CRS, or export in a CRS whose area covers it");
    const double plan_metres = layer_.plan_metres_per_unit;
    std::vector<Vec3> directions;  // in metres on all axes
    for (std::size_t i = 1; i < path.size(); ++i) {
      const Vec3 d = path[i] - path[i - 1];
      directions.push_back(normalized(Vec3{d.x * plan_metres, d.y * plan_metres, d.z}));
    }
    const std::uint32_t first = vertex_count();
    Vec3 across = std::abs(directions[0].z) < 0.9 ? Vec3{0, 0, 1} : Vec3{1, 0, 0};
    for (std::size_t i = 0; i < path.size(); ++i) {
      const Vec3 before = directions[i == 0 ? 0 : i - 1], after = directions[std::min(i, directions.size() - 1)];
      const Vec3 sum = before + after;
      add_ring(path[i], length(sum) > 1e-6 ? normalized(sum) : before, across);
    }
    const auto sides = static_cast<std::uint32_t>(tube_sides);
    const auto last = static_cast<std::uint32_t>(first + sides * (path.size() - 1));
    for (std::uint32_t ring = first; ring < last; ring += sides)
      for (std::uint32_t k = 0; k < sides; ++k) {
        const std::uint32_t a = ring + k, b = ring + (k + 1) % sides;
        add_triangle(a, b, b + sides, row, colour);
        add_triangle(a, b + sides, a + sides, row, colour);
      }
    for (std::uint32_t k = 2; k < sides; ++k) {
      add_triangle(first, first + k, first + k - 1, row, colour);
      add_triangle(last, last + k - 1, last + k, row, colour);
    }
  }

  /// Counter-clockwise seen against `along`; `across` becomes the ring's first axis.
  void add_ring(Vec3 centre, Vec3 along, Vec3& across) {
    Vec3 u = across - dot(across, along) * along;
    if (length(u) < 1e-6) u = std::abs(along.z) < 0.9 ? cross(along, Vec3{0, 0, 1}) : cross(along, Vec3{1, 0, 0});
    u = normalized(u);
    const Vec3 v = cross(along, u);
    for (std::size_t k = 0; k < tube_sides; ++k) {
      const double angle = 2 * std::numbers::pi * static_cast<double>(k) / tube_sides;
      const Vec3 offset_m = layer_.tube_radius_m * (std::cos(angle) * u + std::sin(angle) * v);
      mesh_.vertices.push_back(centre + Vec3{offset_m.x / layer_.plan_metres_per_unit,
                                             offset_m.y / layer_.plan_metres_per_unit, offset_m.z});
    }
    across = u;
  }

  void add_surface(const Surface& surface) {
    const SurfacePart part = part_of(surface, layer_.visible_rows);
    mesh_.vertices.reserve(part.vertices.size());
    for (const std::uint64_t vertex : part.vertices) mesh_.vertices.push_back(surface.vertices_source[vertex]);
    place_positions(layer_, mesh_.vertices, progress_);
    mesh_.triangles.reserve(part.triangles.size());
    for (const std::array<std::uint32_t, 3>& triangle : part.triangles)
      add_triangle(triangle[0], triangle[1], triangle[2], Segments::no_row, colour_of(part.vertices[triangle[0]]));
  }

  const ExportLayer& layer_;
  Progress& progress_;
  std::span<const std::uint8_t> colours_;  ///< a palette index a row, or empty
  ExportMesh mesh_;
};

}  // namespace

ExportMesh export_mesh(const ExportLayer& layer, Progress& progress) {
  progress.report("making the mesh of " + layer.name, -1);
  return MeshBuilder(layer, progress).build();
}

}  // namespace lode::io
