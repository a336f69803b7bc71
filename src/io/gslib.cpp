// GSLIB (GEO-EAS) text: points where columns are coordinates, else a grid.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/checks.h"
#include "core/error.h"
#include "core/text.h"
#include "io/coordinates.h"
#include "io/format_rows.h"
#include "io/memory_check.h"
#include "io/missing_codes.h"
#include "io/role_names.h"
#include "io/surface_reading.h"
#include "io/text_scanner.h"
#include "io/values.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string_view> extensions{"dat", "out", "gslib", "geoeas", "sim"};
constexpr std::int64_t most_variables = 1000;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// What stands before the rows.
struct Header {
  std::string title;
  std::vector<std::string> names;
  std::optional<GridGeometry> grid;  ///< kt3d and its like write it behind the number of variables
  TextScanner rows{""};              ///< stands before the first row
};

/// "50 50 1 .5 .5 .5 1 1 1": cells, the middle of the first, sizes.
std::optional<GridGeometry> grid_of_line(TextScanner& scanner) {
  std::array<double, 9> numbers{};
  for (double& number : numbers) {
    const std::optional<double> value = number_of(scanner.word());
    if (!value || !(std::abs(*value) <= 1e9)) return {};
    number = *value;
  }
  GridGeometry grid;
  for (int axis = 0; axis < 3; ++axis) {
    const auto a = static_cast<std::size_t>(axis);
    if (!(numbers[a] >= 1 && numbers[a] <= Lattice::max_count) || numbers[a] != std::floor(numbers[a])) return {};
    if (!(numbers[a + 6] > 0)) return {};
    grid.count[a] = static_cast<std::uint32_t>(numbers[a]);
  }
  grid.size = Vec3{numbers[6], numbers[7], numbers[8]};
  grid.centroid = Vec3{numbers[3], numbers[4], numbers[5]};
  return grid;
}

/// Empty when the text does not start as such a file. TextScanner passes over blank lines, and so may the title be one.
std::optional<Header> header_of(std::string_view text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return {};
  Header header;
  header.title = trim(text.substr(0, end));
  TextScanner scanner(text.substr(end + 1));
  if (!scanner.next_line()) return {};
  const std::optional<std::int64_t> count = integer_of(scanner.word());
  if (!count || *count < 1 || *count > most_variables) return {};
  header.grid = grid_of_line(scanner);
  for (std::int64_t i = 0; i < *count; ++i) {
    if (!scanner.next_line() || number_of(scanner.rest_of_line())) return {};
    header.names.emplace_back(trim(scanner.rest_of_line()));
  }
  header.rows = scanner;
  return header;
}

bool sniff(const fs::path& /*file*/, std::string_view first_bytes) {
  if (first_bytes.find('\0') != std::string_view::npos) return false;
  std::optional<Header> header = header_of(first_bytes);
  if (!header || !header->rows.next_line()) return false;
  std::size_t words = 0;
  for (std::string_view word = header->rows.word(); !word.empty(); word = header->rows.word(), ++words)
    if (!number_of(word) && !is_missing_word(word)) return false;
  return words == header->names.size();
}

/// The column of each axis, -1 none.
std::array<int, 3> coordinates_in(const std::vector<std::string>& names) {
  std::array<int, 3> columns{-1, -1, -1};
  constexpr std::array<ColumnRole, 3> roles{ColumnRole::x, ColumnRole::y, ColumnRole::z};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    int best = std::numeric_limits<int>::max();
    for (std::size_t column = 0; column < names.size(); ++column) {
      const std::string plain = plain_name(names[column]);
      const std::string location = std::string(1, "xyz"[axis]) + "location";
      const int match = plain.starts_with(location) ? 0 : match_role(roles[axis], names[column]);
      if (match < 0 || match >= best) continue;
      best = match;
      columns[axis] = static_cast<int>(column);
    }
  }
  return columns;
}

bool are_points(const Header& header) {
  const std::array<int, 3> columns = coordinates_in(header.names);
  return !header.grid && columns[0] >= 0 && columns[1] >= 0;
}

Header read_header(std::string_view text, const fs::path& file) {
  std::optional<Header> header = header_of(text);
  if (!header)
    throw Error("the file has no GSLIB header", "give a title, the number of variables, and a name a line", {file});
  return std::move(*header);
}

Source describe_gslib(const fs::path& file) {
  const platform::MappedFile mapped(file);
  const bool points = are_points(read_header(mapped.bytes(), file));
  Source source = one_file_source(file, "gslib", points ? DatasetKind::points : DatasetKind::blocks);
  source.files[0].role = points ? TableRole::points : TableRole::blocks;
  return source;
}

