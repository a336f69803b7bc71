// Collars: where holes start.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/text.h"
#include "io/column_lengths.h"
#include "io/coordinates.h"
#include "io/csv_kinds.h"
#include "io/drillhole_import.h"
#include "io/table_rows.h"

namespace lode::io {

namespace {

constexpr double same_place_m = 0.1;

struct Place {
  std::vector<double> x, y, z;
};

Place places_of(DrillholeImport& import, const Table& table) {
  const auto [of_x, of_y, of_z] = length_factors(table, import.source).of_coordinates;
  Place place{doubles_of(table.find(ColumnRole::x), table.rows, of_x),
              doubles_of(table.find(ColumnRole::y), table.rows, of_y),
              doubles_of(table.find(ColumnRole::z), table.rows, of_z)};
  report_units(table, import.source, import.problems);
  if (table.find(ColumnRole::z) == nullptr)
    import.notes.push_back(table.name + ": it has no column of RLs, collars lie at RL 0");
  if (are_axes_swapped(place.x, place.y, import.source.placing.axes)) {
    import.problems.add(axes_swapped_problem(table));
    std::swap(place.x, place.y);
  }
  return place;
}

/// Adds the hole of a row; false when the row cannot be used, which is reported.
bool add_hole(DrillholeImport& import, const Table& table, const Place& place, std::size_t row) {
  const std::uint64_t line = table.lines[row];
  const std::string id(std::get<Categories>(table.find(ColumnRole::hole_id)->data)[row]);
  if (id.empty()) {
    import.report("blank-hole-id", table.file, line, "", "the collar has no hole id", "the row is left out");
    return false;
  }
  const Vec3 collar{place.x[row], place.y[row], place.z[row]};
  if (!is_usable_coordinate(collar.x) || !is_usable_coordinate(collar.y) || !is_usable_coordinate(collar.z)) {
    import.report(
        "bad-collar-coordinates", table.file, line, id,
        "the collar's coordinates are " + shortest(collar.x) + ", " + shortest(collar.y) + ", " + shortest(collar.z),
        "the hole is left out");
    return false;
  }
  const auto hole = static_cast<std::uint32_t>(import.drillholes.holes.size());
  const auto [entry, added] = import.hole_of_id.emplace(id, hole);
  if (!added) {
    import.report("duplicate-hole-id", table.file, line, id,
                  "hole " + id + " is given in line " + std::to_string(import.collar_line[entry->second]) + " already",
                  "the first row is kept");
    return false;
  }
  const auto [spelling, first] = import.id_of_plain_id.emplace(plain_hole_id(id), id);
  if (!first) spelling->second.clear();
  Hole& added_hole = import.drillholes.holes.emplace_back();
  added_hole.id = id;
  added_hole.collar_source = collar;
  import.collar_line.push_back(line);
  import.collar_file_of_hole.push_back(table.file);
  return true;
}

double stated_depth(const Column* column, std::size_t row, double decided) {
  if (column == nullptr) return std::numeric_limits<double>::quiet_NaN();
  const double depth = (*column->numbers())[row] * length_factor(column, decided);
  return depth > 0 && depth <= 1e5 ? depth : std::numeric_limits<double>::quiet_NaN();
}

std::optional<Reading> reading_of(const Table& table, std::size_t row, std::uint32_t hole) {
  const Column *azimuth = table.find(ColumnRole::azimuth), *dip = table.find(ColumnRole::dip);
  if (dip == nullptr) return std::nullopt;
  Reading reading;
  reading.hole = hole;
  reading.dip_deg = (*dip->numbers())[row];
  reading.azimuth_deg = azimuth == nullptr ? std::nan("") : (*azimuth->numbers())[row];
  reading.zenith = is_zenith_angle(dip->name);
  if (reading.zenith) reading.dip_deg -= 90;
  if (std::isnan(reading.azimuth_deg) && std::abs(reading.dip_deg) == 90) reading.azimuth_deg = 0;
  reading.file = table.file;
  reading.line = table.lines[row];
  return reading;
}

/// Planned holes, and wedges with the hole they leave.
void set_kind_of_hole(DrillholeImport& import, const Table& table, std::size_t row, std::uint32_t index) {
  Hole& hole = import.drillholes.holes[index];
  if (const Column* status = table.find(ColumnRole::status)) hole.planned = is_planned_status(status->text(row));
  const Column *parent = table.find(ColumnRole::parent_hole), *kickoff = table.find(ColumnRole::kickoff_depth);
  import.parent_of_hole.push_back(parent == nullptr ? std::string() : parent->text(row));
  hole.kickoff_depth_m = stated_depth(kickoff, row, import.source.depth_metres_per_unit);
}

/// Finds the parents by id, when all collars are known.
void link_wedges(DrillholeImport& import) {
  for (std::uint32_t hole = 0; hole < import.parent_of_hole.size(); ++hole) {
    Hole& wedge = import.drillholes.holes[hole];
    const std::string& parent_id = import.parent_of_hole[hole];
    if (parent_id.empty() || parent_id == wedge.id) {
      wedge.kickoff_depth_m = 0;
      continue;
    }
    const auto parent = import.hole_of_id.find(parent_id);
    if (parent == import.hole_of_id.end() || std::isnan(wedge.kickoff_depth_m)) {
      import.report_hole("wedge-without-parent", hole,
                         parent == import.hole_of_id.end()
                             ? "its parent hole " + parent_id + " is not in the collar table"
                             : "it leaves hole " + parent_id + " at no stated depth",
                         "its own survey is used from the collar");
      wedge.kickoff_depth_m = 0;
      continue;
    }
    wedge.parent = parent->second;
  }
}

void report_planned(DrillholeImport& import) {
  const auto& holes = import.drillholes.holes;
  const auto planned = std::ranges::count_if(holes, [](const Hole& hole) { return hole.planned; });
  if (planned > 0)
    import.notes.push_back(std::to_string(planned) + (planned == 1 ? " hole is" : " holes are") +
                           " planned, not drilled");
}

void report_shared_places(DrillholeImport& import) {
  const auto& holes = import.drillholes.holes;
  std::vector<std::uint32_t> order(holes.size());
  for (std::uint32_t hole = 0; hole < holes.size(); ++hole) order[hole] = hole;
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return holes[a].collar_source.x < holes[b].collar_source.x; });
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::size_t j = i + 1; j < order.size(); ++j) {
      const Vec3 between = holes[order[j]].collar_source - holes[order[i]].collar_source;
      if (between.x > same_place_m) break;
      if (length(between) > same_place_m) continue;
      if (holes[order[j]].parent == order[i] || holes[order[i]].parent == order[j]) continue;  // a wedge, and says so
      const auto [first, second] = std::minmax(order[i], order[j]);
      import.report_hole("duplicate-collar-location", second, "the hole starts where hole " + holes[first].id + " does",
                         "both are kept");
      break;
    }
}

