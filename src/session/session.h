// Scene + datasets + products. What the window, the command line and the tests work with.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/control_lattice.h"
#include "core/dataset.h"
#include "core/filter.h"
#include "core/geometry.h"
#include "core/problem.h"
#include "core/progress.h"
#include "core/scene.h"
#include "core/tonnage.h"
#include "geo/crs.h"
#include "io/export.h"
#include "io/formats.h"

namespace lode {

/// Layer::colour.column until load() has seen the data: then a grade, a category, or "" (one colour) takes its place.
inline constexpr const char* automatic_colour = "*";

struct LoadedSource;

/// The surface at which a column of a block model reaches a cut-off.
struct GradeShell {
  std::shared_ptr<const LoadedSource> blocks;
  std::string column, unit;
  double cutoff = 0;
  double volume_m3 = 0;  ///< that the surface encloses, which is not the volume of the blocks above the cut-off
};

/// A Source as loaded and placed. Immutable; shared between threads.
struct LoadedSource {
  Source source;
  DatasetPtr dataset;  ///< with the calculated columns
  DatasetPtr read;     ///< as read, without
  Problems problems;
  std::vector<std::string> notes;
  std::string scene_crs;
  geo::Placing placing;     ///< identity when local or of the same CRS
  double zone_shift_m = 0;  ///< added to eastings in `placing`, before the operation
  std::optional<PlacedDrillholes> drillholes;
  std::optional<PlacedLattice> lattice;
  std::shared_ptr<const ControlLattice> control;  ///< where the affine map is off by more than 1/100 of a block
  std::vector<Vec3> positions_scene;              ///< of a surface's vertices or of points
  Bounds bounds_scene;
  double place_ms = 0;              ///< how long placing took
  std::optional<GradeShell> shell;  ///< of a layer that is one: not read but made of a source of blocks
};
using LoadedSourcePtr = std::shared_ptr<const LoadedSource>;

/// Times of the last products, in milliseconds.
struct ProductTimes {
  double mask_ms = 0, faces_ms = 0, colours_ms = 0;
};

/// What a layer draws beside its geometry: a second column of holes, discs of structures, collars. Not picked.
struct ExtraGeometry {
  Geometry geometry;
  ColourScale scale;
  double point_size_px = 4;
};

/// One layer ready to draw. Immutable; shared between threads.
struct LayerPicture {
  Geometry geometry;
  ColourScale scale;
  const Table* table = nullptr;  ///< whose rows the geometry's rows are; nullptr for surfaces without attributes
  const IntervalTable* intervals = nullptr;  ///< of drillholes: the rows shown; nullptr: collars alone
  Mask visible_rows;                         ///< by the filter alone, without the section
  Mask shown_rows;                           ///< and by the section
  LoadedSourcePtr source;
  std::vector<std::pair<std::string, Vec3>> labels_scene;  ///< hole ids at the collars
  /// Small ones, the most important first: depths along the traces.
  std::vector<std::pair<std::string, Vec3>> depth_labels_scene;
  std::vector<ExtraGeometry> extras;
  ProductTimes times;
};
using LayerPicturePtr = std::shared_ptr<const LayerPicture>;

/// Reads the sources of a scene into LoadedSources. Products are cached under the value of their inputs: asking again
/// with an equal layer costs nothing. Thread-safe: the window loads and computes on a worker.
class Session {
 public:
  Session();
  ~Session();

  /// Loads what `scene` needs and is not loaded yet, and places it in scene.crs. Sets layer defaults that depend on the
  /// data. Strong guarantee: when it throws (Error, Cancelled) the session is as before.
  /// `left_out`, where given: a source that cannot be read is taken out of the scene with a Problem, as long as another
  /// can be read; for the files of a folder, which nobody named.
  /// Data that neither this scene nor the few loaded before it use is let go of; loading such a scene reads it again.
  void load(Scene& scene, Progress& progress, Problems* left_out = nullptr);

  /// Only after load() of a scene with the same source and CRS; throws Error otherwise.
  LoadedSourcePtr loaded(const Scene& scene, std::uint32_t source) const;

  /// What a layer shows: its source, or, of a layer that is one, its grade shell.
  LoadedSourcePtr shown_source(const Scene& scene, std::size_t layer);

  /// Filter, section, faces, colours of one layer. Throws Error for a bad filter or column.
  LayerPicturePtr picture(const Scene& scene, std::size_t layer);

  /// Rows of the layer that its filter lets through (no section): of the block table, the layer's interval table ...
  Mask visible_rows(const Scene& scene, std::size_t layer);

  /// Throws Error when the layer is no block model.
  Tonnage tonnage(const Scene& scene, std::size_t layer, const TonnageOptions& options,
                  std::span<const double> cutoffs);

  /// All problems of all sources, and those between layers (collar-off-topography, local beside located), but for those
  /// that the scene ignores.
  Problems problems(const Scene& scene) const;

  /// Files of the scene that were written since they were read; load() reads them again. An absent file did not change.
  std::vector<std::filesystem::path> changed_files(const Scene& scene) const;

  /// Bounds of all visible layers in scene coordinates.
  Bounds bounds(const Scene& scene) const;

  /// What an exporter needs of a layer; `crs` "": the scene's.
  io::ExportLayer export_layer(const Scene& scene, std::size_t layer, const std::string& crs);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The scene that inputs make when nothing else is said: recognise() and defaults, or the scene file itself when the
/// one input is a .lode. `problems` takes what recognise found. `source_crs` for inputs that state none;
/// `encoding_of` tables as text; a scene file's is kept.
Scene scene_of_inputs(const std::vector<std::filesystem::path>& inputs, const std::string& scene_crs,
                      const std::string& source_crs, Problems& problems, const io::EncodingOf& encoding_of = {});

/// Whether any input is a folder: its files were not named one by one, so that one that cannot be read may be left out.
bool any_folder(const std::vector<std::filesystem::path>& inputs);

/// Adds, behind a layer of blocks, the surface at which a column of theirs reaches a cut-off.
void add_grade_shell(Scene& scene, std::size_t of_layer, const std::string& column, double cutoff);

/// Makes a surface of a source of points, or points of it again. Throws Error when the source holds neither.
void set_triangulated(Scene& scene, std::uint32_t source, bool on);

/// Writes a layer in the format of the file's extension, whole or not at all; throws Error for an unknown one. For
/// drillholes of several tables without one chosen, CSV writes one file a table with its name in it. Returns the files.
std::vector<std::filesystem::path> export_to(Session& session, const Scene& scene, std::size_t layer,
                                             const std::string& crs, const std::filesystem::path& file,
                                             Progress& progress);
/// Extensions export_to knows for a kind, without dots.
std::vector<std::string> export_extensions(DatasetKind kind);

}  // namespace lode
