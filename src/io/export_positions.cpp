#include "io/export_positions.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/error.h"

namespace lode::io {

void place_positions(const ExportLayer& layer, std::span<Vec3> positions, Progress& progress) {
  constexpr std::size_t batch = 1 << 16;
  if (layer.target_from_source)
    for (std::size_t begin = 0; begin < positions.size(); begin += batch) {
      progress.check();
      progress.report(static_cast<double>(begin) / static_cast<double>(positions.size()));
      layer.target_from_source(positions.subspan(begin, std::min(batch, positions.size() - begin)));
    }
  const auto failed = std::ranges::count_if(positions, [](Vec3 p) { return !finite(p); });
  if (failed > 0)
    throw Error(fmt::format("{} of {} positions of \"{}\" cannot be placed in {}", failed, positions.size(), layer.name,
                            layer.crs.empty() ? "the scene" : layer.crs.substr(0, 40)),
                "check the layer's CRS, or export in a CRS whose area covers it");
}

const Table& exported_table(const ExportLayer& layer) {
  if (const auto* holes = std::get_if<Drillholes>(layer.dataset.get()))
    return layer.interval_table != nullptr ? layer.interval_table->table : holes->collars;
  if (const auto* model = std::get_if<BlockModel>(layer.dataset.get())) return model->table;
  if (const auto* surface = std::get_if<Surface>(layer.dataset.get())) return surface->vertex_attributes;
  return std::get<Points>(*layer.dataset).table;
}

std::vector<std::uint64_t> exported_rows(const ExportLayer& layer) {
  const auto* surface = std::get_if<Surface>(layer.dataset.get());
  const std::size_t count = surface != nullptr ? surface->vertices_source.size() : exported_table(layer).rows;
  std::vector<std::uint64_t> rows;
  if (layer.visible_rows.size() != count) {
    rows.resize(count);
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
  }
  rows.reserve(layer.visible_rows.count());
  layer.visible_rows.for_each_set([&rows](std::size_t row) { rows.push_back(row); });
  return rows;
}

}  // namespace lode::io
