// A Scene is a plain value: what is shown and how. Undo is a list of Scenes, a scene file is a Scene written down.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/colour.h"
#include "core/dataset.h"
#include "core/geometry.h"
#include "core/intercepts.h"
#include "core/length_unit.h"
#include "core/rotation.h"
#include "core/vec.h"

namespace lode {

enum class DipConvention { from_values, negative_down, positive_down };
/// Which part of 3/4/2023 is the day; `from_values`: the order that all dates of a column allow, else the day first.
enum class DateOrder { from_values, year_first, day_first, month_first };
/// What north a file's azimuths count from. Magnetic ones become true ones by the declination when read; true ones
/// become grid ones by the meridian convergence when placed.
enum class AzimuthReference { grid, true_north, magnetic };
/// What stands for an assay below its detection limit.
enum class BelowDetection { half_limit, limit, zero, missing };
/// Where beta angles of oriented core count from.
enum class BetaReference { bottom_of_core, top_of_core };

/// One file of a Source, and how its columns are read.
struct SourceFile {
  std::filesystem::path path;
  TableRole role = TableRole::points;             ///< of a table; ignored by other formats
  std::map<ColumnRole, std::string> columns;      ///< role -> column name, as guessed or as decided
  std::map<std::string, std::string> units = {};  ///< column name -> unit, where it is not what the file says
  std::vector<std::string> ignored_columns = {};  ///< not read
  std::string encoding = {};                      ///< where it differs from the Source's; "": the Source's
  bool operator==(const SourceFile&) const = default;
};

/// A column that Lode computes (core/calculation.h), usable wherever a column of the file is.
struct CalculatedColumn {
  std::string name;
  std::string expression;  ///< "Li2O_pct + 0.4 * Ta2O5_ppm / 1000"
  std::string unit;        ///< "": what the name states
  std::string table;       ///< of drillholes; "": every interval table that has the names
  bool operator==(const CalculatedColumn&) const = default;
};

/// What the x and y of a table's columns are; `from_values`: found from where the data lies.
enum class AxisOrder { from_values, easting_first, northing_first };

/// The operation that was taken once for data in `from` to a scene in `to`, where `wanted` was asked for; used again
/// exactly as long as these three are the same.
struct ChosenOperation {
  std::string from, to, wanted;
  std::string pipeline, name;
  double accuracy_m = -1;  ///< -1: unknown
  bool operator==(const ChosenOperation&) const = default;
};

/// How a Source comes to its place, beside its CRS and its wanted operation.
struct SourcePlacing {
  AxisOrder axes = AxisOrder::from_values;
  /// Added to eastings before anything else: the zone number that they lack or have too much; empty: found from values.
  std::optional<double> zone_shift_m;
  double rl_offset_m = 0;  ///< added to RLs
  /// Whether RLs go through the vertical datums of both systems, where both have one; else no datum changes an RL.
  bool vertical_datums = false;
  ChosenOperation chosen;
  bool operator==(const SourcePlacing&) const = default;
};

/// A file or a set of drillhole tables, with every decision of its import.
struct Source {
  std::string name;  ///< of the layer it makes: the file's stem, or the folder's name
  DatasetKind kind = DatasetKind::points;
  std::string format;                   ///< a row of io's table of formats: "csv", "geotiff", "vti", "obj" ...
  std::vector<SourceFile> files;        ///< one, or the tables of a drillhole database
  std::string part;                     ///< which element of a file that holds several; "": all of it
  std::vector<std::string> attributes;  ///< columns that are read beside the keys; empty: all
  std::string crs;                      ///< "EPSG:32644" or WKT; "": the file states none and none was given (local)
  bool crs_from_file = false;
  std::string operation;  ///< name, code or pipeline of the wanted operation; "": PROJ's best
  SourcePlacing placing;
  std::string encoding;      ///< a name of io/encoding.h; "": found over all files. Byte order marks go before it
  std::string delimiter;     ///< "": found from the file
  std::string decimal_mark;  ///< "", "." or ","
  DateOrder date_order = DateOrder::from_values;
  DipConvention dip_convention = DipConvention::from_values;
  DesurveyMethod desurvey = DesurveyMethod::minimum_curvature;
  AzimuthReference azimuth_reference = AzimuthReference::grid;
  double declination_deg = 0;  ///< of magnetic azimuths, east positive
  BetaReference beta_reference = BetaReference::bottom_of_core;
  double depth_metres_per_unit = 1;        ///< of depths, from and to
  double rl_metres_per_unit = 1;           ///< of RLs
  double plan_units_per_unit = 1;          ///< of x and y: units of the CRS (metres where local) in one of the file's
  bool triangulate = false;                ///< points become a surface
  std::vector<std::string> missing_codes;  ///< beside the standard ones (io/values.h)
  bool standard_missing_codes = true;      ///< -9, -99, NS ... are missing in drillhole tables
  BelowDetection below_detection = BelowDetection::half_limit;
  bool negatives_below_detection = true;     ///< negative assays that are no missing code; false: they are values
  bool join_similar_ids = false;             ///< hole ids that differ in case, blanks, dashes or leading zeros are one
  std::vector<CalculatedColumn> calculated;  ///< in order: a later one may use an earlier one
  GridGeometry geometry;                     ///< of a block model, where its author states it
  bool operator==(const Source&) const = default;
};

/// Significant intercepts as labels in the picture.
struct InterceptLabels {
  std::string grade;  ///< a column; "": none
  InterceptOptions options;
  std::optional<Plane> plane;  ///< for true thickness
  bool operator==(const InterceptLabels&) const = default;
};

/// How a second column of drillholes is shown beside the one that colours the tubes.
enum class SecondShape {
  ring,  ///< bands around the tubes
  bars,  ///< bars beside the trace, as long as the value
  line   ///< the line that such bars would end at
};

/// What only layers of drillholes have.
struct HoleStyle {
  std::string radius_column;  ///< radii grow with this column; "": one radius
  bool whole_holes = false;   ///< the filter chooses the holes that have a row it lets through, else rows
  bool show_collars = true;
  bool show_depths = false;   ///< ticks with depths along the traces
  std::string second_column;  ///< "": none
  SecondShape second_shape = SecondShape::ring;
  double graph_width_m = 0;  ///< of the greatest bar; 0: ten radii
  std::string structures;    ///< a table of structures drawn as discs; "": none
  double disc_radius_m = 0;  ///< 0: four tube radii
  InterceptLabels intercepts;
  bool operator==(const HoleStyle&) const = default;
};

/// How a Source is shown.
struct Layer {
  std::string name;
  std::uint32_t source = 0;  ///< index into Scene::sources
  bool visible = true;
  std::string table;  ///< the interval table shown; "": the first that has the colour's column
  ColourStyle colour;
  std::string filter;        ///< expression (core/filter.h)
  double opacity = 1;        ///< 0..1
  double tube_radius_m = 0;  ///< of holes; 0: chosen from the extent
  double point_size_px = 4;
  bool show_labels = true;    ///< hole ids at the collars
  bool show_outline = false;  ///< the edges of a block model's box
  HoleStyle holes;
  std::string shell_column;  ///< of a block model: the layer is the surface where this column reaches the cut-off
  double shell_cutoff = 0;
  bool operator==(const Layer&) const = default;
};

/// Looking direction and what is in the middle; named views are looked up in core/camera.h.
struct Camera {
  Vec3 focal_scene;
  double azimuth_deg = 0;      ///< looking direction, clockwise from north
  double elevation_deg = -90;  ///< looking direction, -90 straight down
  double view_height_m = 0;    ///< height of the picture at the focal point; 0: fit everything
  bool perspective = false;
  double field_of_view_deg = 30;  ///< vertical, when perspective
  bool operator==(const Camera&) const = default;
};

struct SavedView {
  std::string name;
  Camera camera;
  bool operator==(const SavedView&) const = default;
};

/// A vertical or level section: only what lies within `thickness_m` of the plane is shown.
struct Section {
  bool on = false;
  Slab slab;
  double step_m = 25;
  bool whole_blocks = false;  ///< blocks that reach into the slab are shown whole, else cut at its planes
  bool operator==(const Section&) const = default;
};

/// Findings that the user knows of and does not want to see again: those that all its filled fields fit.
struct IgnoreRule {
  std::string check;        ///< "": any
  std::string file;         ///< name of the file without its folder; "": any
  std::string hole;         ///< "": any
  std::uint64_t line = 0;   ///< 0: any
  std::string column = {};  ///< "": any
  bool operator==(const IgnoreRule&) const = default;
};

struct Scene {
  static constexpr int current_version = 1;
  std::string title;
  std::string note;  ///< shown in every picture ("Synthetic demo deposit"); "" none
  std::string crs;   ///< "" : local
  std::vector<Source> sources;
  std::vector<Layer> layers;
  Camera camera;
  std::vector<SavedView> views;
  std::vector<IgnoreRule> ignored;  ///< findings of checks that are not listed
  Section section;
  double vertical_exaggeration = 1;  ///< a transform, never baked in
  /// What stays in its place in the picture when the exaggeration changes (see exaggerate()); empty: the focal RL.
  std::optional<double> exaggeration_rl;
  LengthUnit length_unit = LengthUnit::metres;  ///< of axes, scale bar and readouts
  std::string readout_crs;                      ///< one more system that positions are read in; "": none
  bool dark = true;
  bool show_grid = true, show_legend = true, show_north = true, show_scale_bar = true;
  bool operator==(const Scene&) const = default;
};

}  // namespace lode
