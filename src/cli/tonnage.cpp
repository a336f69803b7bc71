// lode tonnage: tonnes, mean grade and metal above cut-offs.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/layers.h"
#include "cli/print.h"
#include "core/density.h"
#include "core/text.h"
#include "core/tonnage.h"

namespace lode::cli {

using Json = nlohmann::ordered_json;

namespace {

struct TonnageArguments {
  CommonOptions common;
  std::string layer, grade, cutoffs, density, proportion, by;
  bool csv = false;
};

using Rows = std::vector<TonnageRow>;

std::variant<std::monostate, std::string, double> density_of(const std::string& text) {
  if (text.empty()) return {};
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return text;
  if (!(value > 0 && std::isfinite(value)))
    throw UsageError(fmt::format("a density of {} t/m3 makes no sense", text), "give a positive number or a column");
  return value;
}

Json json_of(const TonnageRow& row) {
  return {{"cutoff", json_number(row.cutoff)},       {"blocks", row.blocks},
          {"volume_m3", json_number(row.volume_m3)}, {"tonnes", json_number(row.tonnes)},
          {"grade", json_number(row.grade)},         {"metal_t", json_number(row.metal_t)},
          {"metal_oz", json_number(row.metal_oz)}};
}

Json json_of(const Rows& rows) {
  Json json = Json::array();
  for (const TonnageRow& row : rows) json.push_back(json_of(row));
  return json;
}

void print_json_of(const Tonnage& tonnage, const Layer& layer, const std::string& grade) {
  Json json{{"layer", layer.name},
            {"filter", json_text(layer.filter)},
            {"grade", json_text(grade)},
            {"grade_unit", json_text(tonnage.grade_unit)},
            {"density", json_text(tonnage.density_used)},
            {"without_density", tonnage.without_density},
            {"without_grade", tonnage.without_grade},
            {"rows", json_of(tonnage.rows)}};
  if (!tonnage.by.empty()) {
    json["by_column"] = tonnage.by;
    json["by"] = Json::object();
    for (const auto& [name, rows] : tonnage.groups) json["by"][name] = json_of(rows);
  }
  print_json(json);
}

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string csv_number(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? shortest(*value) : "";
}

void print_csv(const Tonnage& tonnage) {
  print("group,cutoff,blocks,volume_m3,tonnes,grade,metal_t,metal_oz\n");
  const auto add = [](const std::string& group, const Rows& rows) {
    for (const TonnageRow& row : rows)
      print(fmt::format("{},{},{},{},{},{},{},{}\n", csv_cell(group), csv_number(row.cutoff), row.blocks,
                        shortest(row.volume_m3), csv_number(row.tonnes), csv_number(row.grade), csv_number(row.metal_t),
                        csv_number(row.metal_oz)));
  };
  add("all", tonnage.rows);
  for (const auto& [name, rows] : tonnage.groups) add(name, rows);
}

bool has_ounces(const Tonnage& tonnage) {
  return std::any_of(tonnage.rows.begin(), tonnage.rows.end(), [](const TonnageRow& row) { return row.metal_oz; });
}

std::string said_of_density(const Tonnage& tonnage) {
  return fmt::format("{} {} a density: counted in blocks and volume, left out of tonnes, grade and metal",
                     grouped(static_cast<double>(tonnage.without_density)),
                     tonnage.without_density == 1 ? "block lacks" : "blocks lack");
}

void print_text(const Tonnage& tonnage, const Layer& layer, const std::string& grade) {
  const std::string unit = tonnage.grade_unit.empty() ? "" : " " + tonnage.grade_unit;
  const bool ounces = has_ounces(tonnage);
  std::vector<std::string> headings{">cut-off" + unit, ">blocks", ">volume m3", ">tonnes", ">grade" + unit, ">metal t"};
  if (ounces) headings.push_back(">metal oz");
  TextTable table("  ", headings);
  const auto number = [](const std::optional<double>& value, int decimals) {
    return value && std::isfinite(*value) ? grouped(*value, decimals) : std::string("-");
  };
  const auto add = [&](const Rows& rows) {
    for (const TonnageRow& row : rows) {
      std::vector<std::string> cells{std::isfinite(row.cutoff) ? shortest(row.cutoff) : "-",
                                     grouped(static_cast<double>(row.blocks)),
                                     number(row.volume_m3, 0),
                                     number(row.tonnes, 0),
                                     row.grade ? fmt::format("{:.4g}", *row.grade) : "-",
                                     number(row.metal_t, 0)};
      if (ounces) cells.push_back(number(row.metal_oz, 0));
      table.add(std::move(cells));
    }
  };
  if (!tonnage.groups.empty()) table.add_line("all");
  add(tonnage.rows);
  for (const auto& [name, rows] : tonnage.groups) {
    table.add_line(name);
    add(rows);
  }
  print(fmt::format("{}{}{}\n", layer.name, grade.empty() ? "" : ": " + grade,
                    layer.filter.empty() ? "" : fmt::format(", of the blocks where {}", layer.filter)));
  print(table.text());
  if (tonnage.without_density > 0) print("  " + said_of_density(tonnage) + "\n");
}

/// What the figures rest on; beside the results, so that CSV stays clean. `printed`: the table says itself what it can.
void say_what_counts(const Tonnage& tonnage, bool printed) {
  const auto say = [](const std::string& text) { fmt::print(stderr, "{}\n", text); };
  if (tonnage.density_used.empty())
    say("no density: tonnes and metal are left empty (give --density NAME or a number in t/m3)");
  else
    say(fmt::format("density: {}", tonnage.density_used));
  if (tonnage.without_density > 0 && !printed) say(said_of_density(tonnage));
  if (tonnage.without_grade > 0)
    say(fmt::format("{} blocks lack the grade and are above no cut-off",
                    grouped(static_cast<double>(tonnage.without_grade))));
  if (!tonnage.groups.empty()) {
    std::vector<std::string> names;
    for (const auto& [name, rows] : tonnage.groups) names.push_back(name);
    say(fmt::format("split by {}; \"all\" includes {}", tonnage.by, fmt::join(names, ", ")));
  }
}

/// A density in a unit that is not known is no reason to leave tonnes empty without a word.
void refuse_unknown_density(const Opened& opened, const Layer& layer) {
  const Table& table = std::get<BlockModel>(*opened.session->loaded(opened.scene, layer.source)->dataset).table;
  if (density_column(table) != nullptr) return;
  if (const Column* unknown = density_of_unknown_unit(table)) density_factor(*unknown);
}

/// The layer named, or the one that holds blocks: figures of one of several would be taken for those of all.
std::size_t layer_to_count(const Scene& scene, const std::string& name) {
  std::vector<std::string> names;
  for (const Layer& layer : scene.layers)
    if (layer.shell_column.empty() && scene.sources[layer.source].kind == DatasetKind::blocks)
      names.push_back(layer.name);
  if (name.empty() && names.size() > 1)
    throw Error(fmt::format("{} layers hold blocks, and tonnage counts one of them", names.size()),
                fmt::format("choose it with --layer: {}", fmt::join(names, ", ")));
  return find_layer(scene, name, DatasetKind::blocks);
}

int run_tonnage(const TonnageArguments& arguments) {
  if (!arguments.cutoffs.empty() && arguments.grade.empty())
    throw UsageError("--cutoffs needs a grade", "add --grade NAME");
  const TonnageOptions options{arguments.grade, density_of(arguments.density), arguments.proportion, arguments.by};
  const std::vector<double> cutoffs =
      arguments.cutoffs.empty() ? std::vector<double>() : parse_cutoffs(arguments.cutoffs);
  Opened opened = open_inputs(arguments.common, Geographic::refused);
  say_findings(opened);
  if (!arguments.common.filters.empty()) apply_filter(opened, arguments.common.filters.front());
  const std::size_t layer = layer_to_count(opened.scene, arguments.layer);
  if (arguments.density.empty()) refuse_unknown_density(opened, opened.scene.layers[layer]);
  const Tonnage tonnage = opened.session->tonnage(opened.scene, layer, options, cutoffs);
  const Layer& shown = opened.scene.layers[layer];
  if (arguments.common.json) {
    print_json_of(tonnage, shown, arguments.grade);
    return 0;
  }
  if (arguments.csv)
    print_csv(tonnage);
  else
    print_text(tonnage, shown, arguments.grade);
  say_what_counts(tonnage, !arguments.csv);
  if (!opened.scene.note.empty()) fmt::print(stderr, "{}\n", opened.scene.note);
  return 0;
}

}  // namespace

Action define_tonnage(CLI::App& app, OpenWindow) {
  const auto arguments = std::make_shared<TonnageArguments>();
  add_common_options(app, arguments->common, Filters::one);
  app.add_option("--layer", arguments->layer, "The block model's layer; needed where several hold blocks");
  app.add_option("--grade", arguments->grade, "The grade's column");
  app.add_option("--cutoffs", arguments->cutoffs, "A:B:STEP, B included, or one number")
      ->check([](const std::string& text) {
        return fault_of(text, [](const std::string& cutoffs) { parse_cutoffs(cutoffs); });
      });
  app.add_option("--density", arguments->density, "A column, or a number in t/m3 (default: a column named as density)");
  app.add_option("--proportion", arguments->proportion, "The column of the ore fraction, 0 to 1");
  app.add_option("--by", arguments->by, "Split by this column (default: the class column)");
  app.add_flag("--csv", arguments->csv, "Print CSV");
  return [=] { return run_tonnage(*arguments); };
}

}  // namespace lode::cli
