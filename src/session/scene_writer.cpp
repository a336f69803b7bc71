// Scene files out: in an order that reads well, without what equals its default.
#include <cmath>
#include <fstream>
#include <sstream>

#include "core/text.h"
#include "core/write_file.h"
#include "session/scene_file.h"
#include "session/scene_geometry.h"
#include "session/scene_text.h"
#include "session/toml_fields.h"

namespace lode {

namespace fs = std::filesystem;

namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      result += std::string("\\") + c;
    else if (c == '\n')
      result += "\\n";
    else if (c == '\t')
      result += "\\t";
    else if (byte < 0x20 || byte == 0x7f)
      result += fmt::format("\\u{:04X}", byte);
    else
      result += c;
  }
  return result + "\"";
}

std::string text_of(const std::string& value) { return quoted(value); }
std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(double value) { return shortest(value); }
std::string text_of(std::uint64_t value) { return std::to_string(value); }
std::string text_of(std::uint32_t value) { return std::to_string(value); }
std::string text_of(Vec3 v) { return fmt::format("[{}, {}, {}]", shortest(v.x), shortest(v.y), shortest(v.z)); }

template <typename Item>
std::string text_of(const std::vector<Item>& items) {
  std::string result = "[";
  for (const Item& item : items) result += (result.size() > 1 ? ", " : "") + text_of(item);
  return result + "]";
}

template <typename Value, typename Names>
std::string word_of(const Value& value, const Names& names) {
  for (const auto& [text, meaning] : names)
    if (meaning == value) return std::string(text);
  return {};
}

std::string text_of(Rgba c) {
  const std::string rgb = fmt::format("#{:02x}{:02x}{:02x}", c.r, c.g, c.b);
  return quoted(c.a == 255 ? rgb : rgb + fmt::format("{:02x}", c.a));
}

/// So that an unknown table stands on one line under the table it came from.
void make_inline(toml::node& node) {
  if (toml::table* table = node.as_table()) {
    table->is_inline(true);
    for (auto&& [key, value] : *table) make_inline(value);
  }
  if (toml::array* array = node.as_array())
    for (toml::node& item : *array) make_inline(item);
}

const toml::table* table_at(const toml::table* unknown, std::string_view key) {
  const toml::node* node = unknown == nullptr ? nullptr : unknown->get(key);
  return node == nullptr ? nullptr : node->as_table();
}

const toml::table* table_at(const toml::table* unknown, std::string_view key, std::size_t index) {
  const toml::node* node = unknown == nullptr ? nullptr : unknown->get(key);
  const toml::array* array = node == nullptr ? nullptr : node->as_array();
  return array == nullptr || index >= array->size() ? nullptr : array->get(index)->as_table();
}

/// For each item what was unknown of the one of its name; where an item was renamed, of the one in its place.
template <typename Item>
std::vector<const toml::table*> unknown_of(const std::vector<Item>& items, const toml::table& unknown,
                                           std::string_view key) {
  std::vector<const toml::table*> found(items.size());
  const toml::node* node = unknown.get(key);
  const toml::array* list = node == nullptr ? nullptr : node->as_array();
  if (list == nullptr) return found;
  std::vector<bool> claimed(list->size());
  const auto is_named = [&](std::size_t entry, const std::string& wanted) {
    const toml::table* table = list->get(entry)->as_table();
    const toml::node* name = table == nullptr ? nullptr : table->get("name");
    return name != nullptr && name->value<std::string>() == wanted;
  };
  for (std::size_t i = 0; i < items.size(); ++i)
    for (std::size_t k = 0; k < list->size() && found[i] == nullptr; ++k) {
      if (claimed[k] || !is_named(k, items[i].name)) continue;
      claimed[k] = true;
      found[i] = list->get(k)->as_table();
    }
  for (std::size_t i = 0; i < std::min(items.size(), list->size()); ++i)
    if (found[i] == nullptr && !claimed[i]) found[i] = list->get(i)->as_table();
  return found;
}

class SceneWriter {
 public:
  explicit SceneWriter(fs::path folder) : folder_(std::move(folder)) {}

