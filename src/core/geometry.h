// What is drawn and exported: positions in doubles, and for each element its source row.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/block_model.h"
#include "core/box_cuts.h"
#include "core/coarse_blocks.h"
#include "core/colour.h"
#include "core/control_lattice.h"
#include "core/cuts.h"
#include "core/faces.h"
#include "core/placement.h"
#include "core/slab.h"
#include "core/unset.h"
#include "core/vec.h"

namespace lode {

/// Which element a ray meets first.
struct Hit {
  double distance = 0;  ///< along the ray, in units of its direction
  Vec3 position_scene;
  std::uint64_t row = 0;      ///< the source row: block row, interval row, point row; vertex of a surface
  std::uint64_t element = 0;  ///< index of the segment, triangle, point or cell
};

/// Blocks as exposed faces of a lattice.
struct LatticeFaces {
  std::shared_ptr<const BlockModel> model;  ///< aliases its Dataset
  Affine scene_from_lattice;
  Mask visible;  ///< a bit a cell
  Faces faces;
  std::vector<std::uint8_t> colour_index;  ///< a palette index a face, in the order of faces.cells
  std::optional<Slab> cut;                 ///< what is left of the blocks lies within; empty: whole blocks
  Cuts cuts;                               ///< that close the cut model
  std::vector<std::uint8_t> cut_colour;    ///< a palette index a cut, in the order of cuts.cells
  CoarseBlocks coarse;                     ///< to draw while the hand moves, where the faces are too many to follow it

  /// Marches the ray through the mask, from where it enters the cut. `bend_scene`: by how much an operation bends the
  /// model away from its affine map where the ray meets it.
  std::optional<Hit> nearest(const Ray& ray_scene, Vec3 bend_scene = {}) const;
  Bounds bounds_scene() const;  ///< of the whole lattice
  /// The twelve edges of the whole lattice's box, in pieces where `bend`, when there is one, bends them.
  std::vector<std::array<Vec3, 2>> outline_scene(const ControlLattice* bend) const;
  /// Corners of a face of cell (i, j, k), counter-clockwise seen from outside, exact in doubles.
  std::array<Vec3, 4> corners_lattice(FaceCell cell, int direction) const;
};

/// Sub-blocks as exposed rectangles of their sides.
struct Boxes {
  std::shared_ptr<const BlockModel> model;  ///< sub-blocked; aliases its Dataset
  Affine scene_from_lattice;
  Mask visible;  ///< a bit a row
  BoxFaces faces;
  std::vector<std::uint8_t> colour_index;  ///< a palette index a face
  std::optional<Slab> cut;                 ///< what is left of the blocks lies within; empty: whole blocks
  BoxCuts cuts;                            ///< that close the cut model
  std::vector<std::uint8_t> cut_colour;    ///< a palette index a cut box, in the order of cuts.rows
  CoarseBlocks coarse;                     ///< as of LatticeFaces: parents, or several of them, as one

  /// Marches the ray through the parents. Row and element of the hit are the block's. `bend_scene`: as of LatticeFaces.
  std::optional<Hit> nearest(const Ray& ray_scene, Vec3 bend_scene = {}) const;
  Bounds bounds_scene() const;  ///< of the whole lattice of parents
  /// The twelve edges of the whole lattice's box, in pieces where `bend`, when there is one, bends them.
  std::vector<std::array<Vec3, 2>> outline_scene(const ControlLattice* bend) const;
  /// Counter-clockwise seen from outside, exact in doubles.
  std::array<Vec3, 4> corners_lattice(const LevelRectangle& rectangle, int direction) const;
};

/// Holes: straight pieces of the traces, drawn as tubes, or values along them as graphs beside the traces.
struct Segments {
  enum class Shape {
    tube,
    bars,  ///< strips beside the trace, as wide as size x graph_width_m, to the right of one who looks at it
    line   ///< the line that such strips would end at
  };
  UnsetVector<Vec3> from_scene, to_scene;
  UnsetVector<std::uint32_t> row;  ///< of the table shown; no_row for a bare trace
  UnsetVector<std::uint32_t> hole;
  UnsetVector<std::uint8_t> colour_index;  ///< one a segment
  UnsetVector<float> size;                 ///< one a segment; tubes: times radius_m; empty: all 1
  double radius_m = 1;                     ///< in the units of the scene's plan; graphs begin beyond it
  double graph_width_m = 0;
  Shape shape = Shape::tube;
  static constexpr std::uint32_t no_row = 0xffffffff;

