#include "io/join_tables.h"

#include <algorithm>
#include <optional>
#include <set>

#include "core/checks.h"
#include "core/error.h"
#include "core/text.h"
#include "io/csv_columns.h"
#include "io/csv_kinds.h"
#include "io/csv_table.h"

namespace lode::io {

namespace {

/// A drillhole table on its own, with the holes it names.
struct HoleTable {
  Source source;
  std::size_t order = 0;  ///< among all sources
  std::set<std::string> holes;
  std::optional<std::size_t> collar;  ///< index of the collar table it goes to

  const SourceFile& file() const { return source.files.front(); }
  TableRole role() const { return file().role; }
};

std::set<std::string> holes_of(const Source& source) {
  const SourceFile& file = source.files.front();
  const CsvFile csv = open_csv(file.path, source);
  std::vector<ColumnPlan> plans(csv.layout.names.size());
  std::size_t hole_column = plans.size();
  for (std::size_t column = 0; column < plans.size(); ++column) {
    const bool hole = csv.layout.names[column] == file.columns.at(ColumnRole::hole_id);
    plans[column].kind = hole ? ColumnPlan::Kind::words : ColumnPlan::Kind::skip;
    if (hole) hole_column = column;
  }
  Progress unseen;
  const auto parsed = parse_columns(csv.text.text, csv.rows, plans, unseen);
  const auto& names = std::get<Categories>(parsed.columns.at(hole_column).data).names();
  return {names.begin(), names.end()};
}

std::size_t shared_holes(const HoleTable& a, const HoleTable& b) {
  std::size_t shared = 0;
  for (const std::string& hole : a.holes) shared += b.holes.contains(hole);
  return shared;
}

std::size_t shared_prefix(const std::string& a, const std::string& b) {
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(ends.first - a.begin());
}

Problem left_out(const HoleTable& table, std::string message) {
  Problem problem = problem_of("not-a-data-file");
  problem.file = utf8(table.file().path);
  problem.message = std::move(message);
  problem.action = "left out";
  return problem;
}

/// Letters at an end of all names, without what hangs over to the next word: "Wolfpass_collar", "Wolfpass_survey".
std::string common_part(const std::vector<std::string>& names) {
  std::string prefix = names.front();
  std::string suffix = names.front();
  for (const std::string& name : names) {
    prefix.resize(shared_prefix(prefix, name));
    const auto ends = std::mismatch(suffix.rbegin(), suffix.rend(), name.rbegin(), name.rend());
    suffix = suffix.substr(suffix.size() - static_cast<std::size_t>(ends.first - suffix.rbegin()));
  }
  const std::string separators = "_- .";
  const std::size_t cut = prefix.find_last_of(separators);
  prefix = cut == std::string::npos ? "" : prefix.substr(0, cut);
  const std::size_t start = suffix.find_first_of(separators);
  suffix = start == std::string::npos ? "" : suffix.substr(start + 1);
  return prefix.size() >= suffix.size() ? prefix : suffix;
}

/// The name of the database: what the files' names share, else their folder's. A single letter is a name where there
/// are several databases to tell apart.
std::string database_name(const std::vector<SourceFile>& files, bool several) {
  if (files.size() == 1) return utf8(files.front().path.stem());
  std::vector<std::string> stems;
  for (const SourceFile& file : files)
    if (file.role != TableRole::depth) stems.push_back(utf8(file.path.stem()));
  const std::string common = common_part(stems);
  if (common.size() >= (several ? 1 : 2)) return common;
  const std::string folder = utf8(std::filesystem::absolute(files.front().path).parent_path().filename());
  return folder.empty() ? stems.front() : folder;
}

int role_order(TableRole role) {
  return role == TableRole::collar ? 0 : role == TableRole::survey ? 1 : role == TableRole::interval ? 2 : 3;
}

/// The collar table that has most of the table's holes; of equals the one whose name is nearer.
std::optional<std::size_t> collar_of(const HoleTable& table, const std::vector<HoleTable>& tables) {
  std::optional<std::size_t> best;
  std::size_t most = 0, nearest = 0, collars = 0, last = 0;
  for (std::size_t index = 0; index < tables.size(); ++index) {
    if (tables[index].role() != TableRole::collar || !tables[index].collar) continue;
    ++collars;
    last = *tables[index].collar;
    const std::size_t shared = shared_holes(table, tables[index]);
    const std::size_t near = shared_prefix(table.source.name, tables[index].source.name);
    if (shared == 0 || shared < most || (shared == most && best && near <= nearest)) continue;
    best = tables[index].collar;
    most = shared;
    nearest = near;
  }
  if (!best && collars == 1) best = last;  // its rows will be reported as of holes without a collar
  return best;
}

/// Every collar table is a database of its own, but one that repeats the holes of another.
void choose_collars(std::vector<HoleTable>& tables, Problems& problems) {
  for (std::size_t index = 0; index < tables.size(); ++index) {
    HoleTable& table = tables[index];
    if (table.role() != TableRole::collar) continue;
    table.collar = index;
    for (std::size_t other = 0; other < tables.size(); ++other) {
      const bool stands = tables[other].role() == TableRole::collar && tables[other].collar == other && other != index;
      if (!stands || 2 * shared_holes(table, tables[other]) <= table.holes.size()) continue;
      problems.push_back(
          left_out(table, "the collar table repeats holes of " + utf8(tables[other].file().path.filename())));
      table.collar.reset();
      break;
    }
  }
}

/// Collar tables that share a survey or interval table, each with a fifth of its holes or more, are one database.
void unite_collars(std::vector<HoleTable>& tables) {
  for (const HoleTable& table : tables) {
    if (table.role() != TableRole::survey && table.role() != TableRole::interval) continue;
    std::optional<std::size_t> first;
    for (HoleTable& collar : tables) {
      if (collar.role() != TableRole::collar || !collar.collar || 5 * shared_holes(table, collar) < collar.holes.size())
        continue;
      if (!first) {
        first = collar.collar;
        continue;
      }
      const std::size_t united = *collar.collar;
      for (HoleTable& other : tables)
        if (other.role() == TableRole::collar && other.collar == united) other.collar = first;
    }
  }
}

/// The encoding of the tables that do not say their own; it stands at those that differ.
void set_encoding(Source& source, const std::vector<const HoleTable*>& members) {
  source.encoding.clear();
  std::vector<std::string> own;
  for (const HoleTable* member : members) {
    std::string stated;
    own.push_back(states_encoding(member->file().path, stated) ? stated : "");
    if (own.back().empty() && member->source.encoding != "UTF-8") source.encoding = member->source.encoding;
  }
  if (source.encoding.empty()) source.encoding = own.front().empty() ? "UTF-8" : own.front();
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (own[i].empty() && source.encoding.starts_with("UTF-16")) own[i] = members[i]->source.encoding;
    for (SourceFile& file : source.files)
      if (file.path == members[i]->file().path && !own[i].empty() && own[i] != source.encoding) file.encoding = own[i];
  }
}

/// The CRS is that of the collars. `several`: there are other databases.
Source joined(const HoleTable& collar, const std::vector<const HoleTable*>& members, bool several) {
  Source source = collar.source;
  source.files.clear();
  for (const HoleTable* member : members) {
    source.files.push_back(member->file());
    if (member->source.delimiter != source.delimiter) source.delimiter.clear();
    if (member->role() == TableRole::survey) source.azimuth_reference = member->source.azimuth_reference;
    if (member->source.decimal_mark != source.decimal_mark) source.decimal_mark.clear();
  }
  std::stable_sort(source.files.begin(), source.files.end(),
                   [](const SourceFile& a, const SourceFile& b) { return role_order(a.role) < role_order(b.role); });
  set_encoding(source, members);
  source.name = database_name(source.files, several);
  return source;
}

/// Intervals without a collar table, but with coordinates, are points, whose table keeps its role: its values follow the
/// rules of assays.
bool make_points(Source& source) {
  auto& columns = source.files.front().columns;
  if (!columns.contains(ColumnRole::x) || !columns.contains(ColumnRole::y) || !columns.contains(ColumnRole::z))
    return false;
  for (const ColumnRole role : {ColumnRole::from, ColumnRole::to}) columns.erase(role);
  source.kind = DatasetKind::points;
  return true;
}

void drop_coordinates_of_intervals(HoleTable& table) {
  if (table.role() != TableRole::interval) return;
  for (const ColumnRole role : {ColumnRole::x, ColumnRole::y, ColumnRole::z})
    table.source.files.front().columns.erase(role);
}

}  // namespace