  std::string write(const Scene& scene, const toml::table& unknown) {
    const Scene defaults;
    text_ = "# A scene of Lode. Paths are relative to this file.\n";
    always("version", std::uint32_t{Scene::current_version});
    put("title", scene.title, defaults.title);
    put("note", scene.note, defaults.note);
    put("crs", scene.crs, defaults.crs);
    put("vertical_exaggeration", scene.vertical_exaggeration, defaults.vertical_exaggeration);
    if (scene.exaggeration_rl) always("exaggeration_rl", *scene.exaggeration_rl);
    put("length_unit", word_of(scene.length_unit, scene_text::length_units), std::string("metres"));
    put("readout_crs", scene.readout_crs, defaults.readout_crs);
    put("dark", scene.dark, defaults.dark);
    put("show_grid", scene.show_grid, defaults.show_grid);
    put("show_legend", scene.show_legend, defaults.show_legend);
    put("show_north", scene.show_north, defaults.show_north);
    put("show_scale_bar", scene.show_scale_bar, defaults.show_scale_bar);
    put_unknown(&unknown, {"camera", "section", "sources", "layers", "views", "ignored"});
    const auto of_sources = unknown_of(scene.sources, unknown, "sources");
    for (std::size_t i = 0; i < scene.sources.size(); ++i) write(scene.sources[i], of_sources[i]);
    const auto of_layers = unknown_of(scene.layers, unknown, "layers");
    for (std::size_t i = 0; i < scene.layers.size(); ++i) write(scene.layers[i], of_layers[i]);
    for (std::size_t i = 0; i < scene.ignored.size(); ++i) write(scene.ignored[i], table_at(&unknown, "ignored", i));
    if (scene.camera != Camera{} || table_at(&unknown, "camera") != nullptr) {
      text_ += "\n[camera]\n";
      write(scene.camera, table_at(&unknown, "camera"));
    }
    if (scene.section != Section{} || table_at(&unknown, "section") != nullptr)
      write(scene.section, table_at(&unknown, "section"));
    const auto of_views = unknown_of(scene.views, unknown, "views");
    for (std::size_t i = 0; i < scene.views.size(); ++i) {
      const toml::table* rest = of_views[i];
      text_ += "\n[[views]]\n";
      always("name", scene.views[i].name);
      put_unknown(rest, {"name", "camera"});
      text_ += "[views.camera]\n";
      write(scene.views[i].camera, table_at(rest, "camera"));
    }
    return text_;
  }

 private:
  template <typename Value>
  void always(std::string_view key, const Value& value) {
    text_ += fmt::format("{} = {}\n", key, text_of(value));
  }
  template <typename Value>
  void put(std::string_view key, const Value& value, const Value& default_value) {
    if (!(value == default_value)) always(key, value);
  }

  /// The keys of a table that reading did not know, but for those whose tables are written by name.
  void put_unknown(const toml::table* unknown, std::initializer_list<std::string_view> written = {}) {
    if (unknown == nullptr) return;
    for (const auto& [key, value] : *unknown) {
      if (std::find(written.begin(), written.end(), key.str()) != written.end()) continue;
      toml::table one;
      one.insert(key, value);
      make_inline(*one.get(key.str()));
      std::ostringstream line;
      line << one;
      text_ += line.str() + "\n";
    }
  }

  std::string path_text(const fs::path& path) const {
    const fs::path absolute = fs::absolute(path).lexically_normal();
    const fs::path relative = absolute.lexically_relative(folder_);
    const fs::path& written = relative.empty() ? absolute : relative;
    const std::u8string text = written.generic_u8string();
    return {text.begin(), text.end()};
  }