/// All values by variable, with the line of each row.
struct Values {
  std::vector<std::vector<double>> of;
  std::vector<std::uint32_t> lines;
  std::uint64_t rejected = 0;
};

class RowReader {
 public:
  RowReader(const Header& header, const fs::path& file, Problems& problems)
      : header_(header), file_(file), problems_(problems) {}

  /// `keep_place`: a row that cannot be read ends it, since all that follow would move.
  Values read(bool keep_place, Progress& progress) {
    values_.of.resize(header_.names.size());
    TextScanner rows = header_.rows;
    check_memory(rows.rest());
    const std::size_t size = rows.rest().size() + 1;
    while (rows.next_line()) {
      if (rows.line() % 65536 == 0) {
        progress.check();
        progress.report(1 - static_cast<double>(rows.rest().size()) / static_cast<double>(size));
      }
      take(rows, keep_place);
    }
    return std::move(values_);
  }

 private:
  /// As many rows as the first one goes into the text.
  void check_memory(std::string_view text) const {
    const std::size_t row = std::min(text.find('\n', 1), text.size()) + 1;
    const std::uint64_t rows = (text.size() + row - 1) / row;
    check_fits_memory(
        rows * (header_.names.size() * sizeof(double) + sizeof(std::uint32_t)),
        fmt::format("{} variables of about {} rows need", header_.names.size(), grouped(static_cast<double>(rows))),
        "export fewer variables, or a .vti, which is mapped", file_);
  }

  /// Lines of the scanner count from the line behind the title.
  static std::uint64_t line_of(const TextScanner& rows) { return rows.line() + 1; }

  void take(TextScanner& rows, bool keep_place) {
    row_.clear();
    std::string_view bad;
    for (std::string_view word = rows.word(); !word.empty(); word = rows.word()) {
      const std::optional<double> value = number_of(word);
      if (!value && !is_missing_word(word)) bad = word;
      row_.push_back(value && std::abs(*value) < 1e30 ? *value : missing);
    }
    if (row_.size() != header_.names.size()) {
      const std::string what =
          fmt::format("the row has {} values, the file {} variables", row_.size(), header_.names.size());
      if (keep_place) throw Error(what, "correct the row: every cell after it would move", {file_, line_of(rows)});
      ++values_.rejected;
      return say("bad-row", rows, what, "left out");
    }
    if (!bad.empty()) say("not-a-number", rows, fmt::format("\"{:.40}\" is no number", bad), "taken as missing");
    for (std::size_t variable = 0; variable < row_.size(); ++variable) values_.of[variable].push_back(row_[variable]);
    values_.lines.push_back(static_cast<std::uint32_t>(line_of(rows)));
  }

  void say(const char* check, const TextScanner& rows, std::string message, std::string action) {
    Problem problem = problem_of(check);
    problem.file = utf8(file_);
    problem.line = line_of(rows);
    problem.message = std::move(message);
    problem.action = std::move(action);
    problems_.push_back(std::move(problem));
  }

  const Header& header_;
  const fs::path& file_;
  Problems& problems_;
  Values values_;
  std::vector<double> row_;
};

Column column_of(std::string name, const std::vector<double>& values, const Source& source) {
  Column column;
  column.unit = unit_from_name(name);
  column.name = std::move(name);
  column.data = Numbers::narrowed(values);
  remove_codes(column, source.missing_codes);
  return column;
}

Table table_of(const fs::path& file, TableRole role, const Values& values) {
  Table table;
  table.name = utf8(file.stem());
  table.file = utf8(file);
  table.role = role;
  table.rows = values.lines.size();
  table.rows_rejected = values.rejected;
  table.rows_read = table.rows + table.rows_rejected;
  table.lines.lines = values.lines;
  return table;
}