void agree_on_encoding(std::vector<Source>& sources) {
  std::vector<std::size_t> unsaid;
  std::vector<std::filesystem::path> files;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    std::string stated;
    if (sources[i].format != "csv" || sources[i].kind != DatasetKind::drillholes || sources[i].files.size() != 1 ||
        states_encoding(sources[i].files[0].path, stated))
      continue;
    unsaid.push_back(i);
    files.push_back(sources[i].files[0].path);
  }
  const std::string encoding = guess_encoding_of(files);
  for (const std::size_t i : unsaid) {
    if (sources[i].encoding == encoding || sources[i].encoding == "UTF-8") continue;
    Source decided;
    decided.encoding = encoding;
    try {
      sources[i] = describe_csv(sources[i].files[0].path, decided);
    } catch (const Error&) {
      continue;  // in that encoding it is no table: the file keeps its own
    }
  }
}

std::vector<Source> join_drillhole_tables(std::vector<Source> sources, Problems& problems) {
  std::vector<std::pair<std::size_t, Source>> result;
  std::vector<HoleTable> tables;
  for (std::size_t order = 0; order < sources.size(); ++order) {
    Source& source = sources[order];
    const bool table = source.format == "csv" && source.kind == DatasetKind::drillholes && source.files.size() == 1;
    if (!table) {
      result.emplace_back(order, std::move(source));
      continue;
    }
    HoleTable& hole_table = tables.emplace_back(HoleTable{std::move(source), order, {}, {}});
    hole_table.holes = holes_of(hole_table.source);
  }
  choose_collars(tables, problems);
  unite_collars(tables);
  for (HoleTable& table : tables)
    if (table.role() != TableRole::collar) table.collar = collar_of(table, tables);

  const auto is_database = [&](std::size_t index) {
    return tables[index].role() == TableRole::collar && tables[index].collar == index;
  };
  std::size_t databases = 0;
  for (std::size_t index = 0; index < tables.size(); ++index) databases += is_database(index) ? 1 : 0;
  std::vector<const HoleTable*> orphans;
  for (std::size_t index = 0; index < tables.size(); ++index) {
    HoleTable& table = tables[index];
    if (is_database(index)) {
      std::vector<const HoleTable*> members;
      for (HoleTable& member : tables)
        if (member.collar == index) {
          drop_coordinates_of_intervals(member);
          members.push_back(&member);
        }
      result.emplace_back(table.order, joined(table, members, databases > 1));
    } else if (table.role() != TableRole::collar && !table.collar) {
      if (make_points(table.source))
        result.emplace_back(table.order, table.source);
      else
        orphans.push_back(&table);
    }
  }
  for (const HoleTable* orphan : orphans) {
    const std::string why = "no collar table has the holes of this table";
    if (result.empty()) throw Error(why, "give the collar table with it", {orphan->file().path});
    problems.push_back(left_out(*orphan, why));
  }
  std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Source> ordered;
  for (auto& [order, source] : result) ordered.push_back(std::move(source));
  return ordered;
}

}  // namespace lode::io
