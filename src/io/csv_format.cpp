// Delimited text: what a file holds, and the row of the table of formats.
#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"
#include "io/coordinates.h"
#include "io/csv_columns.h"
#include "io/csv_kinds.h"
#include "io/format_rows.h"
#include "io/lattice_fit.h"

namespace lode::io {

namespace {

bool is_table_extension(const std::filesystem::path& file) {
  const std::string extension = fold_case(utf8(file.extension()));
  return extension == ".csv" || extension == ".tsv";
}

/// Texts of formats that Lode does not read yet, whose numbers would pass for a table of points.
bool is_other_format(const std::filesystem::path& file) {
  static constexpr std::array<std::string_view, 10> extensions{".msh", ".mod", ".str", ".dtm", ".dxf",
                                                               ".vtk", ".vtu", ".vtp", ".vtr", ".lode"};
  return std::ranges::find(extensions, fold_case(utf8(file.extension()))) != extensions.end();
}

/// Other texts are tables when their first rows make one that we can use.
bool sniff(const std::filesystem::path& file, std::string_view first_bytes) {
  if (!looks_like_text(first_bytes) || is_other_format(file)) return false;
  if (is_table_extension(file)) return true;
  try {
    const CsvFile csv = open_csv(file, {});
    return guess_table(sample_columns(csv), csv.layout.header, utf8(file.stem())).kind != TableGuess::Kind::unknown;
  } catch (const Error&) {
    return false;
  }
}

std::array<std::vector<double>, 3> read_centroids(const CsvFile& csv, const Roles& roles) {
  std::vector<ColumnPlan> plans(csv.layout.names.size());
  std::array<std::size_t, 3> columns{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::string& name = roles.at(std::array{ColumnRole::x, ColumnRole::y, ColumnRole::z}[axis]);
    columns[axis] = static_cast<std::size_t>(std::find(csv.layout.names.begin(), csv.layout.names.end(), name) -
                                             csv.layout.names.begin());
  }
  for (std::size_t column = 0; column < plans.size(); ++column) {
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) plans[column].kind = ColumnPlan::Kind::skip;
    plans[column].may_become_words = false;
    plans[column].rules.decimal_mark = csv.layout.decimal_mark;
  }
  Progress unseen;
  const auto parsed = parse_columns(csv.text.text, csv.rows, plans, unseen);
  std::array<std::vector<double>, 3> centroids;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const Column numbers{{}, {}, ColumnType::number, ColumnRole::attribute, parsed.columns[columns[axis]].data};
    centroids[axis] = doubles_of(&numbers, csv.rows.rows);
  }
  return centroids;
}

/// Points on a grid that they fill are the centroids of a block model.
bool is_block_model(const CsvFile& csv, const TableGuess& guess) {
  const auto has = [&](ColumnRole role) { return guess.roles.contains(role); };
  if (has(ColumnRole::size_x) || !has(ColumnRole::x)) return true;
  if (!has(ColumnRole::z) || has(ColumnRole::hole_id) || csv.rows.rows < 8) return false;
  const LatticeFit fit = fit_lattice(read_centroids(csv, guess.roles), {});
  return fit.fits && fit.filled_as_blocks;
}

void set_kind(Source& source, const CsvFile& csv, const TableGuess& guess) {
  SourceFile& file = source.files.front();
  using Kind = TableGuess::Kind;
  source.kind = DatasetKind::drillholes;
  switch (guess.kind) {
    case Kind::collar:
      file.role = TableRole::collar;
      break;
    case Kind::survey:
      file.role = TableRole::survey;
      break;
    case Kind::interval:
      file.role = TableRole::interval;
      break;
    case Kind::depth_readings:
      file.role = TableRole::depth;
      break;
    case Kind::coordinates:
      source.kind = is_block_model(csv, guess) ? DatasetKind::blocks : DatasetKind::points;
      file.role = source.kind == DatasetKind::blocks ? TableRole::blocks : TableRole::points;
      break;
    case Kind::unknown:
      throw Error("no column of the table is known as a hole, a depth or a coordinate",
                  "name the columns (hole_id, from, to; x, y, z ...), or state their roles in a scene file",
                  {csv.file, 1});
  }
}

Source describe(const std::filesystem::path& path) { return describe_csv(path, {}); }

Loaded load_csv(const Source& source, Progress& progress) {
  if (source.files.empty()) throw Error("the source \"" + source.name + "\" names no file", "name its files", {});
  switch (source.kind) {
    case DatasetKind::drillholes:
      return load_drillholes_csv(source, progress);
    case DatasetKind::blocks:
      return load_blocks_csv(source, progress);
    case DatasetKind::surface:
    case DatasetKind::points:
      break;
  }
  return load_points_csv(source, progress);
}

}  // namespace

Source describe_csv(const std::filesystem::path& path, const Source& decided) {
  Source source = decided;
  source.name = utf8(path.stem());
  source.format = "csv";
  source.files = {{path, TableRole::points, {}}};
  const CsvFile csv = open_csv(path, source);
  const std::vector<ColumnSample> sample = sample_columns(csv);
  const TableGuess guess = guess_table(sample, csv.layout.header, source.name);
  source.delimiter = std::string(1, csv.layout.delimiter);
  source.decimal_mark = std::string(1, csv.layout.decimal_mark);
  source.encoding = csv.text.encoding;
  SourceFile& file = source.files.front();
  file.columns = guess.roles;
  if (csv.layout.header && is_row_counter(sample.front()) &&
      std::ranges::none_of(guess.roles, [&](const auto& role) { return role.second == sample.front().name; }))
    file.ignored_columns.push_back(sample.front().name);
  if (const auto azimuth = guess.roles.find(ColumnRole::azimuth); azimuth != guess.roles.end())
    source.azimuth_reference = azimuth_reference_of_name(azimuth->second).value_or(source.azimuth_reference);
  set_kind(source, csv, guess);
  if (guess.geographic && source.crs.empty()) {
    source.crs = "EPSG:4326";
    source.crs_from_file = true;
  }
  return source;
}

Roles roles_of(const CsvFile& csv, const SourceFile& file) {
  if (!file.columns.empty()) return file.columns;
  return guess_table(sample_columns(csv), csv.layout.header, utf8(file.path.stem())).roles;
}

Format csv_format() {
  return {"csv", "Table as text: drillholes, blocks, points", {"csv", "tsv", "dat"}, sniff, describe, load_csv};
}

}  // namespace lode::io
