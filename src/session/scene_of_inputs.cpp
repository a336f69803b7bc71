// From what stands on the command line or is dropped on the window to a Scene.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/checks.h"
#include "core/error.h"
#include "core/text.h"
#include "geo/crs.h"
#include "geo/crs_input.h"
#include "io/formats.h"
#include "io/vti_note.h"
#include "session/scene_file.h"
#include "session/session.h"
#include "session/vtk_formats.h"

namespace lode {

namespace fs = std::filesystem;

namespace {

bool is_scene_file(const fs::path& input) { return fold_case(utf8(input.extension())) == ".lode"; }

Scene scene_of_file(const fs::path& file, Problems& problems) {
  SceneFile read = read_scene(file);
  for (const std::string& key : read.unknown_keys) {
    Problem problem = problem_of("unknown-scene-key");
    problem.file = utf8(file);
    problem.message = fmt::format("\"{}\" means nothing to this version of Lode", key);
    problems.push_back(std::move(problem));
  }
  return std::move(read.scene);
}

/// "name", or "name 2", "name 3" ... where sources before it have taken that.
std::string free_name(const std::string& name, std::span<const Source> taken) {
  std::string free = name;
  const auto is_taken = [&](const Source& source) { return fold_case(source.name) == fold_case(free); };
  for (int number = 2; std::ranges::any_of(taken, is_taken); ++number) free = fmt::format("{} {}", name, number);
  return free;
}

Scene scene_of_data(const std::vector<fs::path>& inputs, Problems& problems, const io::EncodingOf& encoding_of) {
  Scene scene;
  scene.sources = io::recognise(inputs, problems, encoding_of, vtk_formats());
  for (std::uint32_t i = 0; i < scene.sources.size(); ++i) {
    scene.sources[i].name = free_name(scene.sources[i].name, std::span(scene.sources).first(i));
    Layer layer;
    layer.name = scene.sources[i].name;
    layer.source = i;
    layer.colour.column = automatic_colour;
    scene.layers.push_back(std::move(layer));
    if (scene.note.empty() && scene.sources[i].format == "vti")
      scene.note = io::note_of_vti(scene.sources[i].files.front().path);
  }
  return scene;
}

/// Takes the CRS of a .prj beside a file and says so; one that PROJ cannot read leaves the data local, and is said.
void take_crs_beside(Source& source, const fs::path& file, Problems& problems) {
  Problem problem = problem_of("crs-beside");
  problem.file = utf8(file);
  try {
    const std::optional<geo::CrsBeside> beside = geo::crs_beside(file);
    if (!beside) return;
    source.crs = beside->crs;
    source.crs_from_file = true;
    problem.message = fmt::format("the CRS of \"{}\" is that of {}: {}", source.name, utf8(beside->file.filename()),
                                  geo::short_name(geo::describe_crs(beside->crs)));
  } catch (const Error& error) {
    problem.severity = Severity::warning;
    problem.file = utf8(error.where().file);
    problem.message = error.what_happened();
    problem.action = "not used; " + error.remedy();
  }
  problems.push_back(std::move(problem));
}

/// The first projected CRS; one for geographic data is chosen when the data is known.
std::string first_projected_crs(const std::vector<Source>& sources) {
  for (const Source& source : sources)
    if (!source.crs.empty() && geo::describe_crs(source.crs).projected) return source.crs;
  return {};
}

}  // namespace

Scene scene_of_inputs(const std::vector<fs::path>& inputs, const std::string& scene_crs, const std::string& source_crs,
                      Problems& problems, const io::EncodingOf& encoding_of) {
  const std::string of_scene = geo::crs_of_input(scene_crs), of_sources = geo::crs_of_input(source_crs);
  const bool from_file = std::any_of(inputs.begin(), inputs.end(), is_scene_file);
  if (from_file && inputs.size() > 1)
    throw Error("a scene file is opened alone", "name the scene file only, or data files and folders only",
                {inputs[0]});
  Scene scene = from_file ? scene_of_file(inputs[0], problems) : scene_of_data(inputs, problems, encoding_of);
  if (!from_file)
    for (Source& source : scene.sources)
      for (const SourceFile& read : source.files)
        if (source.crs.empty()) take_crs_beside(source, read.path, problems);
  for (Source& source : scene.sources)
    if (source.crs.empty()) source.crs = of_sources;
  if (!of_scene.empty()) scene.crs = of_scene;
  if (scene.crs.empty()) scene.crs = first_projected_crs(scene.sources);
  return scene;
}

bool any_folder(const std::vector<fs::path>& inputs) {
  return std::ranges::any_of(inputs, [](const fs::path& input) { return fs::is_directory(input); });
}

void set_triangulated(Scene& scene, std::uint32_t source, bool on) {
  Source& changed = scene.sources.at(source);
  if (changed.kind != DatasetKind::points && !changed.triangulate)
    throw Error(fmt::format("'{}' holds {}, not points to make a surface of", changed.name, name(changed.kind)),
                "name a layer of points, e.g. a topography as x, y, z");
  changed.triangulate = on;
  changed.kind = on ? DatasetKind::surface : DatasetKind::points;
}

}  // namespace lode
