#include <fmt/format.h>

#include <algorithm>

#include "cli/info.h"
#include "cli/layers.h"
#include "core/block_bounds.h"
#include "core/rotation.h"
#include "core/text.h"
#include "geo/crs.h"
#include "io/mapped_files.h"
#include "session/import_decisions.h"
#include "session/likely_crs.h"

namespace lode::cli {

namespace {

std::vector<double> block_volumes(const BlockModel& model) {
  const Lattice& lattice = model.lattice;
  if (!model.sub_blocked() && lattice.even(0) && lattice.even(1) && lattice.even(2)) return {};
  std::vector<double> volumes(model.table.rows);
  model.for_each_block([&](std::uint64_t row, Vec3 lower, Vec3 upper) {
    const Vec3 size = upper - lower;
    volumes[row] = size.x * size.y * size.z;
  });
  return volumes;
}

std::vector<double> interval_lengths(const IntervalTable& intervals) {
  std::vector<double> lengths(intervals.from_m.size());
  for (std::size_t row = 0; row < lengths.size(); ++row) lengths[row] = intervals.to_m[row] - intervals.from_m[row];
  return lengths;
}

std::vector<double> weights_of(const Dataset& dataset, const Table& table) {
  if (const auto* blocks = std::get_if<BlockModel>(&dataset)) return block_volumes(*blocks);
  if (const auto* drillholes = std::get_if<Drillholes>(&dataset))
    for (const IntervalTable& intervals : drillholes->intervals)
      if (&intervals.table == &table) return interval_lengths(intervals);
  return {};
}

std::string size_text(const Lattice& lattice, int axis, double metres_per_unit) {
  if (!lattice.even(axis)) return "uneven";
  const double size = lattice.edges[static_cast<std::size_t>(axis)][1];
  return metres_per_unit == 1 ? shortest(size) : fmt::format("{:.6g}", metres_per_unit * size);
}

/// In metres: a lattice has the units of its CRS in plan.
std::string lattice_text(const BlockModel& model, const SourceUnits& units) {
  const Lattice& lattice = model.lattice;
  const double metres = units.geographic ? 1 : units.metres_per_unit;
  std::string text =
      fmt::format("{} x {} x {} {} of {} x {}{} x {} m", lattice.count[0], lattice.count[1], lattice.count[2],
                  model.sub_blocked() ? "parents" : "cells", size_text(lattice, 0, metres),
                  size_text(lattice, 1, metres), units.geographic ? " degrees" : "", size_text(lattice, 2, 1));
  if (model.sub_blocked()) {
    const SubBlocks& boxes = *model.sub_blocks;
    text += fmt::format(", {}: {} blocks in {} of them", name(boxes.kind()), grouped(static_cast<double>(boxes.size())),
                        grouped(static_cast<double>(boxes.parents())));
    const auto [u, v, w] = boxes.division();
    if (u > 0) text += fmt::format(", down to 1/{} x 1/{} x 1/{}", u, v, w);
  }
  const std::string turned = describe_rotation(lattice.source_from_lattice);
  return turned.empty() ? text : text + ", " + turned;
}

struct ShownRows {
  const Table* table = nullptr;  ///< nullptr: no filter
  Mask rows;
};

std::vector<std::uint64_t> numbers_of(const Mask& rows) {
  std::vector<std::uint64_t> numbers;
  rows.for_each_set([&](std::size_t row) { numbers.push_back(row); });
  return numbers;
}

/// Statistics of the table's attributes, of the rows shown where a filter chooses among them.
void add_attributes(const Dataset& dataset, const Table& table, const ShownRows& shown, LayerInfo& info) {
  std::vector<double> weights = weights_of(dataset, table);
  const Table* counted = &table;
  if (&table == shown.table) {
    const std::vector<std::uint64_t> rows = numbers_of(shown.rows);
    info.shown_rows = std::make_shared<const Table>(rows_of(table, rows));
    counted = info.shown_rows.get();
    if (!weights.empty()) {
      std::vector<double> of_rows;
      for (const std::uint64_t row : rows) of_rows.push_back(weights[row]);
      weights = std::move(of_rows);
    }
  }
  for (const Column& column : counted->columns)
    if (column.role == ColumnRole::attribute)
      info.attributes.push_back({table.name, &column, statistics(column, weights)});
}

void add_data(const Dataset& dataset, const SourceUnits& units, const ShownRows& shown, LayerInfo& info) {
  info.kind = name(kind_of(dataset));
  info.count = info.all = count_of(dataset);
  if (const auto* blocks = std::get_if<BlockModel>(&dataset)) info.lattice = lattice_text(*blocks, units);
  if (const auto* holes = std::get_if<Drillholes>(&dataset)) info.desurvey = title(holes->desurvey);
  for (const Table* table : tables_of(dataset)) {
    info.tables.push_back(table);
    add_attributes(dataset, *table, shown, info);
  }
  io::check_mapped_files();
}

/// Counts what of the layer is shown, and where it ends. Where an operation bends blocks or moves holes, and of
/// surfaces, the bounds stay those of all.
void count_shown(const LoadedSource& loaded, const ShownRows& shown, LayerInfo& info) {
  const Dataset& dataset = *loaded.dataset;
  if (const auto* blocks = std::get_if<BlockModel>(&dataset)) {
    info.count = shown.rows.count();
    if (!loaded.control) info.bounds_scene = bounds_of_blocks(*blocks, loaded.lattice->scene_from_lattice, &shown.rows);
  } else if (std::holds_alternative<Points>(dataset)) {
    info.count = shown.rows.count();
    info.bounds_scene = {};
    shown.rows.for_each_set([&](std::size_t row) { info.bounds_scene.add(loaded.positions_scene[row]); });
  } else if (const auto* holes = std::get_if<Drillholes>(&dataset)) {
    for (const IntervalTable* intervals : holes->downhole_tables()) {
      if (&intervals->table != shown.table) continue;
      Mask with_rows(holes->holes.size());
      shown.rows.for_each_set([&](std::size_t row) { with_rows.set(intervals->hole[row]); });
      info.count = with_rows.count();
    }
  }
}

/// How the blocks come into the scene's CRS, and how far they lie from where the operation puts them.
std::string placing_text(const LoadedSource& loaded) {
  if (!loaded.control) return fmt::format(", placed by an affine map within {:.2g} m", loaded.lattice->residual_m);
  const auto& [u, v, w] = loaded.control->count;
  return fmt::format(", bent by up to {:.2g} m: placed by {} x {} x {} control points within {:.2g} m",
                     loaded.lattice->residual_m, u, v, w, loaded.control->residual_m);
}

std::string source_path(const Source& source) {
  if (source.files.empty()) return source.name;
  return utf8(source.files.size() == 1 ? source.files.front().path : source.files.front().path.parent_path());
}

}  // namespace

std::string crs_code(const std::string& crs) {
  if (crs.empty()) return crs;
  const std::string code = geo::describe_crs(crs).code;
  return code.empty() ? crs : code;
}

std::string crs_title(const std::string& crs) {
  if (crs.empty()) return "local";
  const geo::CrsInfo info = geo::describe_crs(crs);
  return info.code.empty() ? info.name : fmt::format("{} ({})", info.name, info.code);
}

LayerInfo layer_info(Opened& opened, std::size_t index) {
  const Layer& layer = opened.scene.layers[index];
  const LoadedSourcePtr loaded = opened.session->shown_source(opened.scene, index);
  LayerInfo info;
  info.name = layer.name;
  info.source = source_path(loaded->source);
  for (const SourceFile& file : loaded->source.files) info.files.push_back(utf8(file.path));
  info.crs = crs_code(loaded->source.crs);
  info.crs_title = crs_title(loaded->source.crs);
  if (!loaded->placing.operation.pipeline.empty()) {
    info.operation = loaded->placing.operation.name;
    info.accuracy_m = loaded->placing.operation.accuracy_m;
    info.placed_from = crs_title(loaded->source.crs);
    info.placed_to = crs_title(opened.scene.crs);
    info.pipeline = loaded->placing.operation.pipeline;
  }
  info.operation_warnings = loaded->placing.warnings;
  constexpr std::size_t likely_shown = 3;
  if (loaded->source.crs.empty() && !opened.scene.crs.empty())
    info.likely = likely_systems(*opened.session, opened.scene, layer.source, {}, likely_shown);
  info.visible = layer.visible;
  info.bounds_scene = loaded->bounds_scene;
  info.notes = loaded->notes;
  if (const std::optional<GradeShell>& shell = loaded->shell)
    info.notes.push_back(fmt::format("grade shell of {} at {}{}{}; encloses {} m3, which is not the blocks' volume",
                                     shell->column, shortest(shell->cutoff), shell->unit.empty() ? "" : " ",
                                     shell->unit, grouped(shell->volume_m3)));
  info.decisions = decisions_of(loaded->source);
  ShownRows shown;
  if (!layer.filter.empty()) {
    shown = {shown_table(opened, index), opened.session->visible_rows(opened.scene, index)};
    if (shown.table == nullptr || !layer.shell_column.empty() || shown.rows.size() != shown.table->rows)
      shown.table = nullptr;
  }
  add_data(*loaded->dataset, loaded->placing.units, shown, info);
  if (shown.table != nullptr) count_shown(*loaded, shown, info);
  if (loaded->lattice && !loaded->placing.operation.pipeline.empty()) info.lattice += placing_text(*loaded);
  info.filter = layer.filter;
  if (!layer.filter.empty()) info.filtered_rows = opened.session->visible_rows(opened.scene, index).count();
  return info;
}

ProblemCounts count_problems(const Problems& problems) {
  ProblemCounts counts;
  for (const Problem& problem : problems) {
    if (problem.severity == Severity::error) ++counts.errors;
    if (problem.severity == Severity::warning) ++counts.warnings;
    if (problem.severity == Severity::note) ++counts.notes;
  }
  return counts;
}

std::string text_of(const ProblemCounts& counts) {
  const auto of = [](std::size_t count, const char* word) {
    return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
  };
  return fmt::format("{}, {}, {}", of(counts.errors, "error"), of(counts.warnings, "warning"),
                     of(counts.notes, "note"));
}

}  // namespace lode::cli
