#include "io/control_points.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "io/csv_text.h"
#include "io/text_scanner.h"

namespace lode::io {

namespace {

enum Field { name_field, mine_x, mine_y, mine_z, base_x, base_y, base_z, field_count };
using Places = std::array<int, field_count>;  ///< column of each field, -1 none

constexpr const char* remedy =
    "columns are name, mine_x, mine_y, mine_z, easting, northing, rl; the name and the heights may be left out";

char delimiter_of(std::string_view line) {
  for (const char c : {'\t', ';', ','})
    if (line.find(c) != std::string_view::npos) return c;
  return ' ';
}

std::vector<std::string_view> cells_of(std::string_view line, char delimiter) {
  std::vector<std::string_view> cells;
  while (true) {
    if (delimiter == ' ') line = trim(line);
    const std::size_t end = std::min(line.find(delimiter), line.size());
    std::string_view cell = trim(line.substr(0, end));
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
    cells.push_back(cell);
    if (end == line.size()) return cells;
    line.remove_prefix(end + 1);
  }
}

Field field_of(std::string_view head) {
  std::string folded = fold_case(head);
  std::erase_if(folded, [](char c) { return c == '_' || c == ' ' || c == '-' || c == '.'; });
  const std::array<std::vector<const char*>, field_count> names{{
      {"name", "point", "id", "pointid", "no", "pt", "station"},
      {"minex", "minee", "mineeast", "mineeasting", "localx", "locale", "localeast", "localeasting"},
      {"miney", "minen", "minenorth", "minenorthing", "localy", "localn", "localnorth", "localnorthing"},
      {"minez", "minerl", "mineelevation", "localz", "localrl", "localelevation"},
      {"easting", "east", "e", "x", "basex", "gridx", "gride", "grideast", "grideasting"},
      {"northing", "north", "n", "y", "basey", "gridy", "gridn", "gridnorth", "gridnorthing"},
      {"rl", "elevation", "elev", "z", "height", "h", "basez", "gridz", "gridrl"},
  }};
  for (int field = 0; field < field_count; ++field)
    for (const char* name : names[static_cast<std::size_t>(field)])
      if (folded == name) return static_cast<Field>(field);
  return field_count;
}

Places places_of_head(const std::vector<std::string_view>& head, const Where& where) {
  Places places;
  places.fill(-1);
  for (std::size_t i = 0; i < head.size(); ++i)
    if (const Field field = field_of(head[i]); field != field_count && places[field] < 0)
      places[field] = static_cast<int>(i);
  for (const Field field : {mine_x, mine_y, base_x, base_y})
    if (places[field] < 0) throw Error("the table of control points lacks a column of coordinates", remedy, where);
  return places;
}

Places places_by_order(const std::vector<std::string_view>& cells, const Where& where) {
  const int named = cells.size() % 2 == 1 ? 1 : 0;
  const auto numbers = static_cast<int>(cells.size()) - named;
  if (numbers != 4 && numbers != 6)
    throw Error(fmt::format("a control point has {} numbers where 4 or 6 belong", numbers), remedy, where);
  const int heights = numbers == 6 ? 1 : 0;
  const int base = named + 2 + heights;
  return {named ? 0 : -1, named, named + 1, heights ? named + 2 : -1, base, base + 1, heights ? base + 2 : -1};
}

double number_at(const std::vector<std::string_view>& cells, int place, const Where& where) {
  if (place < 0) return NAN;
  const std::string_view cell =
      static_cast<std::size_t>(place) < cells.size() ? cells[static_cast<std::size_t>(place)] : "";
  const std::optional<double> number = number_of(cell);
  if (!number || !std::isfinite(*number))
    throw Error(fmt::format("\"{}\" is no coordinate of a control point", cell), "correct it or leave the row out",
                where);
  return *number;
}

ControlPoint point_of(const std::vector<std::string_view>& cells, const Places& places, const Where& where,
                      std::size_t number) {
  const auto height = [&](int place) {
    const bool blank =
        place < 0 || static_cast<std::size_t>(place) >= cells.size() || cells[static_cast<std::size_t>(place)].empty();
    return blank ? NAN : number_at(cells, place, where);
  };
  ControlPoint point;
  point.name = places[name_field] >= 0 ? std::string(cells[static_cast<std::size_t>(places[name_field])])
                                       : fmt::format("point {}", number);
  point.mine = {number_at(cells, places[mine_x], where), number_at(cells, places[mine_y], where),
                height(places[mine_z])};
  point.base = {number_at(cells, places[base_x], where), number_at(cells, places[base_y], where),
                height(places[base_z])};
  point.has_heights = std::isfinite(point.mine.z) && std::isfinite(point.base.z);
  if (!point.has_heights) point.mine.z = point.base.z = 0;
  point.line = where.line;
  return point;
}

}  // namespace

std::vector<ControlPoint> read_control_points(const std::filesystem::path& file) {
  const CsvText text = open_text(file, "");
  TextScanner scanner(text.text);
  std::vector<ControlPoint> points;
  std::optional<Places> places;
  char delimiter = ',';
  while (scanner.next_line()) {
    const std::string_view line = trim(scanner.rest_of_line());
    if (line.empty() || line.front() == '#') continue;
    const Where where{file, scanner.line(), 0};
    if (!places) delimiter = delimiter_of(line);
    const std::vector<std::string_view> cells = cells_of(line, delimiter);
    if (!places) {
      const bool head =
          std::count_if(cells.begin(), cells.end(), [](auto cell) { return number_of(cell).has_value(); }) < 2;
      places = head ? places_of_head(cells, where) : places_by_order(cells, where);
      if (head) continue;
    }
    points.push_back(point_of(cells, *places, where, points.size() + 1));
  }
  if (points.empty()) throw Error("the file holds no control points", remedy, {file});
  return points;
}

}  // namespace lode::io
