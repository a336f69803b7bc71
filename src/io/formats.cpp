#include "io/formats.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

#include "core/checks.h"
#include "core/error.h"
#include "core/text.h"
#include "io/block_values.h"
#include "io/csv_kinds.h"
#include "io/encoding.h"
#include "io/format_rows.h"
#include "io/join_tables.h"
#include "io/mapped_files.h"
#include "io/ubc.h"

namespace lode::io {

namespace fs = std::filesystem;

const std::vector<Format>& formats() {
  static const std::vector<Format> rows = [] {
    std::vector<Format> made = {
        geotiff_format(), vti_format(),   ply_format(), stl_format(), obj_format(),
        ubc_format(),     gslib_format(), omf_format(), csv_format(),
    };
    // Before those that know their files by their text.
    made.insert(std::ranges::find(made, "obj", &Format::name), assimp_format(made));
    return made;
  }();
  return rows;
}

namespace {

std::string first_bytes_of(const fs::path& file) {
  std::string bytes(4096, '\0');
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Error("the file cannot be opened", "check that you may read it", {file});
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  return bytes;
}

using Rows = std::vector<const Format*>;

Rows rows_with(std::span<const Format> more) {
  Rows rows;
  for (const Format& format : more) rows.push_back(&format);
  for (const Format& format : formats()) rows.push_back(&format);
  return rows;
}

/// The row that reads the file, by content; nullptr when none does.
const Format* format_of(const fs::path& file, const Rows& rows) {
  const std::string bytes = first_bytes_of(file);
  for (const Format* format : rows)
    if (format->sniff(file, bytes)) return format;
  return nullptr;
}

std::string known_extensions(const Rows& rows) {
  std::string list;
  std::set<std::string_view> listed;
  constexpr std::size_t named = 8;  // Assimp has dozens
  for (const Format* format : rows) {
    for (std::size_t i = 0; i < std::min(named, format->extensions.size()); ++i)
      if (listed.insert(format->extensions[i]).second)
        list += (list.empty() ? "." : ", .") + std::string(format->extensions[i]);
    if (format->extensions.size() > named) list += " and other meshes";
  }
  return list;
}

bool has_known_extension(const fs::path& file, const Rows& rows) {
  const std::string extension = fold_case(utf8(file.extension()));
  for (const Format* format : rows)
    for (const std::string_view known : format->extensions)
      if (extension == "." + std::string(known)) return true;
  return false;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed))
    if (entry.is_regular_file() && utf8(entry.path().filename()).front() != '.') files.push_back(entry.path());
  if (failed) throw Error("the folder cannot be read", "check that you may read it", {folder});
  std::sort(files.begin(), files.end());
  return files;
}

Problem unusable(const fs::path& file, std::uint64_t line, std::string message) {
  Problem problem = problem_of("not-a-data-file");
  problem.file = utf8(file);
  problem.line = line;
  problem.message = std::move(message);
  problem.action = "left out";
  return problem;
}

/// Collects the Sources of inputs, with the first Error met in a folder in case nothing else is usable.
struct Recogniser {
  Problems& problems;
  Rows rows;
  const EncodingOf& encoding_of;
  std::vector<Source> sources;
  std::optional<Error> first_error;
  std::set<fs::path> seen;

  bool is_new(const fs::path& path) { return seen.insert(fs::weakly_canonical(path)).second; }

  void add_sources(const Format& format, const fs::path& file) {
    if (format.describe_parts == nullptr) return sources.push_back(describe(format, file));
    std::vector<Source> parts = format.describe_parts(file);
    std::move(parts.begin(), parts.end(), std::back_inserter(sources));
  }

  void add_named(const fs::path& file) {
    const Format* format = format_of(file, rows);
    if (format == nullptr) {
      const bool empty = fs::file_size(file) == 0;
      throw Error(empty ? "the file is empty" : "the file is of no format that Lode reads",
                  "give a file of one of: " + known_extensions(rows), {file});
    }
    add_sources(*format, file);
  }

