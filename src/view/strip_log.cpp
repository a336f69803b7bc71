#include "view/strip_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/desurvey.h"
#include "core/text.h"

namespace lode {

namespace {

constexpr std::size_t most_words = 2, most_numbers = 3;

/// A column that may become a track.
struct Candidate {
  const IntervalTable* table;
  const Column* column;
  int rank;  ///< the least comes first
};

std::vector<Candidate> candidates(const Drillholes& drillholes, const Layer& layer, bool of_words) {
  std::vector<Candidate> found;
  for (const IntervalTable* rows : drillholes.downhole_tables())
    for (const Column& column : rows->table.columns) {
      const bool fits = of_words ? column.type == ColumnType::category : column.type == ColumnType::number;
      if (column.role != ColumnRole::attribute || !fits) continue;
      const bool coloured = fold_case(column.name) == fold_case(layer.colour.column);
      const bool second = fold_case(column.name) == fold_case(layer.holes.second_column);
      const bool same_table = rows->table.find(layer.colour.column) != nullptr;
      const bool grade = !column.unit.empty() && column.unit != "t/m3" && column.unit != "m";
      found.push_back({rows, &column, coloured ? 0 : second ? 1 : (same_table ? 2 : 4) + (grade ? 0 : 1)});
    }
  std::stable_sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) { return a.rank < b.rank; });
  if (of_words) {  // one a table: the first
    std::vector<const IntervalTable*> seen;
    std::erase_if(found, [&](const Candidate& candidate) {
      if (std::find(seen.begin(), seen.end(), candidate.table) != seen.end()) return true;
      seen.push_back(candidate.table);
      return false;
    });
  }
  found.resize(std::min(found.size(), of_words ? most_words : most_numbers));
  return found;
}

StripTrack track_of(const Candidate& candidate, std::uint32_t hole, const Layer& layer,
                    const ColourScale& layer_scale) {
  const Column& column = *candidate.column;
  StripTrack track;
  track.title = column.unit.empty() ? column.name : fmt::format("{} ({})", column.name, column.unit);
  track.of_words = column.categories() != nullptr;
  ColourStyle style;
  style.column = column.name;
  const bool coloured = fold_case(column.name) == fold_case(layer.colour.column);
  const ColourScale scale = coloured ? layer_scale : make_scale(column, style);
  track.min = std::min(scale.min, 0.0);
  track.max = scale.max > track.min ? scale.max : track.min + 1;
  const IntervalTable& table = *candidate.table;
  for (std::size_t row = 0; row < table.hole.size(); ++row) {
    if (table.hole[row] != hole || column.missing(row)) continue;
    StripPiece piece{table.from_m[row], table.to_m[row], 0, {}, column.text(row), table.where(row)};
    if (track.of_words) {
      piece.colour = scale.palette[scale.index_of_category(column.categories()->code(row))];
    } else {
      piece.value = (*column.numbers())[row];
      piece.colour = scale.palette[scale.index(piece.value)];
      if (!column.unit.empty()) piece.text += " " + column.unit;
    }
    track.pieces.push_back(std::move(piece));
  }
  std::stable_sort(track.pieces.begin(), track.pieces.end(),
                   [](const StripPiece& a, const StripPiece& b) { return a.from_m < b.from_m; });
  return track;
}

}  // namespace

StripLog make_strip_log(const LoadedSource& source, std::uint32_t hole, const Layer& layer, const ColourScale& scale) {
  const auto& drillholes = std::get<Drillholes>(*source.dataset);
  StripLog log;
  log.hole = drillholes.holes.at(hole).id;
  log.depth_m = drillholes.holes[hole].total_depth_m;
  const std::span<const Station> stations = drillholes.stations_of(drillholes.holes[hole]);
  log.stations.assign(stations.begin(), stations.end());
  for (const bool of_words : {true, false})
    for (const Candidate& candidate : candidates(drillholes, layer, of_words))
      log.tracks.push_back(track_of(candidate, hole, layer, scale));
  return log;
}

std::vector<std::pair<std::string, std::string>> values_at(const StripLog& log, double depth_m) {
  std::vector<std::pair<std::string, std::string>> values;
  for (const StripTrack& track : log.tracks)
    for (const StripPiece& piece : track.pieces)
      if (piece.from_m <= depth_m && depth_m < piece.to_m) {
        values.emplace_back(track.title, fmt::format("{}  ({})", piece.text, piece.where));
        break;
      }
  for (auto station = log.stations.rbegin(); station != log.stations.rend(); ++station)
    if (station->depth_m <= depth_m) {
      values.emplace_back("Survey", fmt::format("azimuth {:.1f}°, dip {:.1f}° at {} m", station->azimuth_deg,
                                                station->dip_deg, shortest(station->depth_m)));
      break;
    }
  return values;
}

}  // namespace lode