  /// The tubes' surface, at least `min_radius_m` thick; graphs are not met.
  std::optional<Hit> nearest(const Ray& ray_scene, const std::optional<Slab>& slab, double min_radius_m) const;
  Bounds bounds_scene() const;
};

/// Boxes over runs of nearby triangles, several levels deep; built when a ray is first asked for. Copies share it, so
/// vertices and triangles must not change afterwards.
class TriangleBoxes;
class LazyTriangleBoxes {
 public:
  LazyTriangleBoxes();
  /// Builds on the first call, from whichever thread.
  const TriangleBoxes& of(std::span<const Vec3> vertices,
                          std::span<const std::array<std::uint32_t, 3>> triangles) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

struct Triangles {
  std::vector<Vec3> vertices_scene;
  std::vector<std::array<std::uint32_t, 3>> triangles;  ///< triangles with a vertex that failed to place are left out
  std::vector<std::uint8_t> colour_index;               ///< one a vertex
  LazyTriangleBoxes boxes;

  /// Both sides of a triangle are met.
  std::optional<Hit> nearest(const Ray& ray_scene, const std::optional<Slab>& slab) const;
  Bounds bounds_scene() const;
};

struct PointCloud {
  std::vector<Vec3> positions_scene;
  std::vector<std::uint32_t> row;
  std::vector<std::uint8_t> colour_index;
  /// Within `radius_m` of the ray.
  std::optional<Hit> nearest(const Ray& ray_scene, const std::optional<Slab>& slab, double radius_m) const;
  Bounds bounds_scene() const;
};

/// Gathers a palette index a face or cut from one a row (empty: 1, one colour), on all cores; reuses `colour_index`'s
/// memory.
void colour_faces(const BlockModel& model, std::span<const FaceCell> cells, std::span<const std::uint8_t> index_of_row,
                  std::vector<std::uint8_t>& colour_index);

/// The same for the faces of boxes, and for boxes by row.
void colour_faces(std::span<const BoxFace> faces, std::span<const std::uint8_t> index_of_row,
                  std::vector<std::uint8_t>& colour_index);
void colour_faces(std::span<const std::uint32_t> rows, std::span<const std::uint8_t> index_of_row,
                  std::vector<std::uint8_t>& colour_index);

using Geometry = std::variant<LatticeFaces, Boxes, Segments, Triangles, PointCloud>;

/// The visible intervals of one table, each cut at the trace's vertices so that it follows a curved hole; and, when
/// `bare_traces`, the rest of each hole as pieces without a row. `visible_rows`: a bit a row of the table.
/// `slab`: pieces wholly outside are left out, others are cut at its faces.
/// `colour_of_row`: an index a row, or empty (all 0). `table` may be nullptr: bare traces alone, and then
/// `visible_rows` (empty: all) and `colour_of_row` are a bit and an index a hole.
/// `extent`: what else shapes the pieces.
inline constexpr double bead_lengths = 2.5;  ///< of a reading at one depth, in radii of the tubes
struct SegmentExtent {
  std::span<const float> size_of_row;                              ///< Segments::size; empty: none
  double middle_share = 1;                                         ///< how much of each interval, about its middle
  double most_length_m = std::numeric_limits<double>::infinity();  ///< of each interval, about its middle
  const Mask* bare_holes = nullptr;  ///< the holes whose bare traces are drawn; nullptr: all
  float bare_size = 1;               ///< Segments::size of bare traces; not 1: rows without a size have 1
};
Segments make_segments(const Drillholes& drillholes, const PlacedDrillholes& placed, const IntervalTable* table,
                       const Mask& visible_rows, std::span<const std::uint8_t> colour_of_row, bool bare_traces,
                       const std::optional<Slab>& slab, const SegmentExtent& extent = {});

/// Cells of the lattice whose box, as placed, reaches into the slab; to share a face with it is not enough. `bend`:
/// offsets from the affine map, which move the corners of the box, or nullptr.
void cells_in_slab(const Lattice& lattice, const Affine& scene_from_lattice, const Slab& slab,
                   const ControlLattice* bend, Mask& cells);

/// Rows of boxes that reach, as placed, into the slab; to share a face with it is not enough. `bend`: as above.
void rows_in_slab(const SubBlocks& boxes, const Affine& scene_from_lattice, const Slab& slab,
                  const ControlLattice* bend, Mask& rows);

}  // namespace lode
