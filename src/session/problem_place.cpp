#include "session/problem_place.h"

#include <algorithm>

#include "core/text.h"

namespace lode {

namespace {

bool has_file(const LoadedSource& source, const std::string& file) {
  return std::ranges::any_of(source.source.files, [&](const SourceFile& own) { return utf8(own.path) == file; });
}

std::optional<std::size_t> row_at_line(const Table& table, std::uint64_t line) {
  for (std::size_t row = 0; line > 0 && row < table.rows; ++row)
    if (table.lines[row] == line) return row;
  return std::nullopt;
}

std::optional<std::uint32_t> hole_named(const Drillholes& drillholes, const std::string& id) {
  const auto found = std::ranges::find(drillholes.holes, id, &Hole::id);
  if (id.empty() || found == drillholes.holes.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - drillholes.holes.begin());
}

/// The hole and depth of a line of any table of the database.
std::optional<std::pair<std::uint32_t, double>> depth_at_line(const Drillholes& drillholes, const Problem& problem) {
  for (const IntervalTable* rows : drillholes.downhole_tables())
    if (rows->table.file == problem.file)
      if (const auto row = row_at_line(rows->table, problem.line))
        return std::pair(rows->hole[*row], rows->middle_m(*row));
  const Table& surveys = drillholes.surveys;
  const Column *id = surveys.find(ColumnRole::hole_id), *depth = surveys.find(ColumnRole::depth);
  if (surveys.file == problem.file && id != nullptr && depth != nullptr)
    if (const auto row = row_at_line(surveys, problem.line))
      if (const auto hole = hole_named(drillholes, id->text(*row))) return std::pair(*hole, (*depth->numbers())[*row]);
  return std::nullopt;
}

std::optional<ProblemPlace> place_in_holes(const LoadedSource& source, const Problem& problem) {
  const auto& drillholes = std::get<Drillholes>(*source.dataset);
  constexpr double least_size_m = 20, interval_size_m = 60;
  if (const auto at = depth_at_line(drillholes, problem)) {
    const double depth_m = std::clamp(at->second, 0.0, drillholes.holes[at->first].total_depth_m);
    return ProblemPlace{0, source.drillholes->position_at(at->first, depth_m), interval_size_m};
  }
  const auto hole = hole_named(drillholes, problem.hole);
  if (!hole) return std::nullopt;
  return ProblemPlace{0, source.drillholes->position_at(*hole, 0),
                      std::max(least_size_m, 1.2 * drillholes.holes[*hole].total_depth_m)};
}

std::optional<ProblemPlace> place_in_points(const LoadedSource& source, const Problem& problem) {
  const auto& points = std::get<Points>(*source.dataset);
  const auto row = row_at_line(points.table, problem.line);
  if (!row || *row >= source.positions_scene.size()) return std::nullopt;
  constexpr double share = 0.05;
  return ProblemPlace{0, source.positions_scene[*row], share * length(source.bounds_scene.size())};
}

std::optional<ProblemPlace> place_in(const LoadedSource& source, const Problem& problem) {
  std::optional<ProblemPlace> place;
  if (source.drillholes) place = place_in_holes(source, problem);
  if (std::holds_alternative<Points>(*source.dataset)) place = place_in_points(source, problem);
  if (!place && !source.bounds_scene.empty())
    place = ProblemPlace{0, source.bounds_scene.centre(), length(source.bounds_scene.size())};
  if (place && !finite(place->position_scene)) place.reset();
  return place;
}

}  // namespace

std::optional<ProblemPlace> place_of_problem(std::span<const LoadedSourcePtr> sources, const Problem& problem) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (sources[i] == nullptr || !has_file(*sources[i], problem.file)) continue;
    std::optional<ProblemPlace> place = place_in(*sources[i], problem);
    if (place) place->source = i;
    return place;
  }
  return std::nullopt;
}

}  // namespace lode
