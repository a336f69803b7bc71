#include "session/layer_scale.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace lode {

namespace {

/// The column a layer's colours go by, in the table it comes from; nullptr for one colour.
const Column* colour_column(const Layer& layer, const LoadedSource& source) {
  if (layer.colour.column.empty()) return nullptr;
  for (const Table* table : tables_of(*source.dataset))
    if (table->role != TableRole::survey)  // its rows are depths, not intervals: nothing can be coloured by them
      if (const Column* column = table->find(layer.colour.column)) return column;
  return nullptr;
}

/// The layer whose values set the scale of the column, which may be `layer` itself.
std::size_t layer_of_scale(const Scene& scene, std::size_t layer, const Column& column,
                           const std::vector<LoadedSourcePtr>& sources) {
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < scene.layers.size(); ++i) {
    const LoadedSource& source = *sources[scene.layers[i].source];
    const Column* other = colour_column(scene.layers[i], source);
    if (other == nullptr || other->type != column.type || other->unit != column.unit ||
        fold_case(other->name) != fold_case(column.name))
      continue;
    if (std::holds_alternative<BlockModel>(*source.dataset)) return i;
    if (!first) first = i;
  }
  return first.value_or(layer);
}

ColourScale one_colour(Rgba colour) {
  ColourScale scale;
  scale.palette.fill(colour);
  return scale;
}

RowColours colours_of(const Dataset& dataset, const ShownTable& shown, const ColourStyle& style) {
  if (style.column.empty()) return {one_colour(style.colour), {}};
  const ShownColumn column = shown_column(dataset, shown, style.column);
  RowColours colours{make_scale(*column.column, style), {}};
  colour_rows(*column.by_row, colours.scale, colours.indices);
  return colours;
}

}  // namespace

ColourStyle shared_style(const Scene& scene, std::size_t layer, const std::vector<LoadedSourcePtr>& sources,
                         RowColourCache& cache) {
  ColourStyle style = scene.layers[layer].colour;
  const Column* column = colour_column(scene.layers[layer], *sources[scene.layers[layer].source]);
  const bool own_range = !std::isnan(style.min) || !std::isnan(style.max);
  if (column == nullptr || column->type != ColumnType::number || own_range) return style;
  const std::size_t setter = layer_of_scale(scene, layer, *column, sources);
  if (setter == layer) return style;
  const Layer& other = scene.layers[setter];
  const ColourStyle automatic;
  const bool own_map = style.map != automatic.map && style.map != other.colour.map;
  const bool own_steps = style.scale != automatic.scale && style.scale != other.colour.scale;
  if (own_map || own_steps) return style;
  const LoadedSourcePtr& source = sources[other.source];
  const ColourScale scale = cache.get(source, shown_table(*source->dataset, other), other.colour)->scale;
  if (!style.bins.empty() && (style.bins != scale.bins || style.map != other.colour.map)) return style;
  style.min = scale.min;
  style.max = scale.max;
  style.bins = scale.bins;
  style.map = other.colour.map;
  style.scale = scale.logarithmic ? ColourStyle::Scale::logarithmic : ColourStyle::Scale::linear;
  return style;
}

ColourStyle shell_style(const LoadedSourcePtr& blocks, const GradeShell& shell, const ColourStyle& style,
                        RowColourCache& cache) {
  ColourStyle one;
  one.colour = style.colour;
  if (style.column != shell.column) return one;
  Layer layer;
  layer.colour = style;
  const ColourScale scale = cache.get(blocks, shown_table(*blocks->dataset, layer), style)->scale;
  one.colour = scale.palette[scale.index(shell.cutoff)];
  return one;
}

std::shared_ptr<const RowColours> RowColourCache::get(const LoadedSourcePtr& source, const ShownTable& shown,
                                                      const ColourStyle& style) {
  const auto find = [&] {
    return std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return entry.source == source && entry.table == shown.table && entry.style == style;
    });
  };
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = find(); found != entries_.end()) return found->colours;
  }
  auto colours = std::make_shared<const RowColours>(colours_of(*source->dataset, shown, style));
  const std::lock_guard lock(mutex_);
  constexpr std::size_t most = 12, few = 3, most_bytes = std::size_t{256} << 20;
  std::size_t bytes = colours->indices.size();
  for (const Entry& entry : entries_) bytes += entry.colours->indices.size();
  while (entries_.size() >= most || (entries_.size() >= few && bytes > most_bytes)) {
    bytes -= entries_.front().colours->indices.size();
    entries_.erase(entries_.begin());
  }
  entries_.push_back({source, shown.table, style, colours});
  return colours;
}

void RowColourCache::keep_only(const std::vector<LoadedSourcePtr>& sources) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_,
                [&sources](const Entry& entry) { return std::ranges::find(sources, entry.source) == sources.end(); });
}

}  // namespace lode
