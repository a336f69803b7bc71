#include "cli/downhole_options.h"

#include <fmt/format.h>

#include <vector>

#include "cli/command.h"
#include "cli/layers.h"
#include "core/text.h"

namespace lode::cli {

void check_csv_output(const std::filesystem::path& output) {
  if (fold_case(utf8(output.extension())) != ".csv")
    throw UsageError(fmt::format("\"{}\" is no name of a CSV file, which is what is written", utf8(output.filename())),
                     "end the name of -o with .csv; `lode export` writes other formats from that file");
  check_folder_of(output);
}

std::size_t find_drillholes(const Scene& scene, const std::string& name) {
  const std::size_t first = find_layer(scene, name, DatasetKind::drillholes);
  if (!name.empty()) return first;
  std::vector<std::string> names;
  bool differ = false;
  for (const Layer& layer : scene.layers) {
    if (scene.sources[layer.source].kind != DatasetKind::drillholes) continue;
    const Layer& other = scene.layers[first];
    differ = differ || layer.source != other.source || layer.filter != other.filter ||
             layer.holes.whole_holes != other.holes.whole_holes;
    names.push_back(layer.name);
  }
  if (differ)
    throw Error(fmt::format("{} layers hold drillholes: {}", names.size(), fmt::join(names, ", ")),
                fmt::format("name one, e.g. --layer \"{}\"", names.front()));
  return first;
}

void apply_sample_table(Opened& opened, std::size_t index, const std::string& table, const std::string& grade) {
  if (table.empty()) return;
  apply_table(opened, index, table);
  const Layer& layer = opened.scene.layers[index];
  const LoadedSourcePtr source = opened.session->loaded(opened.scene, layer.source);
  std::string having;
  for (const IntervalTable* rows : std::get<Drillholes>(*source->dataset).downhole_tables()) {
    if (rows->table.find(grade) == nullptr) continue;
    if (rows->table.name == layer.table) return;
    having += (having.empty() ? "" : ", ") + rows->table.name;
  }
  if (!having.empty())
    throw Error(fmt::format("table '{}' has no column '{}'", layer.table, grade),
                fmt::format("it stands in {}", having));
}

}  // namespace lode::cli
