#include "io/join_tables.h"

#include <algorithm>
#include <functional>
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

/// The column of the holes' names; empty where the table has none of that name.
std::optional<std::size_t> hole_column_of(const CsvFile& csv, const Source& source) {
  const auto& names = csv.layout.names;
  const auto found = std::ranges::find(names, source.files.front().columns.at(ColumnRole::hole_id));
  if (found == names.end()) return {};
  return static_cast<std::size_t>(found - names.begin());
}

std::set<std::string> words_of(const CsvFile& csv, std::size_t word_column) {
  std::vector<ColumnPlan> plans(csv.layout.names.size());
  for (std::size_t column = 0; column < plans.size(); ++column)
    plans[column].kind = column == word_column ? ColumnPlan::Kind::words : ColumnPlan::Kind::skip;
  Progress unseen;
  const auto parsed = parse_columns(csv.text.text, csv.rows, plans, unseen);
  const auto& names = std::get<Categories>(parsed.columns.at(word_column).data).names();
  return {names.begin(), names.end()};
}

std::set<std::string> holes_of(const Source& source) {
  const CsvFile csv = open_csv(source.files.front().path, source);
  return words_of(csv, hole_column_of(csv, source).value());
}

/// A character a byte, whatever the encoding is: holes are equal where their bytes are.
std::set<std::string> holes_by_bytes(const Source& source) {
  Source bytes = source;
  bytes.encoding = "latin-1";
  const std::optional<std::size_t> column = hole_column_of(open_csv(source.files.front().path, source), source);
  const CsvFile csv = open_csv(source.files.front().path, bytes);
  if (!column || *column >= csv.layout.names.size()) return {};
  return words_of(csv, *column);
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

void find_collars(std::vector<HoleTable>& tables, Problems& problems) {
  choose_collars(tables, problems);
  unite_collars(tables);
  for (HoleTable& table : tables)
    if (table.role() != TableRole::collar) table.collar = collar_of(table, tables);
}

/// The encoding of the tables that do not say their own; it stands at those that differ.
void set_encoding(Source& source, const std::vector<const HoleTable*>& members) {
  source.encoding.clear();
  std::vector<std::string> own;
  for (const HoleTable* member : members) {
    std::string stated;
    own.push_back(states_encoding(member->file().path, stated) ? stated : "");
    const std::string& encoding = member->source.encoding;
    if (!own.back().empty() || encoding == "UTF-8") continue;
    if (source.encoding.empty()) source.encoding = encoding;
    own.back() = encoding;  // decided for this table alone, where it differs
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

/// Intervals without a collar table, but with coordinates, are points, whose table keeps its role: its values follow
/// the rules of assays.
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

/// Places of the tables that will be one database, as far as that can be told before their encoding is.
std::vector<std::vector<std::size_t>> databases_by_bytes(std::vector<HoleTable>& tables,
                                                         const std::function<bool(const HoleTable&)>& is_unsaid) {
  const auto is_collar = [](const HoleTable& table) { return table.role() == TableRole::collar; };
  std::vector<std::vector<std::size_t>> databases(1);
  if (std::ranges::count_if(tables, is_collar) < 2) {
    for (std::size_t index = 0; index < tables.size(); ++index) databases[0].push_back(index);
    return databases;
  }
  for (HoleTable& table : tables)
    table.holes = is_unsaid(table) ? holes_by_bytes(table.source) : holes_of(table.source);
  Problems unseen;  // they are said when the tables are joined
  find_collars(tables, unseen);
  databases.resize(tables.size());
  for (std::size_t index = 0; index < tables.size(); ++index)
    databases[tables[index].collar.value_or(index)].push_back(index);
  return databases;
}

void describe_in(const std::string& encoding, Source& source) {
  if (source.encoding == encoding) return;
  Source decided;
  decided.encoding = encoding;
  try {
    source = describe_csv(source.files[0].path, decided);
  } catch (const Error&) {
    return;  // in that encoding it is no table: the file keeps its own
  }
}

}  // namespace

void agree_on_encoding(std::vector<Source>& sources, const EncodingOf& decided) {
  std::vector<HoleTable> tables;
  for (std::size_t order = 0; order < sources.size(); ++order) {
    const Source& source = sources[order];
    if (source.format == "csv" && source.kind == DatasetKind::drillholes && source.files.size() == 1)
      tables.push_back({source, order, {}, {}});
  }
  const auto is_unsaid = [&](const HoleTable& table) {
    std::string stated;
    return !(decided && !decided(table.file().path).empty()) && !states_encoding(table.file().path, stated);
  };
  const auto of_eight_bits = [&](const HoleTable& table) {
    return table.source.encoding != "UTF-8" && is_unsaid(table);
  };
  if (std::ranges::none_of(tables, of_eight_bits)) return;
  for (const std::vector<std::size_t>& database : databases_by_bytes(tables, is_unsaid)) {
    std::vector<std::filesystem::path> files;
    for (const std::size_t index : database)
      if (is_unsaid(tables[index])) files.push_back(tables[index].file().path);
    const std::string encoding = guess_encoding_of(files);
    for (const std::size_t index : database)
      if (of_eight_bits(tables[index])) describe_in(encoding, sources[tables[index].order]);
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
  find_collars(tables, problems);
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
