// Delimited text: what a file holds, and the row of the table of formats.
#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"
#include "io/block_guess.h"
#include "io/csv_kinds.h"
#include "io/format_rows.h"

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
    constexpr std::size_t sniffed_bytes = std::size_t{1} << 20;
    const CsvFile csv = open_csv(file, {}, sniffed_bytes);
    return guess_table(sample_columns(csv), csv.layout.header, utf8(file.stem())).kind != TableGuess::Kind::unknown;
  } catch (const Error&) {
    return false;
  }
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
      source.kind = is_block_model(csv, guess.roles) ? DatasetKind::blocks : DatasetKind::points;
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