  Source describe(const Format& format, const fs::path& file) const {
    Source decided;
    if (encoding_of && format.name == "csv") decided.encoding = encoding_of(file);
    if (decided.encoding.empty()) return format.describe(file);
    decided.encoding = known_encoding(decided.encoding);
    return describe_csv(file, decided);
  }

  /// Files that speak for another one, and are read with it.
  static bool goes_with_another(const fs::path& file) {
    const std::string name = fold_case(utf8(file.filename()));
    return name.ends_with(".prj") || name.ends_with(".origin.txt") || name.ends_with(".mtl");
  }

  void add_member(const fs::path& file) {
    if (goes_with_another(file)) return;
    try {
      const Format* format = format_of(file, rows);
      if (format != nullptr)
        add_sources(*format, file);
      else if (has_known_extension(file, rows))
        problems.push_back(unusable(file, 0, fs::file_size(file) == 0 ? "the file is empty" : "the file is no data"));
      else
        passed_over(file);
    } catch (const Error& error) {
      if (!first_error) first_error = error;
      if (has_known_extension(file, rows))
        problems.push_back(unusable(file, error.where().line, error.what_happened()));
      else
        passed_over(file);
    }
  }

  /// A picture, a report, a licence beside the data: right to leave out, but not in silence.
  void passed_over(const fs::path& file) {
    problems.push_back(unusable(file, 0, "the file is of no format that Lode reads"));
    problems.back().severity = Severity::note;
  }

  void add(const fs::path& input) {
    std::error_code failed;
    const fs::file_status status = fs::status(input, failed);
    if (!fs::exists(status)) throw Error("there is no such file or folder", "check the name", {input});
    if (!fs::is_directory(status)) {
      if (!fs::is_regular_file(status)) throw Error("it is neither a file nor a folder", "give a file", {input});
      return add_named(input);
    }
    const std::size_t before = sources.size();
    bool all_seen = true;
    const std::vector<fs::path> files = files_in(input);
    for (const fs::path& file : files) {
      if (!is_new(file)) continue;
      all_seen = false;
      add_member(file);
    }
    if (sources.size() > before || (all_seen && !files.empty())) return;
    if (first_error) throw *first_error;
    throw Error("the folder holds no file that Lode reads", "give a folder with files of: " + known_extensions(rows),
                {input});
  }
};

}  // namespace

std::vector<Source> recognise(const std::vector<fs::path>& inputs, Problems& problems, const EncodingOf& encoding_of,
                              std::span<const Format> more) {
  Recogniser recogniser{problems, rows_with(more), encoding_of, {}, {}, {}};
  for (const fs::path& input : inputs)
    if (recogniser.is_new(input)) recogniser.add(input);
  agree_on_encoding(recogniser.sources, encoding_of);
  return join_ubc_models(join_drillhole_tables(std::move(recogniser.sources), problems));
}

namespace {

void add_unlikely_values(const Source& source, Loaded& loaded) {
  constexpr std::uint64_t most_rows_of_mapped = std::uint64_t{1} << 22;
  const auto* model = std::get_if<BlockModel>(loaded.dataset.get());
  if (model == nullptr) return;
  const Problems found = unlikely_block_values(*model, utf8(source.files.front().path),
                                               source.format == "vti" ? most_rows_of_mapped : UINT64_MAX);
  loaded.problems.insert(loaded.problems.end(), found.begin(), found.end());
}

}  // namespace

Loaded load(const Source& source, Progress& progress, std::span<const Format> more) {
  const Rows rows = rows_with(more);
  for (const Format* format : rows)
    if (format->name == source.format) try {
        Loaded loaded = format->load(source, progress);
        add_unlikely_values(source, loaded);
        check_mapped_files();  // what was cut short meanwhile was read as zeros
        return loaded;
      } catch (const Error&) {
        check_mapped_files();  // zeros may look like another fault
        throw;
      }
  const Where where = source.files.empty() ? Where{} : Where{source.files.front().path};
  throw Error("the format \"" + source.format + "\" is not known", "use a format of: " + known_extensions(rows), where);
}

}  // namespace lode::io
