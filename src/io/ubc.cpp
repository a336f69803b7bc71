#include "io/ubc.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/error.h"
#include "core/text.h"
#include "io/format_rows.h"
#include "io/memory_check.h"
#include "io/missing_codes.h"
#include "io/surface_reading.h"
#include "io/text_scanner.h"
#include "io/values.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string_view> mesh_extensions{"msh"};
const std::vector<std::string_view> model_extensions{"mod", "den", "sus", "con", "chg", "res", "amp"};
const std::vector<std::string_view> extensions{"msh", "mod", "den", "sus", "con", "chg", "res", "amp"};

constexpr double max_size_m = 1e9;

/// Words of a text, parted by blanks and line ends; "!" starts a comment.
class Words {
 public:
  explicit Words(std::string_view text) : scanner_(text) {}

  /// Empty at the end of the text.
  std::string_view next() {
    while (true) {
      const std::string_view word = in_line_ ? scanner_.word() : std::string_view();
      const std::size_t comment = word.find('!');
      if (comment != std::string_view::npos) in_line_ = false;
      if (comment == 0 || word.empty()) {
        in_line_ = scanner_.next_line();
        if (!in_line_) return {};
        continue;
      }
      return word.substr(0, comment);
    }
  }
  std::uint64_t line() const { return scanner_.line(); }

 private:
  TextScanner scanner_;
  bool in_line_ = false;
};

/// "12*50.0": twelve widths of 50.
struct Widths {
  std::int64_t count = 1;
  double width = 0;
};
std::optional<Widths> widths_of(std::string_view word) {
  const std::size_t star = word.find('*');
  if (star == std::string_view::npos) {
    const std::optional<double> width = number_of(word);
    return width ? std::optional(Widths{1, *width}) : std::nullopt;
  }
  const std::optional<std::int64_t> count = integer_of(word.substr(0, star));
  const std::optional<double> width = number_of(word.substr(star + 1));
  return count && width ? std::optional(Widths{*count, *width}) : std::nullopt;
}

class MeshReader {
 public:
  MeshReader(std::string_view text, const fs::path& file) : words_(text), file_(file) {}

  Lattice read() {
    std::array<std::uint32_t, 3> count{};
    for (std::uint32_t& cells : count) cells = next_count();
    Vec3 corner{next_number(), next_number(), next_number()};
    Lattice lattice;
    lattice.count = count;
    for (std::size_t axis = 0; axis < 3; ++axis) lattice.edges[axis] = edges(axis, count[axis]);
    if (!words_.next().empty())
      fail("the mesh goes on behind its last width", "Lode reads tensor meshes: an OcTree mesh is none");
    turn_up(lattice.edges[2]);
    corner.z -= lattice.edges[2].back();
    lattice.source_from_lattice.offset = corner;
    return lattice;
  }

 private:
  [[noreturn]] void fail(std::string what, std::string remedy) const {
    throw Error(std::move(what), std::move(remedy), {file_, words_.line()});
  }

  std::uint32_t next_count() {
    const std::optional<std::int64_t> count = integer_of(words_.next());
    if (!count || *count < 1 || *count > Lattice::max_count)
      fail("the first line does not state three numbers of cells",
           fmt::format("write the cells to the east, north and down, 1 to {} each", Lattice::max_count));
    return static_cast<std::uint32_t>(*count);
  }

  double next_number() {
    const std::optional<double> number = number_of(words_.next());
    if (!number || !(std::abs(*number) <= max_size_m))
      fail("the second line does not state the top south-west corner", "write easting, northing and RL there");
    return *number;
  }

  std::vector<double> edges(std::size_t axis, std::uint32_t count) {
    constexpr std::array<std::string_view, 3> direction{"east", "north", "down"};
    std::vector<double> edges{0};
    edges.reserve(std::size_t{count} + 1);
    while (edges.size() < std::size_t{count} + 1) {
      const std::string_view word = words_.next();
      if (word.empty())
        fail(fmt::format("the mesh states {} of its {} widths to the {}", edges.size() - 1, count, direction[axis]),
             "the file is cut off, or no tensor mesh");
      const std::optional<Widths> widths = widths_of(word);
      if (!widths || !(widths->width > 0 && widths->width <= max_size_m))
        fail(fmt::format("\"{:.40}\" is no width of a cell", word), "write widths above zero, or n*width");
      if (widths->count < 1 || static_cast<std::uint64_t>(widths->count) > count + 1 - edges.size())
        fail(fmt::format("\"{:.40}\" makes more widths to the {} than the {} cells", word, direction[axis], count),
             "Lode reads tensor meshes: correct the widths or the number of cells");
      for (std::int64_t i = 0; i < widths->count; ++i) edges.push_back(edges.back() + widths->width);
    }
    return edges;
  }