  void write(const Source& source, const toml::table* unknown) {
    const Source defaults;
    text_ += "\n[[sources]]\n";
    always("name", source.name);
    always("kind", std::string(name(source.kind)));
    always("format", source.format);
    always("crs", source.crs);
    put("crs_from_file", source.crs_from_file, defaults.crs_from_file);
    put("operation", source.operation, defaults.operation);
    write(source.placing);
    put("encoding", source.encoding, defaults.encoding);
    put("delimiter", source.delimiter, defaults.delimiter);
    put("decimal_mark", source.decimal_mark, defaults.decimal_mark);
    put("date_order", word_of(source.date_order, scene_text::date_orders), std::string("from_values"));
    put("dip_convention", word_of(source.dip_convention, scene_text::dip_conventions), std::string("from_values"));
    put("desurvey", word_of(source.desurvey, desurvey_names), std::string("minimum_curvature"));
    put("azimuth_reference", word_of(source.azimuth_reference, scene_text::azimuth_references), std::string("grid"));
    put("declination_deg", source.declination_deg, defaults.declination_deg);
    put("beta_reference", word_of(source.beta_reference, scene_text::beta_references), std::string("bottom_of_core"));
    put("depth_metres_per_unit", source.depth_metres_per_unit, defaults.depth_metres_per_unit);
    put("rl_metres_per_unit", source.rl_metres_per_unit, defaults.rl_metres_per_unit);
    put("plan_units_per_unit", source.plan_units_per_unit, defaults.plan_units_per_unit);
    put("triangulate", source.triangulate, defaults.triangulate);
    put("missing_codes", source.missing_codes, defaults.missing_codes);
    put("part", source.part, defaults.part);
    put("attributes", source.attributes, defaults.attributes);
    put("standard_missing_codes", source.standard_missing_codes, defaults.standard_missing_codes);
    put("below_detection", word_of(source.below_detection, scene_text::below_detection_rules),
        std::string("half_limit"));
    put("negatives_below_detection", source.negatives_below_detection, defaults.negatives_below_detection);
    put("join_similar_ids", source.join_similar_ids, defaults.join_similar_ids);
    put_unknown(unknown, {"name", "files", "geometry", "calculated"});
    if (source.geometry.stated() || table_at(unknown, "geometry") != nullptr) {
      text_ += "[sources.geometry]\n" + geometry_text(source.geometry);
      put_unknown(table_at(unknown, "geometry"));
    }
    for (std::size_t i = 0; i < source.calculated.size(); ++i)
      write(source.calculated[i], table_at(unknown, "calculated", i));
    for (std::size_t i = 0; i < source.files.size(); ++i) write(source.files[i], table_at(unknown, "files", i));
  }

  void write(const CalculatedColumn& column, const toml::table* unknown) {
    text_ += "[[sources.calculated]]\n";
    always("name", column.name);
    always("expression", column.expression);
    put("unit", column.unit, std::string());
    put("table", column.table, std::string());
    put_unknown(unknown);
  }

  void write(const HoleStyle& holes, const toml::table* unknown) {
    const HoleStyle defaults;
    text_ += "[layers.holes]\n";
    put("radius_column", holes.radius_column, defaults.radius_column);
    put("whole_holes", holes.whole_holes, defaults.whole_holes);
    put("show_collars", holes.show_collars, defaults.show_collars);
    put("show_depths", holes.show_depths, defaults.show_depths);
    put("second_column", holes.second_column, defaults.second_column);
    put("second_shape", word_of(holes.second_shape, scene_text::second_shapes), std::string("ring"));
    put("graph_width_m", holes.graph_width_m, defaults.graph_width_m);
    put("structures", holes.structures, defaults.structures);
    put("disc_radius_m", holes.disc_radius_m, defaults.disc_radius_m);
    put_unknown(unknown, {"intercepts"});
    const toml::table* rest = table_at(unknown, "intercepts");
    if (holes.intercepts != defaults.intercepts || rest != nullptr) write(holes.intercepts, rest);
  }

  void write(const InterceptLabels& labels, const toml::table* unknown) {
    const InterceptOptions &options = labels.options, defaults;
    text_ += "[layers.holes.intercepts]\n";
    put("grade", labels.grade, std::string());
    put("cutoff", options.cutoff, defaults.cutoff);
    put("min_length_m", options.min_length_m, defaults.min_length_m);
    put("max_dilution_m", options.max_dilution_m, defaults.max_dilution_m);
    put("max_total_dilution_m", options.max_total_dilution_m, defaults.max_total_dilution_m);
    put("min_grade_length", options.min_grade_length, defaults.min_grade_length);
    put("missing", word_of(options.missing_breaks, scene_text::missing_grades), std::string("zero"));
    if (options.top_cut) always("top_cut", *options.top_cut);
    if (options.including_cutoff) always("including_cutoff", *options.including_cutoff);
    if (labels.plane) {
      always("plane_dip_deg", labels.plane->dip_deg);
      always("plane_dip_direction_deg", labels.plane->dip_direction_deg);
    }
    put_unknown(unknown);
  }

  void write(const SourcePlacing& placing) {
    const SourcePlacing defaults;
    put("axes", word_of(placing.axes, scene_text::axis_orders), std::string("from_values"));
    if (placing.zone_shift_m) always("zone_shift_m", *placing.zone_shift_m);
    put("rl_offset_m", placing.rl_offset_m, defaults.rl_offset_m);
    put("vertical_datums", placing.vertical_datums, defaults.vertical_datums);
    const ChosenOperation& chosen = placing.chosen;
    if (chosen.pipeline.empty()) return;
    always("chosen_operation", chosen.name);
    always("chosen_pipeline", chosen.pipeline);
    always("chosen_accuracy_m", chosen.accuracy_m);
    always("chosen_for", std::vector<std::string>{chosen.from, chosen.to, chosen.wanted});
  }

