// Scene files in.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>

#include "core/text.h"
#include "session/scene_file.h"
#include "session/scene_geometry.h"
#include "session/scene_text.h"
#include "session/session.h"
#include "session/toml_fields.h"

namespace lode {

namespace fs = std::filesystem;

namespace {

/// Reads the parts of a scene; each function returns the keys of its table that it did not know.
class SceneReader {
 public:
  explicit SceneReader(const fs::path& file) : file_{file, {}} {}

  SceneFile read(const toml::table& root) {
    TomlFields fields(file_, root, "");
    check_version(fields);
    SceneFile result;
    Scene& scene = result.scene;
    fields.get("title", scene.title);
    fields.get("note", scene.note);
    fields.get("crs", scene.crs);
    fields.get("vertical_exaggeration", scene.vertical_exaggeration);
    if (scene.vertical_exaggeration <= 0)
      fields.fail("vertical_exaggeration", "vertical_exaggeration is not above 0", "1 shows true proportions");
    if (fields.has("exaggeration_rl")) fields.get("exaggeration_rl", scene.exaggeration_rl.emplace());
    fields.get_word("length_unit", scene.length_unit, scene_text::length_units);
    fields.get("readout_crs", scene.readout_crs);
    fields.get("dark", scene.dark);
    fields.get("show_grid", scene.show_grid);
    fields.get("show_legend", scene.show_legend);
    fields.get("show_north", scene.show_north);
    fields.get("show_scale_bar", scene.show_scale_bar);
    toml::table parts;
    if (auto camera = fields.table("camera")) keep(parts, "camera", read_camera(*camera, scene.camera));
    if (auto section = fields.table("section")) keep(parts, "section", read_section(*section, scene.section));
    read_list(fields, "sources", scene.sources, parts, [&](TomlFields& f, Source& s) { return read_source(f, s); });
    sources_ = &scene.sources;
    read_list(fields, "layers", scene.layers, parts, [&](TomlFields& f, Layer& l) { return read_layer(f, l); });
    read_list(fields, "ignored", scene.ignored, parts, [&](TomlFields& f, IgnoreRule& r) { return read_rule(f, r); });
    read_list(fields, "views", scene.views, parts, [&](TomlFields& f, SavedView& v) { return read_view(f, v); });
    toml::table unknown = fields.unknown();
    for (const auto& [key, value] : parts) unknown.insert(key, value);
    if (!unknown.empty()) {
      std::ostringstream text;
      text << unknown;
      result.unknown_toml = text.str();
    }
    result.unknown_keys = std::move(file_.unknown_keys);
    return result;
  }

 private:
  static void keep(toml::table& parts, std::string_view key, const toml::table& unknown) {
    if (!unknown.empty()) parts.insert(key, unknown);
  }

  static void check_version(TomlFields& fields) {
    std::int64_t version = 0;
    fields.get("version", version);
    if (version == 0)
      fields.fail("version", "the file states no version, so it is no scene of Lode", "add version = 1");
    if (version < 0 || version > Scene::current_version)
      fields.fail("version",
                  fmt::format("the scene has version {}, this Lode reads version {}", version, Scene::current_version),
                  "open it with a newer Lode");
  }

  /// Unknown keys of item i stand in item i of a list of the same name; those of what can be removed beside its name,
  /// by which the writer finds it again.
  template <typename Item, typename Read>
  static void read_list(TomlFields& fields, std::string_view key, std::vector<Item>& items, toml::table& parts,
                        const Read& read) {
    toml::array unknown;
    bool any = false;
    for (TomlFields& item_fields : fields.tables(key)) {
      toml::table rest = read(item_fields, items.emplace_back());
      any = any || !rest.empty();
      if constexpr (std::is_same_v<Item, Source> || std::is_same_v<Item, Layer> || std::is_same_v<Item, SavedView>)
        rest.insert("name", items.back().name);
      unknown.push_back(rest);
    }
    if (any) parts.insert(key, unknown);
  }

  toml::table read_camera(TomlFields& fields, Camera& camera) {
    fields.get("focal", camera.focal_scene);
    fields.get("azimuth_deg", camera.azimuth_deg);
    fields.get("elevation_deg", camera.elevation_deg);
    if (std::abs(camera.elevation_deg) > 90)
      fields.fail("elevation_deg", fields.full("elevation_deg") + " is outside -90..90", "-90 looks straight down");
    fields.get("view_height_m", camera.view_height_m);
    if (camera.view_height_m < 0)
      fields.fail("view_height_m", fields.full("view_height_m") + " is negative", "0 fits everything");
    fields.get("perspective", camera.perspective);
    fields.get("field_of_view_deg", camera.field_of_view_deg);
    if (camera.field_of_view_deg <= 0 || camera.field_of_view_deg >= 180)
      fields.fail("field_of_view_deg", fields.full("field_of_view_deg") + " is outside 0..180", "30 is usual");
    return fields.unknown();
  }

