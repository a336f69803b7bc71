#include "session/layer_picture.h"

#include <chrono>
#include <type_traits>
#include <utility>

#include "session/hole_extras.h"
#include "session/layer_defaults.h"
#include "session/plan_units.h"

namespace lode {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

template <typename Blocks>
PictureBuffers buffers_of(LayerPicture& picture, Blocks& blocks) {
  PictureBuffers buffers;
  buffers.visible_rows = std::move(picture.visible_rows);
  buffers.shown_rows = std::move(picture.shown_rows);
  buffers.cells = std::move(blocks.visible);
  buffers.colour_index = std::move(blocks.colour_index);
  buffers.cut_colour = std::move(blocks.cut_colour);
  buffers.coarse = std::move(blocks.coarse);
  if constexpr (std::is_same_v<Blocks, Boxes>) {
    buffers.box_faces = std::move(blocks.faces);
    buffers.box_cuts = std::move(blocks.cuts);
  } else {
    buffers.faces = std::move(blocks.faces);
    buffers.cuts = std::move(blocks.cuts);
  }
  return buffers;
}

/// When its last holder lets go, a picture's buffers return to the pool.
std::shared_ptr<LayerPicture> pooled_picture(const std::shared_ptr<BufferPool>& pool) {
  return {new LayerPicture, [pool](LayerPicture* picture) {
            if (auto* blocks = std::get_if<LatticeFaces>(&picture->geometry))
              pool->give_back(buffers_of(*picture, *blocks));
            if (auto* boxes = std::get_if<Boxes>(&picture->geometry)) pool->give_back(buffers_of(*picture, *boxes));
            delete picture;
          }};
}

/// The rows of the cells that are seen.
void rows_in_cells(const BlockModel& model, const Mask& cells, Mask& rows) {
  if (model.dense()) {
    rows = cells;
    return;
  }
  rows.assign(model.table.rows, false);
  model.for_each_row([&](std::uint64_t row, std::uint64_t cell) {
    if (cells[cell]) rows.set(row);
  });
}

/// What is drawn of too many faces while the hand moves. A cut shows few faces, and each must lie where the cut is.
void add_coarse(const BlockModel& model, bool is_cut, std::size_t faces, const RowColours& colours,
                PictureBuffers& buffers) {
  buffers.coarse.as = {};
  if (!is_cut && faces > face_budget())
    build_coarse(model, buffers.cells, colours.indices, face_budget(), buffers.coarse);
}

void add_sub_blocks(const PictureInputs& inputs, const std::shared_ptr<const BlockModel>& model,
                    const RowColours& colours, SlabCache& slabs, PictureBuffers buffers, LayerPicture& picture) {
  const SubBlocks& boxes = *model->sub_blocks;
  const Affine& scene_from_lattice = inputs.source->lattice->scene_from_lattice;
  const ControlLattice* const bend = inputs.source->control.get();
  auto begin = Clock::now();
  buffers.cells = picture.visible_rows;
  if (inputs.slab) buffers.cells &= *slabs.get(inputs.source, *inputs.slab);
  picture.shown_rows = std::move(buffers.shown_rows);
  picture.shown_rows = buffers.cells;
  build_faces(boxes, buffers.cells, buffers.box_faces);
  const bool is_cut = inputs.slab && !inputs.whole_blocks;
  if (is_cut)
    build_cuts(boxes, cut_planes(*inputs.slab, scene_from_lattice), buffers.cells, bend, buffers.box_cuts);
  else
    buffers.box_cuts = {};
  picture.times.faces_ms = milliseconds_since(begin);
  begin = Clock::now();
  colour_faces(std::span<const BoxFace>(buffers.box_faces.faces), colours.indices, buffers.colour_index);
  colour_faces(std::span<const std::uint32_t>(buffers.box_cuts.rows), colours.indices, buffers.cut_colour);
  add_coarse(*model, is_cut, buffers.box_faces.faces.size(), colours, buffers);
  picture.times.colours_ms += milliseconds_since(begin);
  picture.geometry = Boxes{model,
                           scene_from_lattice,
                           std::move(buffers.cells),
                           std::move(buffers.box_faces),
                           std::move(buffers.colour_index),
                           is_cut ? inputs.slab : std::nullopt,
                           std::move(buffers.box_cuts),
                           std::move(buffers.cut_colour),
                           std::move(buffers.coarse)};
}

void add_blocks(const PictureInputs& inputs, const RowColours& colours, SlabCache& slabs, PictureBuffers buffers,
                LayerPicture& picture) {
  const auto model =
      std::shared_ptr<const BlockModel>(inputs.source->dataset, &std::get<BlockModel>(*inputs.source->dataset));
  if (model->sub_blocked()) return add_sub_blocks(inputs, model, colours, slabs, std::move(buffers), picture);
  const Affine& scene_from_lattice = inputs.source->lattice->scene_from_lattice;
  const ControlLattice* const bend = inputs.source->control.get();
  auto begin = Clock::now();
  cells_of_rows(*model, picture.visible_rows, buffers.cells);
  picture.shown_rows = std::move(buffers.shown_rows);
  if (inputs.slab) {
    buffers.cells &= *slabs.get(inputs.source, *inputs.slab);
    rows_in_cells(*model, buffers.cells, picture.shown_rows);
  } else {
    picture.shown_rows = picture.visible_rows;
  }
  build_faces(model->lattice, buffers.cells, buffers.faces);
  const bool is_cut = inputs.slab && !inputs.whole_blocks;
  if (is_cut)
    build_cuts(model->lattice, cut_planes(*inputs.slab, scene_from_lattice), buffers.cells, bend, buffers.cuts);
  else
    buffers.cuts = {};
  picture.times.faces_ms = milliseconds_since(begin);
  begin = Clock::now();
  colour_faces(*model, buffers.faces.cells, colours.indices, buffers.colour_index);
  colour_faces(*model, buffers.cuts.cells, colours.indices, buffers.cut_colour);
  add_coarse(*model, is_cut, buffers.faces.cells.size(), colours, buffers);
  picture.times.colours_ms += milliseconds_since(begin);
  picture.geometry = LatticeFaces{model,
                                  scene_from_lattice,
                                  std::move(buffers.cells),
                                  std::move(buffers.faces),
                                  std::move(buffers.colour_index),
                                  is_cut ? inputs.slab : std::nullopt,
                                  std::move(buffers.cuts),
                                  std::move(buffers.cut_colour),
                                  std::move(buffers.coarse)};
}

/// The id of each hole that is seen: at its collar, of a wedge where it leaves its parent; in a section that leaves
/// that out, where the hole enters.
void add_labels(const LoadedSource& source, const Segments& segments, const std::optional<Slab>& slab,
                LayerPicture& picture) {
  const Drillholes& drillholes = std::get<Drillholes>(*source.dataset);
  std::vector<std::uint8_t> labelled(drillholes.holes.size(), 0);
  for (std::size_t i = 0; i < segments.hole.size(); ++i) {
    const std::uint32_t hole = segments.hole[i];
    if (std::exchange(labelled[hole], std::uint8_t{1}) != 0) continue;
    const Hole& labelled_hole = drillholes.holes[hole];
    const Vec3 top = labelled_hole.parent >= 0 ? source.drillholes->position_at(hole, labelled_hole.kickoff_depth_m)
                                               : source.drillholes->traces[hole].position_scene.front();
    const bool at_top = finite(top) && (!slab || slab->contains(top));
    picture.labels_scene.emplace_back(labelled_hole.id, at_top ? top : segments.from_scene[i]);
  }
}

void add_drillholes(const PictureInputs& inputs, const ShownTable& shown, const RowColours& colours,
                    RowColourCache& colour_cache, LayerPicture& picture) {
  const Dataset& dataset = *inputs.source->dataset;
  const Drillholes& drillholes = std::get<Drillholes>(dataset);
  const HoleStyle& style = inputs.layer.holes;
  const auto begin = Clock::now();
  std::vector<std::uint8_t> one_colour;
  if (colours.indices.empty()) one_colour.assign(shown.table->rows, 1);
  std::vector<float> factors;
  if (!style.radius_column.empty() && shown.intervals != nullptr)
    factors = radius_factors(dataset, shown, style.radius_column);
  const Mask holes = holes_of_rows(drillholes, shown, picture.visible_rows);
  const double plan_metres = plan_metres_per_unit(inputs.source->scene_crs);
  const double wanted_radius_m = inputs.layer.tube_radius_m;
  // A picture's lengths are in units of the scene's plan, and its RLs are stretched to them.
  const double radius =
      wanted_radius_m > 0 ? wanted_radius_m / plan_metres : default_tube_radius_m(inputs.source->bounds_scene);
  constexpr float bare_factor = 0.35F;
  SegmentExtent extent{.size_of_row = factors,
                       .bare_holes = style.whole_holes ? &holes : nullptr,
                       .bare_size = shown.intervals != nullptr ? bare_factor : 1};
  if (shown.intervals != nullptr && shown.intervals->of_readings()) {  // beads on the trace
    extent.most_length_m = bead_lengths * radius * plan_metres;
    if (factors.empty()) factors.assign(shown.table->rows, 1);
    extent.size_of_row = factors;
  }
  Segments segments = make_segments(drillholes, *inputs.source->drillholes, shown.intervals, picture.visible_rows,
                                    colours.indices.empty() ? one_colour : colours.indices, true, inputs.slab, extent);
  segments.radius_m = radius;
  if (shown.intervals == nullptr) segments.row = segments.hole;  // of the collars, whose values the holes show
  if (inputs.slab) {
    picture.shown_rows.assign(picture.visible_rows.size(), false);
    for (const std::uint32_t row : segments.row)
      if (row != Segments::no_row) picture.shown_rows.set(row);
  } else {
    picture.shown_rows = picture.visible_rows;
  }
  if (inputs.layer.show_labels) add_labels(*inputs.source, segments, inputs.slab, picture);
  const Mask all(drillholes.holes.size(), true);
  add_hole_extras({inputs, style.whole_holes ? holes : all, radius, plan_metres, colour_cache}, picture);
  picture.times.faces_ms = milliseconds_since(begin);
  picture.geometry = std::move(segments);
}

void add_surface(const PictureInputs& inputs, const RowColours& colours, LayerPicture& picture) {
  const Surface& surface = std::get<Surface>(*inputs.source->dataset);
  const std::vector<Vec3>& positions = inputs.source->positions_scene;
  const auto begin = Clock::now();
  Triangles triangles;
  triangles.vertices_scene = positions;
  const bool filtered = picture.table != nullptr && picture.visible_rows.count() < positions.size();
  for (const std::array<std::uint32_t, 3>& triangle : surface.triangles) {
    bool shown = true;
    for (const std::uint32_t vertex : triangle)
      shown = shown && finite(positions[vertex]) && (!filtered || picture.visible_rows[vertex]);
    if (shown) triangles.triangles.push_back(triangle);
  }
  triangles.colour_index = colours.indices;
  if (colours.indices.empty()) triangles.colour_index.assign(positions.size(), 1);
  picture.shown_rows = picture.visible_rows;
  picture.times.faces_ms = milliseconds_since(begin);
  picture.geometry = std::move(triangles);
}

void add_points(const PictureInputs& inputs, const RowColours& colours, LayerPicture& picture) {
  const std::vector<Vec3>& positions = inputs.source->positions_scene;
  const auto begin = Clock::now();
  PointCloud cloud;
  picture.shown_rows.assign(picture.visible_rows.size(), false);
  picture.visible_rows.for_each_set([&](std::size_t row) {
    if (!finite(positions[row]) || (inputs.slab && !inputs.slab->contains(positions[row]))) return;
    picture.shown_rows.set(row);
    cloud.positions_scene.push_back(positions[row]);
    cloud.row.push_back(static_cast<std::uint32_t>(row));
    cloud.colour_index.push_back(colours.indices.empty() ? std::uint8_t{1} : colours.indices[row]);
  });
  picture.times.faces_ms = milliseconds_since(begin);
  picture.geometry = std::move(cloud);
}

}  // namespace

