// lode info: what the inputs hold and where it lies.
#include "cli/info.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/layers.h"
#include "cli/print.h"
#include "core/text.h"
#include "geo/crs.h"

namespace lode::cli {

using Json = nlohmann::ordered_json;

namespace {

Json json_value(const Column& column, double value) {
  if (column.type == ColumnType::date && std::isfinite(value)) return iso_date(value);
  return json_number(value);
}

Json json_of(const AttributeInfo& attribute) {
  const Column& column = *attribute.column;
  const ColumnStatistics& s = attribute.statistics;
  return {{"table", attribute.table},
          {"name", column.name},
          {"type", name(column.type)},
          {"unit", column.unit},
          {"count", s.count},
          {"missing", s.missing},
          {"below_detection", s.below_detection},
          {"min", json_value(column, s.min)},
          {"max", json_value(column, s.max)},
          {"mean", json_value(column, s.mean)}};
}

Json json_of(const LayerInfo& info) {
  Json json{{"name", info.name},
            {"kind", info.kind},
            {"source", info.source},
            {"files", info.files},
            {"crs", json_text(info.crs)},
            {"operation", json_text(info.operation)},
            {"pipeline", json_text(info.pipeline)},
            {"accuracy_m", info.accuracy_m < 0 ? Json() : Json(info.accuracy_m)},
            {"count", info.count},
            {"bounds", json_bounds(info.bounds_scene)},
            {"attributes", Json::array()},
            {"tables", Json::array()},
            {"notes", info.notes},
            {"decisions", info.decisions}};
  for (const std::string& warning : info.operation_warnings) json["notes"].push_back(warning);
  for (const AttributeInfo& attribute : info.attributes) json["attributes"].push_back(json_of(attribute));
  for (const Table* table : info.tables)
    json["tables"].push_back({{"name", table->name},
                              {"role", name(table->role)},
                              {"rows", table->rows_read},
                              {"kept", table->rows},
                              {"rejected", table->rows_rejected}});
  if (!info.desurvey.empty()) json["desurvey"] = info.desurvey;
  if (info.filtered_rows) {
    json["filter"] = info.filter;
    json["filtered_rows"] = *info.filtered_rows;
  }
  return json;
}

std::string number_text(const Column& column, double value) {
  if (!std::isfinite(value)) return "";
  if (column.type == ColumnType::date) return iso_date(value);
  return fmt::format("{:.6g}", value);
}

std::string extent_text(const Bounds& bounds, bool geographic) {
  if (bounds.empty()) return "none";
  const auto range = [](const char* axis, double from, double to, int decimals) {
    return fmt::format("{} {} to {}", axis, grouped(from, decimals), grouped(to, decimals));
  };
  const int decimals = geographic ? 6 : 1;
  return fmt::format("{},  {},  {}", range("E", bounds.min.x, bounds.max.x, decimals),
                     range("N", bounds.min.y, bounds.max.y, decimals), range("RL", bounds.min.z, bounds.max.z, 1));
}

const char* unit_of_count(const LayerInfo& info) {
  if (info.kind == "drillholes") return "holes";
  if (info.kind == "surface") return "triangles";
  return info.kind == "blocks" ? "blocks" : "points";
}

std::string table_text(const LayerInfo& info) {
  TextTable table("  ", {"table", "role", ">rows", ">kept", ">rejected"});
  for (const Table* t : info.tables)
    table.add({t->name, name(t->role), grouped(static_cast<double>(t->rows_read)),
               grouped(static_cast<double>(t->rows)), grouped(static_cast<double>(t->rows_rejected))});
  return table.text();
}

std::string attribute_text(const LayerInfo& info) {
  TextTable table("  ", {"attribute", "unit", "type", ">count", ">missing", ">below det.", ">min", ">max", ">mean"});
  const bool several = info.tables.size() > 1;
  const std::string* shown = nullptr;
  for (const AttributeInfo& attribute : info.attributes) {
    if (several && (!shown || *shown != attribute.table)) table.add_line(attribute.table);
    shown = &attribute.table;
    const Column& column = *attribute.column;
    const ColumnStatistics& s = attribute.statistics;
    table.add({(several ? "  " : "") + column.name, column.unit, name(column.type),
               grouped(static_cast<double>(s.count)), grouped(static_cast<double>(s.missing)),
               grouped(static_cast<double>(s.below_detection)), number_text(column, s.min), number_text(column, s.max),
               number_text(column, s.mean)});
  }
  return table.text();
}

std::string accuracy_text(double accuracy_m) {
  if (accuracy_m < 0) return "accuracy unknown";
  return accuracy_m == 0 ? "exact" : fmt::format("accuracy {} m", shortest(accuracy_m));
}

std::string placed_text(const LayerInfo& info) {
  if (info.crs.empty()) return "as it stands: no CRS is stated";
  if (info.operation.empty()) return "as it stands: its CRS is the scene's";
  return fmt::format("from {} to {} by {}, {}", info.placed_from, info.placed_to, info.operation,
                     accuracy_text(info.accuracy_m));
}

std::string likely_text(const geo::LikelyCrs& likely) {
  return fmt::format("{} ({}){}{}, {}", likely.code, likely.name, likely.swapped ? " with x and y changed" : "",
                     likely.zone_shift_m == 0 ? std::string()
                                              : fmt::format(" with {} added to eastings", grouped(likely.zone_shift_m)),
                     likely.gap_m > 0 ? fmt::format("{} m from {}", grouped(std::round(likely.gap_m)), likely.nearest)
                                      : fmt::format("over {}, middles {} m apart", likely.nearest,
                                                    grouped(std::round(likely.centres_m))));
}

std::string text_of(const LayerInfo& info, bool geographic) {
  const bool some = info.count != info.all;
  std::string text = fmt::format("\n{}: {}, {}{} {}\n", info.name, info.kind, grouped(static_cast<double>(info.count)),
                                 some ? " of " + grouped(static_cast<double>(info.all)) : "", unit_of_count(info));
  const auto line = [&](const char* label, const std::string& value) {
    text += fmt::format("  {:<10} {}\n", label, value);
  };
  line("source", info.source);
  line("CRS", info.crs_title);
  line("placed", placed_text(info));
  for (const std::string& warning : info.operation_warnings) line("", warning);
  for (const geo::LikelyCrs& likely : info.likely)
    line(&likely == &info.likely.front() ? "CRS may be" : "", likely_text(likely));
  if (!info.desurvey.empty()) line("desurvey", info.desurvey);
  if (!info.lattice.empty()) line("grid", info.lattice);
  line("extent", extent_text(info.bounds_scene, geographic));
  if (info.filtered_rows)
    line("filter", fmt::format("{}: {} rows", info.filter, grouped(static_cast<double>(*info.filtered_rows))));
  for (const std::string& decision : info.decisions)
    line(&decision == &info.decisions.front() ? "read as" : "", decision);
  for (const std::string& note : info.notes) line(&note == &info.notes.front() ? "import" : "", note);
  if (!info.tables.empty()) text += "\n" + table_text(info);
  if (!info.attributes.empty()) text += "\n" + attribute_text(info);
  return text;
}

/// Of the visible layers; of all where none is, or nothing is shown.
Bounds bounds_of(const std::vector<LayerInfo>& layers) {
  Bounds visible, all;
  for (const LayerInfo& layer : layers) {
    all.add(layer.bounds_scene);
    if (layer.visible) visible.add(layer.bounds_scene);
  }
  return visible.empty() ? all : visible;
}

int run_info(const CommonOptions& options) {
  Opened opened = open_inputs(options, Geographic::allowed);
  if (!options.filters.empty()) apply_filter(opened, options.filters.front());
  const ProblemCounts counts = count_problems(opened.problems);
  std::vector<LayerInfo> layers;
  for (std::size_t i = 0; i < opened.scene.layers.size(); ++i) layers.push_back(layer_info(opened, i));
  const Bounds bounds = bounds_of(layers);
  if (options.json) {
    Json json{
        {"crs", json_text(crs_code(opened.scene.crs))}, {"bounds", json_bounds(bounds)}, {"layers", Json::array()}};
    for (const LayerInfo& layer : layers) json["layers"].push_back(json_of(layer));
    json["problems"] = {{"errors", counts.errors}, {"warnings", counts.warnings}, {"notes", counts.notes}};
    if (!opened.scene.note.empty()) json["note"] = opened.scene.note;
    print_json(json);
    return 0;
  }
  const bool geographic = !opened.scene.crs.empty() && geo::describe_crs(opened.scene.crs).geographic;
  if (!opened.scene.title.empty()) print(fmt::format("{}\n", opened.scene.title));
  if (!opened.scene.note.empty()) print(fmt::format("{}\n", opened.scene.note));
  print(fmt::format("CRS     {}\nextent  {}\n", crs_title(opened.scene.crs), extent_text(bounds, geographic)));
  for (const LayerInfo& layer : layers) print(text_of(layer, geographic));
  print(fmt::format("\n{}{}\n", text_of(counts), opened.problems.empty() ? "" : ": `lode check` lists them"));
  return 0;
}

}  // namespace

Action define_info(CLI::App& app, OpenWindow) {
  const auto options = std::make_shared<CommonOptions>();
  add_common_options(app, *options, Filters::one);
  return [=] { return run_info(*options); };
}

}  // namespace lode::cli