  toml::table read_section(TomlFields& fields, Section& section) {
    fields.get("on", section.on);
    fields.get("origin", section.slab.origin_scene);
    if (fields.has("normal")) {
      Vec3 normal;
      fields.get("normal", normal);
      const double size = length(normal);
      if (!(size > 0)) fields.fail("normal", fields.full("normal") + " has no direction", "[0, 1, 0] looks north");
      constexpr double rounding = 1e-12;
      section.slab.normal = std::abs(size - 1) < rounding ? normal : normalized(normal);
    }
    fields.get("thickness_m", section.slab.thickness_m);
    if (section.slab.thickness_m < 0)
      fields.fail("thickness_m", fields.full("thickness_m") + " is negative", "give the thickness in metres");
    fields.get("step_m", section.step_m);
    fields.get("whole_blocks", section.whole_blocks);
    return fields.unknown();
  }

  toml::table read_source(TomlFields& fields, Source& source) {
    fields.get("name", source.name);
    std::vector<std::pair<std::string_view, DatasetKind>> kinds;
    for (const DatasetKind kind : scene_text::dataset_kinds) kinds.emplace_back(name(kind), kind);
    fields.get_word("kind", source.kind, kinds);
    fields.get("format", source.format);
    if (source.format.empty())
      fields.fail("format", fields.full("format") + " is missing", "`lode scene` writes a scene file to start from");
    fields.get("crs", source.crs);
    fields.get("crs_from_file", source.crs_from_file);
    fields.get("operation", source.operation);
    read_placing(fields, source.placing);
    fields.get("encoding", source.encoding);
    fields.get("delimiter", source.delimiter);
    fields.get("decimal_mark", source.decimal_mark);
    fields.get_word("date_order", source.date_order, scene_text::date_orders);
    fields.get_word("dip_convention", source.dip_convention, scene_text::dip_conventions);
    fields.get_word("desurvey", source.desurvey, desurvey_names);
    get_factor(fields, "depth_metres_per_unit", source.depth_metres_per_unit);
    get_factor(fields, "rl_metres_per_unit", source.rl_metres_per_unit);
    get_factor(fields, "plan_units_per_unit", source.plan_units_per_unit);
    fields.get_word("azimuth_reference", source.azimuth_reference, scene_text::azimuth_references);
    fields.get("declination_deg", source.declination_deg);
    if (std::abs(source.declination_deg) > 180)
      fields.fail("declination_deg", fields.full("declination_deg") + " is outside -180..180", "east is positive");
    fields.get_word("beta_reference", source.beta_reference, scene_text::beta_references);
    fields.get("triangulate", source.triangulate);
    fields.get("missing_codes", source.missing_codes);
    fields.get("part", source.part);
    fields.get("attributes", source.attributes);
    fields.get("standard_missing_codes", source.standard_missing_codes);
    fields.get_word("below_detection", source.below_detection, scene_text::below_detection_rules);
    fields.get("negatives_below_detection", source.negatives_below_detection);
    fields.get("join_similar_ids", source.join_similar_ids);
    toml::table parts;
    if (auto geometry = fields.table("geometry")) keep(parts, "geometry", read_geometry(*geometry, source.geometry));
    read_list(fields, "calculated", source.calculated, parts,
              [&](TomlFields& f, CalculatedColumn& c) { return read_calculated(f, c); });
    read_list(fields, "files", source.files, parts, [&](TomlFields& f, SourceFile& s) { return read_file(f, s); });
    if (source.files.empty())
      fields.fail("files", fields.full("files") + " is missing",
                  "name at least one file: [[sources.files]] path = ...");
    if (source.name.empty()) source.name = utf8(source.files.front().path.stem());
    return together(fields.unknown(), parts);
  }

  static toml::table read_calculated(TomlFields& fields, CalculatedColumn& column) {
    fields.get("name", column.name);
    fields.get("expression", column.expression);
    if (column.name.empty() || column.expression.empty())
      fields.fail("expression", fields.full("expression") + " or its name is missing",
                  "write name = \"LiEq_pct\" and expression = \"Li2O_pct + 0.4 * Ta2O5_pct\"");
    fields.get("unit", column.unit);
    fields.get("table", column.table);
    return fields.unknown();
  }

