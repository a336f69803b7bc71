#include "core/dataset.h"

namespace lode {

const char* name(DatasetKind kind) {
  switch (kind) {
    case DatasetKind::drillholes:
      return "drillholes";
    case DatasetKind::blocks:
      return "blocks";
    case DatasetKind::surface:
      return "surface";
    case DatasetKind::points:
      return "points";
  }
  return "";
}

DatasetKind kind_of(const Dataset& dataset) { return static_cast<DatasetKind>(dataset.index()); }

std::uint64_t count_of(const Dataset& dataset) {
  if (const auto* drillholes = std::get_if<Drillholes>(&dataset)) return drillholes->holes.size();
  if (const auto* model = std::get_if<BlockModel>(&dataset)) return model->table.rows;
  if (const auto* surface = std::get_if<Surface>(&dataset)) return surface->triangles.size();
  return std::get<Points>(dataset).positions_source.size();
}

std::vector<const Table*> tables_of(const Dataset& dataset) {
  if (const auto* drillholes = std::get_if<Drillholes>(&dataset)) {
    std::vector<const Table*> tables{&drillholes->collars};
    if (!drillholes->surveys.columns.empty()) tables.push_back(&drillholes->surveys);
    for (const IntervalTable* rows : drillholes->downhole_tables()) tables.push_back(&rows->table);
    return tables;
  }
  if (const auto* model = std::get_if<BlockModel>(&dataset)) return {&model->table};
  if (const auto* surface = std::get_if<Surface>(&dataset)) {
    if (surface->vertex_attributes.columns.empty()) return {};
    return {&surface->vertex_attributes};
  }
  return {&std::get<Points>(dataset).table};
}

}  // namespace lode