  /// Widths run down from the top; edges go up from the bottom.
  static void turn_up(std::vector<double>& edges) {
    const double depth = edges.back();
    std::ranges::reverse(edges);
    for (double& edge : edges) edge = depth - edge;
  }

  Words words_;
  const fs::path& file_;
};

Lattice read_mesh(const fs::path& file) {
  const platform::MappedFile mapped(file);
  return MeshReader(mapped.bytes(), file).read();
}

/// How many widths a line has; empty when a word of it is none. `cut`: its last word may be the half of one.
std::optional<std::int64_t> widths_in_line(TextScanner& scanner, bool cut) {
  std::int64_t count = 0;
  for (std::string_view word = scanner.word(); !word.empty() && !word.starts_with('!'); word = scanner.word()) {
    const std::optional<Widths> widths = widths_of(word);
    if (!widths && !(cut && scanner.rest_of_line().empty())) return {};
    count += widths ? widths->count : 0;
  }
  return count;
}

bool looks_like_mesh(const fs::path& file, std::string_view first_bytes) {
  TextScanner scanner(first_bytes);
  std::array<std::int64_t, 3> cells{};
  if (!scanner.next_line()) return false;
  while (scanner.rest_of_line().starts_with('!'))
    if (!scanner.next_line()) return false;
  for (std::int64_t& count : cells) {
    const std::optional<std::int64_t> integer = integer_of(scanner.word());
    if (!integer || *integer < 1) return false;
    count = *integer;
  }
  if (const std::string_view behind = scanner.word(); !behind.empty() && !behind.starts_with('!')) return false;
  if (!scanner.next_line() || widths_in_line(scanner, false) != 3) return false;
  if (has_extension(file, mesh_extensions)) return true;
  if (!scanner.next_line()) return false;
  const bool cut = scanner.rest().empty();
  const std::optional<std::int64_t> widths = widths_in_line(scanner, cut);
  if (!widths || (*widths != cells[0] && !cut)) return false;
  std::int64_t all = *widths;
  while (scanner.next_line()) all += widths_in_line(scanner, true).value_or(0);
  return first_bytes.size() >= 4096 || all == cells[0] + cells[1] + cells[2];
}

/// One number a line, and several lines.
bool looks_like_model(std::string_view first_bytes) {
  TextScanner scanner(first_bytes);
  int lines = 0;
  while (scanner.next_line()) {
    const std::string_view word = scanner.word();
    if (word.starts_with('!')) continue;
    const bool cut = first_bytes.size() >= 4096 && scanner.rest().empty();
    if (!cut && !number_of(word) && !is_missing_word(word)) return false;
    if (const std::string_view behind = scanner.word(); !behind.empty() && !behind.starts_with('!')) return false;
    ++lines;
  }
  return lines > 0;
}

std::string first_bytes_of(const fs::path& file) {
  const platform::MappedFile mapped(file);
  return std::string(mapped.bytes().substr(0, 4096));
}

bool is_mesh(const fs::path& file) { return looks_like_mesh(file, first_bytes_of(file)); }

bool is_model(const fs::path& file) {
  return has_extension(file, model_extensions) && looks_like_model(first_bytes_of(file));
}

bool sniff(const fs::path& file, std::string_view first_bytes) {
  if (has_extension(file, model_extensions)) return looks_like_model(first_bytes);
  return looks_like_mesh(file, first_bytes);
}

std::uint64_t values_in(const fs::path& model) {
  const platform::MappedFile mapped(model);
  Words words(mapped.bytes());
  std::uint64_t count = 0;
  while (!words.next().empty()) ++count;
  return count;
}

std::vector<fs::path> files_beside(const fs::path& file) {
  std::vector<fs::path> files;
  std::error_code failed;
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed))
    if (entry.is_regular_file(failed) && entry.file_size(failed) > 0)
      files.push_back(file.has_parent_path() ? entry.path() : entry.path().filename());
  std::ranges::sort(files);
  return files;
}

Source source_of(const fs::path& named, const std::vector<fs::path>& files) {
  Source source = one_file_source(named, "ubc", DatasetKind::blocks);
  source.files.clear();
  for (const fs::path& file : files) source.files.push_back({file, TableRole::blocks, {}});
  return source;
}

bool is_model_file(const SourceFile& file) { return has_extension(file.path, model_extensions); }

/// nullptr when the Source is a model alone.
const SourceFile* mesh_of(const Source& source) {
  const auto mesh = std::ranges::find_if_not(source.files, is_model_file);
  return mesh == source.files.end() ? nullptr : &*mesh;
}