PictureBuffers BufferPool::take() {
  const std::lock_guard lock(mutex_);
  if (free_.empty()) return {};
  PictureBuffers buffers = std::move(free_.back());
  free_.pop_back();
  return buffers;
}

void BufferPool::give_back(PictureBuffers buffers) {
  const std::lock_guard lock(mutex_);
  constexpr std::size_t most = 2;
  if (free_.size() < most) free_.push_back(std::move(buffers));
}

LayerPicturePtr make_picture(const PictureInputs& inputs, const std::shared_ptr<const Mask>& visible_rows,
                             double mask_ms, PictureCaches& caches) {
  const Dataset& dataset = *inputs.source->dataset;
  const ShownTable shown = shown_table(dataset, inputs.layer);
  std::shared_ptr<LayerPicture> picture = pooled_picture(caches.pool);
  PictureBuffers buffers = std::holds_alternative<BlockModel>(dataset) ? caches.pool->take() : PictureBuffers{};
  picture->source = inputs.source;
  picture->table = shown.table;
  picture->intervals = shown.intervals;
  picture->visible_rows = std::move(buffers.visible_rows);
  picture->visible_rows = *visible_rows;
  picture->times.mask_ms = mask_ms;
  const auto begin = Clock::now();
  const std::shared_ptr<const RowColours> colours = caches.colours.get(inputs.source, shown, inputs.layer.colour);
  picture->times.colours_ms = milliseconds_since(begin);
  picture->scale = colours->scale;
  if (std::holds_alternative<BlockModel>(dataset))
    add_blocks(inputs, *colours, caches.slabs, std::move(buffers), *picture);
  if (std::holds_alternative<Drillholes>(dataset)) add_drillholes(inputs, shown, *colours, caches.colours, *picture);
  if (std::holds_alternative<Surface>(dataset)) add_surface(inputs, *colours, *picture);
  if (std::holds_alternative<Points>(dataset)) add_points(inputs, *colours, *picture);
  return picture;
}

}  // namespace lode