  void write(const SourceFile& file, const toml::table* unknown) {
    text_ += "[[sources.files]]\n";
    always("path", path_text(file.path));
    put("role", std::string(name(file.role)), std::string(name(TableRole::points)));
    put("encoding", file.encoding, std::string());
    put("ignored_columns", file.ignored_columns, {});
    put_unknown(unknown);
    if (!file.columns.empty()) text_ += "[sources.files.columns]\n";
    for (const auto& [role, column] : file.columns) always(name(role), column);
    if (!file.units.empty()) text_ += "[sources.files.units]\n";
    for (const auto& [column, unit] : file.units) always(quoted(column), unit);
  }

  void write(const Layer& layer, const toml::table* unknown) {
    const Layer defaults;
    text_ += "\n[[layers]]\n";
    always("name", layer.name);
    always("source", layer.source);
    put("visible", layer.visible, defaults.visible);
    put("table", layer.table, defaults.table);
    put("filter", layer.filter, defaults.filter);
    put("opacity", layer.opacity, defaults.opacity);
    put("tube_radius_m", layer.tube_radius_m, defaults.tube_radius_m);
    put("point_size_px", layer.point_size_px, defaults.point_size_px);
    put("show_labels", layer.show_labels, defaults.show_labels);
    put("show_outline", layer.show_outline, defaults.show_outline);
    put("shell_column", layer.shell_column, defaults.shell_column);
    put("shell_cutoff", layer.shell_cutoff, defaults.shell_cutoff);
    put_unknown(unknown, {"name", "colour", "holes"});
    const ColourStyle& style = layer.colour;
    text_ += "[layers.colour]\n";
    always("column", style.column);
    put("map", style.map, defaults.colour.map);
    if (std::isfinite(style.min)) always("min", style.min);
    if (std::isfinite(style.max)) always("max", style.max);
    put("scale", word_of(style.scale, scene_text::scales), std::string("automatic"));
    put("bins", style.bins, defaults.colour.bins);
    put("colour", style.colour, defaults.colour.colour);
    put_unknown(table_at(unknown, "colour"));
    if (layer.holes != defaults.holes || table_at(unknown, "holes") != nullptr)
      write(layer.holes, table_at(unknown, "holes"));
  }

  void write(const IgnoreRule& rule, const toml::table* unknown) {
    text_ += "\n[[ignored]]\n";
    put("check", rule.check, std::string());
    put("file", rule.file, std::string());
    put("hole", rule.hole, std::string());
    put("line", rule.line, std::uint64_t{0});
    put("column", rule.column, std::string());
    put_unknown(unknown);
  }

  void write(const Camera& camera, const toml::table* unknown) {
    const Camera defaults;
    put("focal", camera.focal_scene, defaults.focal_scene);
    put("azimuth_deg", camera.azimuth_deg, defaults.azimuth_deg);
    put("elevation_deg", camera.elevation_deg, defaults.elevation_deg);
    put("view_height_m", camera.view_height_m, defaults.view_height_m);
    put("perspective", camera.perspective, defaults.perspective);
    put("field_of_view_deg", camera.field_of_view_deg, defaults.field_of_view_deg);
    put_unknown(unknown);
  }

  void write(const Section& section, const toml::table* unknown) {
    const Section defaults;
    text_ += "\n[section]\n";
    put("on", section.on, defaults.on);
    put("origin", section.slab.origin_scene, defaults.slab.origin_scene);
    put("normal", section.slab.normal, defaults.slab.normal);
    put("thickness_m", section.slab.thickness_m, defaults.slab.thickness_m);
    put("step_m", section.step_m, defaults.step_m);
    put("whole_blocks", section.whole_blocks, defaults.whole_blocks);
    put_unknown(unknown);
  }

  fs::path folder_;
  std::string text_;
};

}  // namespace

void save_scene(const fs::path& file, const Scene& scene, const std::string& unknown_toml) {
  const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
  const std::string text = SceneWriter(folder).write(scene, toml::parse(unknown_toml));
  write_whole(file, [&](const fs::path& target) {
    std::ofstream stream(target, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) throw Error("the scene file cannot be written", "check the space on the disk", {file});
  });
}

}  // namespace lode