/// Its files begin with the one that was named.
Source describe_mesh(const fs::path& mesh) {
  const std::uint64_t cells = read_mesh(mesh).cells();
  std::vector<fs::path> files{mesh};
  for (const fs::path& beside : files_beside(mesh))
    if (is_model(beside) && values_in(beside) == cells) files.push_back(beside);
  return source_of(mesh, files);
}

/// With the mesh beside it that has as many cells; of several, the one of its name. Without one: the model alone.
Source describe_model(const fs::path& model) {
  const std::uint64_t values = values_in(model);
  std::vector<fs::path> fitting;
  for (const fs::path& beside : files_beside(model))
    if (has_extension(beside, mesh_extensions) && is_mesh(beside) && read_mesh(beside).cells() == values)
      fitting.push_back(beside);
  const auto same_stem = std::ranges::find(fitting, model.stem(), [](const fs::path& mesh) { return mesh.stem(); });
  if (same_stem != fitting.end()) fitting = {*same_stem};
  if (fitting.size() > 1)
    throw Error(fmt::format("{} meshes beside the model have its {} cells", fitting.size(), values),
                "name the mesh and the model together", {model});
  return fitting.empty() ? source_of(model, {model}) : source_of(model, {model, fitting.front()});
}

Source describe_ubc(const fs::path& file) {
  return has_extension(file, model_extensions) ? describe_model(file) : describe_mesh(file);
}

/// Values of a model in the order of the lattice's cells: the file runs down fastest, then east, then north.
/// `models`: how many are read.
std::vector<double> read_values(const fs::path& model, std::size_t models, const Lattice& lattice,
                                std::vector<std::uint32_t>& lines, Progress& progress) {
  const platform::MappedFile mapped(model);
  const std::uint64_t cells = lattice.cells();
  if (mapped.bytes().size() < 2 * cells - 1)
    throw Error(
        fmt::format("the model holds fewer values than the mesh has cells ({})", grouped(static_cast<double>(cells))),
        "the file is cut off, or belongs to another mesh", {model});
  constexpr std::uint64_t bytes_while_read = sizeof(double) + sizeof(std::int32_t);
  check_fits_memory(cells * (models * sizeof(std::int32_t) + bytes_while_read),
                    fmt::format("{} models of {} cells need", models, grouped(static_cast<double>(cells))),
                    "name fewer models, or export them as .vti, which is mapped", model);
  std::vector<double> values(cells);
  lines.resize(cells);
  Words words(mapped.bytes());
  const auto [ni, nj, nk] = lattice.count;
  std::uint64_t read = 0;
  for (std::uint32_t j = 0; j < nj; ++j)
    for (std::uint32_t i = 0; i < ni; ++i) {
      if (i == 0) {
        progress.check();
        progress.report(static_cast<double>(j) / nj);
      }
      for (std::uint32_t k = nk; k-- > 0; ++read) {
        const std::string_view word = words.next();
        if (word.empty())
          throw Error(fmt::format("the model holds {} values, the mesh {} cells", grouped(static_cast<double>(read)),
                                  grouped(static_cast<double>(cells))),
                      "the file is cut off, or belongs to another mesh", {model});
        const std::optional<double> value = number_of(word);
        if (!value && !is_missing_word(word))
          throw Error(fmt::format("\"{:.40}\" is no number", word), "give one value a line, nan where there is none",
                      {model, words.line()});
        const std::uint64_t cell = lattice.cell(i, j, k);
        const bool missing = !value || !(std::abs(*value) < 1e30);
        values[cell] = missing ? std::numeric_limits<double>::quiet_NaN() : *value;
        lines[cell] = static_cast<std::uint32_t>(words.line());
      }
    }
  if (!words.next().empty())
    throw Error(
        fmt::format("the model holds more values than the mesh has cells ({})", grouped(static_cast<double>(cells))),
        "give the mesh that the model was made on", {model, words.line()});
  return values;
}

void set_rl_unit(Lattice& lattice, double metres_per_unit) {
  if (metres_per_unit == 1) return;
  for (double& edge : lattice.edges[2]) edge *= metres_per_unit;
  lattice.source_from_lattice.offset.z *= metres_per_unit;
}

Column column_of(const fs::path& file, const Table& table, const std::vector<double>& values) {
  Column column;
  column.name = utf8(file.stem());
  if (table.find(column.name) != nullptr) column.name = utf8(file.filename());
  column.unit = unit_from_name(column.name);
  column.data = Numbers::narrowed(values);
  return column;
}