  static toml::table read_holes(TomlFields& fields, HoleStyle& holes) {
    fields.get("radius_column", holes.radius_column);
    fields.get("whole_holes", holes.whole_holes);
    fields.get("show_collars", holes.show_collars);
    fields.get("show_depths", holes.show_depths);
    fields.get("second_column", holes.second_column);
    fields.get_word("second_shape", holes.second_shape, scene_text::second_shapes);
    get_length(fields, "graph_width_m", holes.graph_width_m);
    fields.get("structures", holes.structures);
    get_length(fields, "disc_radius_m", holes.disc_radius_m);
    toml::table parts;
    if (auto intercepts = fields.table("intercepts"))
      keep(parts, "intercepts", read_intercepts(*intercepts, holes.intercepts));
    return together(fields.unknown(), parts);
  }

  static toml::table read_intercepts(TomlFields& fields, InterceptLabels& labels) {
    InterceptOptions& options = labels.options;
    fields.get("grade", labels.grade);
    fields.get("cutoff", options.cutoff);
    get_length(fields, "min_length_m", options.min_length_m);
    get_length(fields, "max_dilution_m", options.max_dilution_m);
    get_length(fields, "max_total_dilution_m", options.max_total_dilution_m);
    fields.get("min_grade_length", options.min_grade_length);
    fields.get_word("missing", options.missing_breaks, scene_text::missing_grades);
    get_optional(fields, "top_cut", options.top_cut);
    get_optional(fields, "including_cutoff", options.including_cutoff);
    if (fields.has("plane_dip_deg") || fields.has("plane_dip_direction_deg")) {
      Plane plane;
      fields.get("plane_dip_deg", plane.dip_deg);
      fields.get("plane_dip_direction_deg", plane.dip_direction_deg);
      if (plane.dip_deg < 0 || plane.dip_deg > 90)
        fields.fail("plane_dip_deg", fields.full("plane_dip_deg") + " is outside 0..90", "dips count down from level");
      labels.plane = plane;
    }
    return fields.unknown();
  }

  static void get_optional(TomlFields& fields, std::string_view key, std::optional<double>& value) {
    if (fields.has(key)) fields.get(key, value.emplace());
  }

  static void get_length(TomlFields& fields, std::string_view key, double& length_m) {
    fields.get(key, length_m);
    if (length_m < 0) fields.fail(key, fields.full(key) + " is negative", "give it in metres");
  }

  static void read_placing(TomlFields& fields, SourcePlacing& placing) {
    fields.get_word("axes", placing.axes, scene_text::axis_orders);
    if (fields.has("zone_shift_m")) fields.get("zone_shift_m", placing.zone_shift_m.emplace());
    fields.get("rl_offset_m", placing.rl_offset_m);
    fields.get("vertical_datums", placing.vertical_datums);
    ChosenOperation& chosen = placing.chosen;
    fields.get("chosen_operation", chosen.name);
    fields.get("chosen_pipeline", chosen.pipeline);
    fields.get("chosen_accuracy_m", chosen.accuracy_m);
    std::vector<std::string> chosen_for;
    fields.get("chosen_for", chosen_for);
    if (chosen_for.empty()) return;
    if (chosen_for.size() != 3)
      fields.fail("chosen_for", fields.full("chosen_for") + " is not [from, to, operation]",
                  "remove the keys that begin with chosen_: the operation is chosen anew");
    chosen.from = chosen_for[0], chosen.to = chosen_for[1], chosen.wanted = chosen_for[2];
  }

  static void get_factor(TomlFields& fields, std::string_view key, double& factor) {
    fields.get(key, factor);
    if (factor <= 0) fields.fail(key, fields.full(key) + " is not above 0", "1 for metres, 0.3048 for feet");
  }

  toml::table read_file(TomlFields& fields, SourceFile& file) {
    std::string path;
    fields.get("path", path);
    if (path.empty()) fields.fail("path", fields.full("path") + " is missing", "give it relative to the scene file");
    const fs::path given = path_from_utf8(path);
    file.path = (given.is_absolute() ? given : file_.path.parent_path() / given).lexically_normal();
    std::vector<std::pair<std::string_view, TableRole>> roles;
    for (const TableRole role : scene_text::table_roles) roles.emplace_back(name(role), role);
    fields.get_word("role", file.role, roles);
    if (auto columns = fields.table("columns")) read_columns(*columns, file);
    if (auto units = fields.table("units"))
      for (const std::string& column : units->keys()) units->get(column, file.units[column]);
    fields.get("ignored_columns", file.ignored_columns);
    fields.get("encoding", file.encoding);
    return fields.unknown();
  }

  static toml::table read_rule(TomlFields& fields, IgnoreRule& rule) {
    fields.get("check", rule.check);
    fields.get("file", rule.file);
    fields.get("hole", rule.hole);
    std::int64_t line = 0;
    fields.get("line", line);
    if (line < 0) fields.fail("line", fields.full("line") + " is negative", "the header is line 1");
    rule.line = static_cast<std::uint64_t>(line);
    fields.get("column", rule.column);
    if (rule == IgnoreRule{})
      fields.fail("check", fields.full("check") + " is missing: the rule would ignore everything",
                  "state a check, a file, a hole or a line");
    return fields.unknown();
  }

