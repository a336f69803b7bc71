#include "io/table_preview.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "io/csv_kinds.h"
#include "io/csv_plans.h"
#include "io/csv_table.h"
#include "io/encoding.h"

namespace lode::io {

namespace {

constexpr std::size_t preview_bytes = std::size_t{1} << 18;

ColumnRole role_of(const SourceFile& file, const std::vector<std::string>& chosen, const std::string& column) {
  for (const auto& [role, name] : file.columns)
    if (fold_case(name) == fold_case(column)) return role;
  const bool ignored = std::ranges::find(file.ignored_columns, column) != file.ignored_columns.end();
  const bool wanted = chosen.empty() || std::ranges::any_of(chosen, [&](const std::string& name) {
                        return fold_case(name) == fold_case(column);
                      });
  return ignored || !wanted ? ColumnRole::ignored : ColumnRole::attribute;
}

/// The file of one table as its database's decisions read it.
Source source_of_file(const Source& source, std::size_t file) {
  Source one = source;
  one.files = {source.files.at(file)};
  if (one.encoding.empty() && one.files.front().encoding.empty()) {
    std::vector<std::filesystem::path> all;
    for (const SourceFile& other : source.files) all.push_back(other.path);
    one.encoding = guess_encoding_of(all);
  }
  return one;
}

}  // namespace

TablePreview preview_table(const Source& source, std::size_t file, std::size_t rows) {
  const SourceFile& decided = source.files.at(file);
  const CsvFile csv = open_csv(decided.path, source_of_file(source, file), preview_bytes);
  TablePreview preview{csv.text.encoding, csv.layout.delimiter, csv.layout.decimal_mark,
                       csv.layout.header, csv.layout.data_line, {}};
  for (std::size_t column = 0; column < csv.layout.names.size(); ++column)
    preview.columns.push_back({csv.layout.names[column],
                               csv.layout.units[column],
                               role_of(decided, source.attributes, csv.layout.names[column]),
                               {}});
  const auto texts = cells_of_some_rows(csv, false);
  for (std::size_t column = 0; column < preview.columns.size(); ++column)
    for (std::size_t row = 0; row < std::min(rows, texts[column].size()); ++row)
      preview.columns[column].cells.push_back(texts[column][row].substr(0, 200));
  return preview;
}

void guess_columns(Source& source, std::size_t file) {
  SourceFile& decided = source.files.at(file);
  const CsvFile csv = open_csv(decided.path, source_of_file(source, file), preview_bytes);
  decided.columns = guess_table(sample_columns(csv), csv.layout.header, utf8(decided.path.stem())).roles;
  decided.units.clear();
  decided.ignored_columns.clear();
}

Source draft_source(const std::vector<std::filesystem::path>& files) {
  Source draft;
  for (const std::filesystem::path& path : files) {
    Source one;
    try {
      one = describe_csv(path, {});
    } catch (const Error&) {
      Source plain;
      plain.files = {SourceFile{path, TableRole::points, {}}};
      open_csv(path, plain, preview_bytes);  // whether it is a table at all
      one = plain;
    }
    if (draft.files.empty())
      draft = one;
    else
      draft.files.push_back(one.files.front());
    if (one.kind == DatasetKind::drillholes) draft.kind = DatasetKind::drillholes;
    if (one.delimiter != draft.delimiter) draft.delimiter.clear();
    if (one.decimal_mark != draft.decimal_mark) draft.decimal_mark.clear();
  }
  draft.format = "csv";
  draft.encoding = guess_encoding_of(files);
  draft.name = files.empty() ? std::string() : utf8(files.front().stem());
  return draft;
}

std::vector<ColumnRole> roles_for(TableRole role) {
  using enum ColumnRole;
  switch (role) {
    case TableRole::collar:
      return {hole_id, x, y, z, total_depth, azimuth, dip, parent_hole, kickoff_depth, status};
    case TableRole::survey:
      return {hole_id, depth, azimuth, dip};
    case TableRole::interval:
      return {hole_id, from, to};
    case TableRole::depth:
      return {hole_id, depth, dip, azimuth, alpha, beta};
    case TableRole::blocks:
      return {x, y, z, size_x, size_y, size_z, index_i, index_j, index_k};
    case TableRole::points:
      break;
  }
  return {x, y, z, hole_id};
}

}  // namespace lode::io