Loaded load_ubc(const Source& source, Progress& progress) {
  const SourceFile* mesh = mesh_of(source);
  if (mesh == nullptr)
    throw Error("the model has no mesh", "name its mesh (.msh) together with it", {source.files.at(0).path});
  std::vector<fs::path> models;
  for (const SourceFile& file : source.files)
    if (is_model_file(file)) models.push_back(file.path);
  if (models.empty())
    throw Error("the mesh has no model beside it", "name a model of this mesh with it (.mod, .den, .sus ...)",
                {mesh->path});
  BlockModel model;
  model.lattice = read_mesh(mesh->path);
  set_rl_unit(model.lattice, source.rl_metres_per_unit);
  const fs::path& named = models.size() == 1 ? models[0] : mesh->path;
  model.table.name = utf8(named.stem());
  model.table.role = TableRole::blocks;
  model.table.file = utf8(models[0]);
  model.table.rows = model.table.rows_read = model.lattice.cells();
  std::vector<std::uint32_t> lines;
  for (const fs::path& file : models) {
    progress.report("reading " + utf8(file.filename()), 0);
    model.table.columns.push_back(
        column_of(file, model.table, read_values(file, models.size(), model.lattice, lines, progress)));
    remove_codes(model.table.columns.back(), source.missing_codes);
  }
  model.table.lines.lines = std::move(lines);
  Loaded loaded;
  loaded.notes.push_back(fmt::format("{}: tensor mesh of {} x {} x {} cells, top-down", utf8(mesh->path.filename()),
                                     model.lattice.count[0], model.lattice.count[1], model.lattice.count[2]));
  loaded.dataset = std::make_shared<const Dataset>(std::move(model));
  return loaded;
}

bool is_ubc(const Source& source) { return source.format == "ubc"; }

bool same_file(const fs::path& a, const fs::path& b) { return fs::weakly_canonical(a) == fs::weakly_canonical(b); }

/// Gives a model that has no mesh beside it the one among `sources` that has as many cells as the model has values.
void add_named_mesh(Source& source, const std::vector<Source>& sources) {
  const fs::path& model = source.files[0].path;
  const std::uint64_t values = values_in(model);
  std::vector<fs::path> meshes;
  for (const Source& other : sources)
    if (const SourceFile* mesh = is_ubc(other) ? mesh_of(other) : nullptr)
      if (std::ranges::none_of(meshes, [&](const fs::path& known) { return same_file(known, mesh->path); }) &&
          read_mesh(mesh->path).cells() == values)
        meshes.push_back(mesh->path);
  if (meshes.size() != 1)
    throw Error(fmt::format("the model of {} values has {} of its size", grouped(static_cast<double>(values)),
                            meshes.empty() ? "no mesh" : "several meshes"),
                "name its mesh (.msh) together with it", {model});
  source.files.push_back({meshes[0], TableRole::blocks, {}});
}

/// What was named of one mesh: the models named, all that lie beside the mesh when only it was named.
Source joined(const std::vector<const Source*>& of_mesh) {
  std::vector<fs::path> models;
  bool mesh_named = false;
  for (const Source* source : of_mesh) {
    const bool model_named = is_model_file(source->files[0]);
    mesh_named = mesh_named || !model_named;
    const fs::path& model = source->files[0].path;
    if (model_named && std::ranges::none_of(models, [&](const fs::path& known) { return same_file(known, model); }))
      models.push_back(model);
  }
  if (models.empty()) return *of_mesh[0];
  const fs::path& mesh = mesh_of(*of_mesh[0])->path;
  const bool by_model = models.size() == 1 && !mesh_named;
  models.insert(models.begin(), mesh);
  return source_of(models[by_model ? 1 : 0], models);
}

}  // namespace

std::vector<Source> join_ubc_models(std::vector<Source> sources) {
  for (Source& source : sources)
    if (is_ubc(source) && mesh_of(source) == nullptr) add_named_mesh(source, sources);
  std::vector<Source> result;
  std::vector<bool> taken(sources.size(), false);
  for (std::size_t first = 0; first < sources.size(); ++first) {
    if (taken[first]) continue;
    if (!is_ubc(sources[first])) {
      result.push_back(std::move(sources[first]));
      continue;
    }
    std::vector<const Source*> of_mesh;
    const fs::path mesh = mesh_of(sources[first])->path;
    for (std::size_t other = first; other < sources.size(); ++other) {
      if (!is_ubc(sources[other]) || !same_file(mesh_of(sources[other])->path, mesh)) continue;
      of_mesh.push_back(&sources[other]);
      taken[other] = true;
    }
    result.push_back(joined(of_mesh));
  }
  return result;
}

Format ubc_format() { return {"ubc", "UBC-GIF tensor mesh and models", extensions, sniff, describe_ubc, load_ubc}; }

}  // namespace lode::io