  static void read_columns(TomlFields& fields, SourceFile& file) {
    for (const std::string& key : fields.keys()) {
      int role = 0;
      while (role < scene_text::column_role_count && name(static_cast<ColumnRole>(role)) != key) ++role;
      if (role == scene_text::column_role_count)
        fields.fail(key, fmt::format("\"{}\" is no role of a column", key), "roles are hole_id, x, y, z, from, to ...");
      fields.get(key, file.columns[static_cast<ColumnRole>(role)]);
    }
  }

  toml::table read_layer(TomlFields& fields, Layer& layer) {
    fields.get("name", layer.name);
    std::int64_t source = 0;
    fields.get("source", source);
    if (source < 0 || static_cast<std::size_t>(source) >= sources_->size())
      fields.fail(
          "source",
          fmt::format("{} is {}, but the scene has {} sources", fields.full("source"), source, sources_->size()),
          "sources count from 0");
    layer.source = static_cast<std::uint32_t>(source);
    fields.get("visible", layer.visible);
    fields.get("table", layer.table);
    fields.get("filter", layer.filter);
    fields.get("opacity", layer.opacity);
    if (layer.opacity < 0 || layer.opacity > 1)
      fields.fail("opacity", fields.full("opacity") + " is outside 0..1", "1 is opaque");
    fields.get("tube_radius_m", layer.tube_radius_m);
    fields.get("point_size_px", layer.point_size_px);
    fields.get("show_labels", layer.show_labels);
    fields.get("show_outline", layer.show_outline);
    fields.get("shell_column", layer.shell_column);
    fields.get("shell_cutoff", layer.shell_cutoff);
    layer.colour.column = automatic_colour;
    toml::table parts;
    if (auto colour = fields.table("colour")) keep(parts, "colour", read_colour(*colour, layer.colour));
    if (auto holes = fields.table("holes")) {
      // Scenes of before had this decision of the source at its layers.
      holes->get_word("beta_reference", (*sources_)[layer.source].beta_reference, scene_text::beta_references);
      keep(parts, "holes", read_holes(*holes, layer.holes));
    }
    return together(fields.unknown(), parts);
  }

  toml::table read_colour(TomlFields& fields, ColourStyle& style) {
    fields.get("column", style.column);
    fields.get("map", style.map);
    fields.get("min", style.min);
    fields.get("max", style.max);
    if (style.min > style.max) fields.fail("max", fields.full("max") + " is below min", "give the lower one as min");
    fields.get_word("scale", style.scale, scene_text::scales);
    fields.get("bins", style.bins);
    if (!std::is_sorted(style.bins.begin(), style.bins.end()))
      fields.fail("bins", fields.full("bins") + " do not ascend", "sort the cut-offs");
    std::string text;
    fields.get("colour", text);
    if (!text.empty()) style.colour = read_rgba(fields, text);
    return fields.unknown();
  }

  static Rgba read_rgba(const TomlFields& fields, const std::string& text) {
    const bool good = text.front() == '#' && (text.size() == 7 || text.size() == 9) &&
                      text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
    if (!good)
      fields.fail("colour", fmt::format("{} is \"{}\"", fields.full("colour"), text), "write it as \"#b2b2b2\"");
    const auto byte = [&](std::size_t at) {
      return static_cast<std::uint8_t>(std::stoi(text.substr(at, 2), nullptr, 16));
    };
    return {byte(1), byte(3), byte(5), text.size() == 9 ? byte(7) : std::uint8_t{255}};
  }

  toml::table read_view(TomlFields& fields, SavedView& view) {
    fields.get("name", view.name);
    toml::table parts;
    if (auto camera = fields.table("camera")) keep(parts, "camera", read_camera(*camera, view.camera));
    return together(fields.unknown(), parts);
  }

  static toml::table together(toml::table unknown, const toml::table& parts) {
    for (const auto& [key, value] : parts) unknown.insert(key, value);
    return unknown;
  }

  TomlFile file_;
  std::vector<Source>* sources_ = nullptr;  ///< of the scene being read
};

}  // namespace

SceneFile read_scene(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream || fs::is_directory(file))
    throw Error("the scene file cannot be opened", "check that it is there and may be read", {file});
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  toml::table root;
  try {
    root = toml::parse(bytes);
  } catch (const toml::parse_error& error) {
    throw Error(fmt::format("the scene file is no TOML: {}", error.description()),
                "correct it there, or write a new one", {file, error.source().begin.line, error.source().begin.column});
  }
  return SceneReader(file).read(root);
}

}  // namespace lode