Dataset points_of(const Header& header, const Values& values, const Source& source, Loaded& loaded) {
  const fs::path& file = source.files[0].path;
  const std::array<int, 3> at = coordinates_in(header.names);
  const auto coordinate = [&](std::size_t axis, std::size_t row) {
    return at[axis] < 0 ? 0.0 : values.of[static_cast<std::size_t>(at[axis])][row];
  };
  Points points;
  Table all = table_of(file, TableRole::points, values);
  std::vector<std::uint64_t> rows;
  for (std::size_t row = 0; row < values.lines.size(); ++row) {
    const Vec3 p{coordinate(0, row), coordinate(1, row), coordinate(2, row) * source.rl_metres_per_unit};
    if (is_usable_coordinate(p.x) && is_usable_coordinate(p.y) && is_usable_coordinate(p.z)) {
      rows.push_back(row);
      points.positions_source.push_back(p);
      continue;
    }
    Problem problem = problem_of("bad-coordinates");
    problem.file = all.file;
    problem.line = values.lines[row];
    problem.message = fmt::format("x, y, z are {}, {}, {}", shortest(p.x), shortest(p.y), shortest(p.z));
    problem.action = "the row is left out";
    loaded.problems.push_back(std::move(problem));
  }
  if (rows.empty()) throw Error("no row has usable coordinates", "check the file's rows", {file});
  for (std::size_t variable = 0; variable < header.names.size(); ++variable) {
    Column column = column_of(header.names[variable], values.of[variable], source);
    for (std::size_t axis = 0; axis < 3; ++axis)
      if (at[axis] == static_cast<int>(variable))
        column.role = std::array{ColumnRole::x, ColumnRole::y, ColumnRole::z}[axis];
    all.columns.push_back(std::move(column));
  }
  const std::uint64_t read = all.rows_read;
  points.table = rows.size() == all.rows ? std::move(all) : rows_of(all, rows);
  points.table.rows_read = read;
  points.table.rows_rejected = read - rows.size();
  if (at[2] < 0) loaded.notes.push_back(utf8(file.stem()) + ": it has no column of RLs, points lie at RL 0");
  if (source.triangulate) return triangulate(points);
  return points;
}

/// As the scene states it, else the header.
GridGeometry grid_of(const Header& header, const Source& source, std::size_t rows) {
  const GridGeometry grid = source.geometry.stated() ? source.geometry : header.grid.value_or(GridGeometry{});
  const bool counted = grid.count[0] > 0 && grid.count[1] > 0 && grid.count[2] > 0;
  if ((grid.origin || grid.centroid) && grid.size && counted) return grid;
  throw Error(fmt::format("the GSLIB grid \"{:.60}\" does not say where its {} cells lie", header.title, rows),
              "state it: --grid 'origin=X,Y,Z size=DX,DY,DZ count=NX,NY,NZ', or [sources.geometry] in a scene file",
              {source.files[0].path});
}

Dataset grid_model(const Header& header, const Values& values, const Source& source, Loaded& loaded) {
  const fs::path& file = source.files[0].path;
  const GridGeometry grid = grid_of(header, source, values.lines.size());
  BlockModel model;
  model.lattice = Lattice::regular({}, *grid.size, grid.count);
  model.lattice.source_from_lattice = grid.source_from_lattice();
  if (source.rl_metres_per_unit != 1) {
    for (double& edge : model.lattice.edges[2]) edge *= source.rl_metres_per_unit;
    model.lattice.source_from_lattice.offset.z *= source.rl_metres_per_unit;
  }
  const std::uint64_t cells = model.lattice.cells();
  const std::uint64_t realizations = values.lines.size() / cells;
  if (realizations == 0 || values.lines.size() % cells != 0)
    throw Error(
        fmt::format("the file has {} rows, the grid of {} x {} x {} has {} cells", values.lines.size(), grid.count[0],
                    grid.count[1], grid.count[2], cells),
        source.geometry.stated() ? "correct the grid that was stated" : "the file is cut off, or state another grid",
        {file});
  model.table = table_of(file, TableRole::blocks, values);
  model.table.rows = cells;
  model.table.rows_read = cells;
  model.table.lines.lines =
      std::vector<std::uint32_t>(values.lines.begin(), values.lines.begin() + static_cast<std::ptrdiff_t>(cells));
  for (std::size_t variable = 0; variable < header.names.size(); ++variable)
    for (std::uint64_t r = 0; r < realizations; ++r) {
      const auto begin = values.of[variable].begin() + static_cast<std::ptrdiff_t>(r * cells);
      const std::string name =
          realizations == 1 ? header.names[variable] : fmt::format("{}_{}", header.names[variable], r + 1);
      model.table.columns.push_back(
          column_of(name, std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(cells)), source));
    }
  if (realizations > 1)
    loaded.notes.push_back(fmt::format("{}: {} realizations, an attribute each", utf8(file.stem()), realizations));
  return model;
}

Loaded load_gslib(const Source& source, Progress& progress) {
  const fs::path& file = source.files.at(0).path;
  const platform::MappedFile mapped(file);
  const Header header = read_header(mapped.bytes(), file);
  progress.report("reading " + utf8(file.filename()), 0);
  Loaded loaded;
  const bool points = are_points(header) && !source.geometry.stated();
  const Values values = RowReader(header, file, loaded.problems).read(!points, progress);
  if (values.lines.empty()) throw Error("the file has a header but no rows", "export it with its rows", {file});
  loaded.dataset = std::make_shared<const Dataset>(points ? points_of(header, values, source, loaded)
                                                          : grid_model(header, values, source, loaded));
  return loaded;
}

}  // namespace

Format gslib_format() { return {"gslib", "GSLIB grid or points", extensions, sniff, describe_gslib, load_gslib}; }

}  // namespace lode::io
