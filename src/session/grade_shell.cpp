#include "session/grade_shell.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "core/threshold.h"
#include "session/plan_units.h"
#include "vtk/isosurface.h"

namespace lode {

namespace {

const Numbers& numbers_of_shell(const BlockModel& model, const Layer& layer) {
  std::vector<std::string> names;
  for (const Column& column : model.table.columns)
    if (column.type == ColumnType::number) names.push_back(column.name);
  const Column* column = model.table.find(layer.shell_column);
  if (column != nullptr && column->type == ColumnType::number) return *column->numbers();
  const std::string nearest = nearest_name(layer.shell_column, names);
  throw Error(fmt::format("{} has no numbers \"{}\" to make a grade shell of", model.table.name, layer.shell_column),
              nearest.empty() ? "name a column of numbers" : fmt::format("is {} meant?", nearest));
}

/// By how much a row lies above the cut-off, decided on the decimals of the file; NaN: missing or hidden.
class AboveBy {
 public:
  AboveBy(const Numbers& numbers, double cutoff, const Mask& visible_rows)
      : numbers_(numbers), visible_rows_(visible_rows), bound_(cutoff) {
    if (std::holds_alternative<SharedArray<float>>(numbers.storage()))
      bound_ = static_cast<double>(least_binary<float>(cutoff, false));
    // As written, a grade of 0.70 is at 0.7: the difference of doubles might not be 0.
    if (const auto* scaled = std::get_if<ScaledIntegers>(&numbers.storage()))
      equal_within_ = 0.01 / std::pow(10.0, scaled->decimals);
  }
  float operator()(std::uint64_t row) const {
    const double value = visible_rows_[row] ? numbers_[row] : std::numeric_limits<double>::quiet_NaN();
    if (!std::isfinite(value)) return std::numeric_limits<float>::quiet_NaN();
    return static_cast<float>(std::abs(value - bound_) < equal_within_ ? 0 : value - bound_);
  }

 private:
  const Numbers& numbers_;
  const Mask& visible_rows_;
  double bound_, equal_within_ = 0;
};

/// Cells of a lattice, and how much each lies above.
struct Field {
  Lattice lattice;
  std::vector<float> above_by;  ///< NaN: missing or hidden
};

Field field_of_cells(const BlockModel& model, const AboveBy& above_by_of_row) {
  Field field{model.lattice, std::vector<float>(model.lattice.cells(), std::numeric_limits<float>::quiet_NaN())};
  parallel_for(field.above_by.size(), std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t cell = begin; cell < end; ++cell)
      if (model.has_row(cell)) field.above_by[cell] = above_by_of_row(model.row_of_cell(cell));
  });
  return field;
}

/// The lattice of all levels that a side of a sub-block stands on: each sub-block is whole cells of it.
Field field_of_sub_blocks(const BlockModel& model, const AboveBy& above_by_of_row) {
  constexpr std::uint64_t most_cells = 60'000'000;
  const SubBlocks& boxes = *model.sub_blocks;
  Field field;
  field.lattice.source_from_lattice = model.lattice.source_from_lattice;
  field.lattice.edges = boxes.levels();
  double cells = 1;
  for (std::size_t a = 0; a < 3; ++a) {
    const std::size_t count = boxes.levels()[a].size() - 1;
    cells *= static_cast<double>(count);
    field.lattice.count[a] = static_cast<std::uint32_t>(count);
    if (count > Lattice::max_count) cells = std::numeric_limits<double>::infinity();
  }
  if (cells > static_cast<double>(most_cells))
    throw Error(fmt::format("the sides of the sub-blocks of \"{}\" divide it into more than {} cells, the most that a "
                            "grade shell is made of",
                            model.table.name, grouped(static_cast<double>(most_cells))),
                "make the shell of a part of the model, or of blocks regularised to one size");
  field.above_by.assign(field.lattice.cells(), std::numeric_limits<float>::quiet_NaN());
  // By parents, whose sub-blocks share no cell with another's.
  parallel_for(model.lattice.cells(), 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t parent = begin; parent < end; ++parent) {
      const auto [first, last] = boxes.rows_of(parent);
      for (std::uint64_t row = first; row < last; ++row) {
        const BoxLevels box = boxes.box(row);
        const float value = above_by_of_row(row);
        for (std::uint32_t k = box.lower[2]; k < box.upper[2]; ++k)
          for (std::uint32_t j = box.lower[1]; j < box.upper[1]; ++j)
            std::fill_n(field.above_by.begin() + static_cast<std::ptrdiff_t>(field.lattice.cell(box.lower[0], j, k)),
                        box.upper[0] - box.lower[0], value);
      }
    }
  });
  return field;
}

}  // namespace

LoadedSourcePtr make_grade_shell(const LoadedSourcePtr& blocks, const Layer& layer, const Mask& visible_rows) {
  const auto* model = std::get_if<BlockModel>(blocks->dataset.get());
  if (model == nullptr)
    throw Error(fmt::format("layer \"{}\" is a grade shell of no block model", layer.name), "name a source of blocks");
  const AboveBy above_by(numbers_of_shell(*model, layer), layer.shell_cutoff, visible_rows);
  const Field field = model->sub_blocked() ? field_of_sub_blocks(*model, above_by) : field_of_cells(*model, above_by);
  vtk::Isosurface found = vtk::isosurface(field.lattice, field.above_by);

  auto shell = std::make_shared<LoadedSource>();
  shell->source = blocks->source;
  shell->source.name = layer.name;
  shell->source.kind = DatasetKind::surface;
  shell->scene_crs = blocks->scene_crs;
  shell->placing = blocks->placing;
  const Column& column = *model->table.find(layer.shell_column);
  shell->shell = GradeShell{
      blocks, column.name, column.unit.empty() ? unit_from_name(column.name) : column.unit, layer.shell_cutoff,
      vtk::enclosed_volume(found.vertices_lattice, found.triangles) * plan_square_metres(*blocks)};
  shell->positions_scene.reserve(found.vertices_lattice.size());
  for (const Vec3& vertex : found.vertices_lattice) {
    const Vec3 bend = blocks->control ? blocks->control->at(vertex) : Vec3{};
    shell->positions_scene.push_back(blocks->lattice->scene_from_lattice(vertex) + bend);
    shell->bounds_scene.add(shell->positions_scene.back());
  }
  Surface surface;
  surface.vertices_source = std::move(found.vertices_lattice);
  for (Vec3& vertex : surface.vertices_source) vertex = model->lattice.source_from_lattice(vertex);
  surface.triangles = std::move(found.triangles);
  shell->dataset = std::make_shared<const Dataset>(std::move(surface));
  return shell;
}

void add_grade_shell(Scene& scene, std::size_t of_layer, const std::string& column, double cutoff) {
  const Layer& blocks = scene.layers.at(of_layer);
  Layer shell;
  shell.name = fmt::format("{} {} shell", blocks.name, column);
  shell.source = blocks.source;
  shell.colour = blocks.colour;
  shell.colour.column = column;
  shell.shell_column = column;
  shell.shell_cutoff = cutoff;
  shell.opacity = 0.6;
  scene.layers.insert(scene.layers.begin() + static_cast<std::ptrdiff_t>(of_layer) + 1, std::move(shell));
}

}  // namespace lode