/// A hole far from all others that falls among them when X and Y change places.
void report_swapped_coordinates(DrillholeImport& import) {
  const auto& holes = import.drillholes.holes;
  if (holes.size() < 5) return;
  std::vector<double> x, y;
  for (const Hole& hole : holes) {
    x.push_back(hole.collar_source.x);
    y.push_back(hole.collar_source.y);
  }
  const auto range = [](std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const double low = values[values.size() / 10], high = values[values.size() - 1 - values.size() / 10];
    const double slack = 2 * (high - low) + 1000;
    return std::pair(low - slack, high + slack);
  };
  const auto [x_low, x_high] = range(x);
  const auto [y_low, y_high] = range(y);
  const auto among = [&](double easting, double northing) {
    return easting >= x_low && easting <= x_high && northing >= y_low && northing <= y_high;
  };
  for (std::uint32_t hole = 0; hole < holes.size(); ++hole)
    if (!among(x[hole], y[hole]) && among(y[hole], x[hole]))
      import.report_hole("swapped-coordinates", hole,
                         "the hole lies far from the others, among them when x and y change places",
                         "kept as it is: check the order of its coordinates");
}

/// Adds the holes of one file to those there are.
void import_collar_table(DrillholeImport& import, const SourceFile& file) {
  const CsvFile csv = open_csv(file.path, import.source);
  for (std::string& note : reading_notes(csv)) import.notes.push_back(std::move(note));
  const Roles roles = roles_of(csv, file);
  for (const ColumnRole role : {ColumnRole::hole_id, ColumnRole::x, ColumnRole::y})
    if (!roles.contains(role))
      throw Error(std::string("the collar table has no column for ") + name(role), "state which column it is",
                  {csv.file, 1});
  Table table = read_table(csv, TableRole::collar, roles, import.source, import.problems, import.progress);
  const Place place = places_of(import, table);
  const Column* total = table.find(ColumnRole::total_depth);
  std::vector<std::uint32_t> kept;
  for (std::size_t row = 0; row < table.rows; ++row) {
    const auto hole = static_cast<std::uint32_t>(import.drillholes.holes.size());
    if (!add_hole(import, table, place, row)) continue;
    kept.push_back(static_cast<std::uint32_t>(row));
    import.stated_depth_m.push_back(stated_depth(total, row, import.source.depth_metres_per_unit));
    import.collar_reading.push_back(reading_of(table, row, hole));
    set_kind_of_hole(import, table, row, hole);
  }
  if (kept.size() != table.rows) table = select_rows(table, kept);
  Table& collars = import.drillholes.collars;
  collars = collars.columns.empty() ? std::move(table) : append_rows(collars, table);
}

}  // namespace

void import_collars(DrillholeImport& import) {
  for (const SourceFile& file : import.source.files)
    if (file.role == TableRole::collar) import_collar_table(import, file);
  const std::filesystem::path& first = import.source.files.front().path;
  if (import.drillholes.collars.columns.empty())
    throw Error("the drillholes have no collar table", "give the table with the coordinates of the holes", {first});
  const std::size_t holes = import.drillholes.holes.size();
  if (holes == 0) throw Error("no row of the collar table is usable", "check its hole ids and coordinates", {first});
  import.deepest_survey_m.assign(holes, 0);
  import.deepest_row_m.assign(holes, 0);
  import.interval_rows.assign(holes, 0);
  link_wedges(import);
  report_planned(import);
  report_shared_places(import);
  report_swapped_coordinates(import);
}

}  // namespace lode::io
