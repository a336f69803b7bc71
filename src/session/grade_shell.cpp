#include "session/grade_shell.h"

#include <fmt/format.h>

#include <cmath>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "core/threshold.h"
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

/// By how much each cell lies above the cut-off, decided on the decimals of the file; NaN: missing or hidden.
std::vector<float> above_by_of_cells(const BlockModel& model, const Numbers& numbers, double cutoff,
                                     const Mask& visible_rows) {
  const auto* scaled = std::get_if<ScaledIntegers>(&numbers.storage());
  const bool narrow = std::holds_alternative<SharedArray<float>>(numbers.storage());
  const double bound = narrow ? static_cast<double>(least_binary<float>(cutoff, false)) : cutoff;
  const double divisor = scaled != nullptr ? std::pow(10.0, scaled->decimals) : 1;
  std::vector<float> above_by(model.lattice.cells(), std::numeric_limits<float>::quiet_NaN());
  parallel_for(above_by.size(), std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t cell = begin; cell < end; ++cell) {
      if (!model.has_row(cell)) continue;
      const std::size_t row = model.row_of_cell(cell);
      if (!visible_rows[row]) continue;
      const double value = numbers[row];
      // As written, a grade of 0.70 is at 0.7: the difference of doubles might not be 0.
      const double difference = scaled != nullptr && std::abs(value - bound) < 0.01 / divisor ? 0 : value - bound;
      if (std::isfinite(value)) above_by[cell] = static_cast<float>(difference);
    }
  });
  return above_by;
}

}  // namespace

LoadedSourcePtr make_grade_shell(const LoadedSourcePtr& blocks, const Layer& layer, const Mask& visible_rows) {
  const auto* model = std::get_if<BlockModel>(blocks->dataset.get());
  if (model == nullptr)
    throw Error(fmt::format("layer \"{}\" is a grade shell of no block model", layer.name), "name a source of blocks");
  if (model->sub_blocked())
    throw Error(
        fmt::format("\"{}\" is sub-blocked, and grade shells are made of blocks of one lattice", blocks->source.name),
        "export the parent blocks and make the shell of them");
  const Numbers& numbers = numbers_of_shell(*model, layer);
  vtk::Isosurface found =
      vtk::isosurface(model->lattice, above_by_of_cells(*model, numbers, layer.shell_cutoff, visible_rows));

  auto shell = std::make_shared<LoadedSource>();
  shell->source = blocks->source;
  shell->source.name = layer.name;
  shell->source.kind = DatasetKind::surface;
  shell->scene_crs = blocks->scene_crs;
  shell->placing = blocks->placing;
  const SourceUnits& units = blocks->placing.units;
  const double plan_unit = units.geographic ? 1 : units.metres_per_unit;
  const Column& column = *model->table.find(layer.shell_column);
  shell->shell = GradeShell{blocks, column.name, column.unit.empty() ? unit_from_name(column.name) : column.unit,
                            layer.shell_cutoff,
                            vtk::enclosed_volume(found.vertices_lattice, found.triangles) * plan_unit * plan_unit};
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
