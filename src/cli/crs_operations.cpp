// lode crs operations: the ways from one system to another.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/crs.h"
#include "cli/info.h"
#include "cli/print.h"
#include "core/text.h"
#include "geo/crs_input.h"

namespace lode::cli {

using Json = nlohmann::ordered_json;

namespace {

struct OperationsArguments {
  std::string from, to, at, area;
  bool pipelines = false, json = false;
};

Json json_of(const geo::Operation& operation) {
  return {{"name", operation.name},
          {"shift", operation.shift},
          {"code", json_text(operation.shift_code)},
          {"accuracy_m", operation.accuracy_m < 0 ? Json() : Json(operation.accuracy_m)},
          {"area", json_text(operation.area.name)},
          {"covers", operation.covers},
          {"ballpark", operation.ballpark},
          {"missing_grid", json_text(operation.missing_grid)},
          {"away_m", json_number(operation.away_m)},
          {"pipeline", operation.pipeline}};
}

std::string accuracy_text(const geo::Operation& operation) {
  if (operation.ballpark) return "ballpark";
  if (operation.accuracy_m < 0) return "unknown";
  return operation.accuracy_m == 0 ? "exact" : shortest(operation.accuracy_m) + " m";
}

std::string remark_on(const geo::Operation& operation, bool first) {
  std::string text;
  const auto add = [&](const std::string& remark) { text += (text.empty() ? "" : "; ") + remark; };
  if (!operation.missing_grid.empty()) add("needs the grid " + operation.missing_grid + ", not installed");
  if (!operation.covers) add("made for another area");
  if (operation.ballpark) add("no datum shift");
  if (!first && operation.away_m > 0.0005)
    add(fmt::format("{:.{}f} m away", operation.away_m, operation.away_m < 1 ? 3 : 1));
  return text;
}

void print_operation(const geo::Operation& operation, std::size_t number, bool used, bool pipeline) {
  print(fmt::format("{:>2}{} {}{}\n", number, used ? "*" : " ", operation.shift,
                    operation.shift_code.empty() ? "" : fmt::format(" ({})", operation.shift_code)));
  const std::string remark = remark_on(operation, used);
  print(fmt::format("     {}{}{}\n", accuracy_text(operation), remark.empty() ? "" : "; ", remark));
  if (operation.area.known()) print(fmt::format("     {}\n", operation.area.name));
  if (operation.name != operation.shift) print(fmt::format("     whole: {}\n", operation.name));
  if (pipeline) print(fmt::format("     {}\n", operation.pipeline));
}

std::vector<geo::Operation> find_operations(const OperationsArguments& arguments, const std::string& from,
                                            const std::string& to) {
  if (!arguments.area.empty()) {
    const std::vector<double> box = parse_numbers(arguments.area, 4);
    if (std::abs(box[1]) > 90 || std::abs(box[3]) > 90 || box[1] > box[3])
      throw UsageError(fmt::format("'{}' is no area", arguments.area), "write WEST,SOUTH,EAST,NORTH in degrees");
    return geo::operations_in(from, to, {"area asked for", box[0], box[1], box[2], box[3]});
  }
  if (arguments.at.empty()) return geo::operations(from, to, std::nullopt);
  return geo::operations(from, to, parse_point(arguments.at));
}

int run_operations(const OperationsArguments& arguments) {
  const std::string from = geo::crs_of_input(arguments.from), to = geo::crs_of_input(arguments.to);
  const std::vector<geo::Operation> found = find_operations(arguments, from, to);
  std::size_t used = 0;
  while (used < found.size() && !found[used].missing_grid.empty()) ++used;
  if (arguments.json) {
    Json json{{"from", crs_code(from)}, {"to", crs_code(to)}, {"operations", Json::array()}};
    for (const geo::Operation& operation : found) json["operations"].push_back(json_of(operation));
    json["used"] = used < found.size() ? Json(used) : Json();
    print_json(json);
    return found.empty() ? 1 : 0;
  }
  if (found.empty())
    throw Error(fmt::format("no operation leads from {} to {}", crs_title(from), crs_title(to)),
                "choose other systems");
  print(fmt::format("from {}\nto   {}\n\n", crs_title(from), crs_title(to)));
  for (std::size_t i = 0; i < found.size(); ++i) print_operation(found[i], i + 1, i == used, arguments.pipelines);
  print("\n* is used unless another is chosen: --operation with its name, a part of it, or its code.\n");
  if (arguments.at.empty() && arguments.area.empty())
    print("Which covers the data and how far they lie apart is said with --at X,Y or --area W,S,E,N.\n");
  return 0;
}

}  // namespace

CrsCommand define_crs_operations(CLI::App& app) {
  const auto arguments = std::make_shared<OperationsArguments>();
  CLI::App* command =
      app.add_subcommand("operations", "the ways from one system to another: accuracy, area, distance from the best");
  command->add_option("FROM", arguments->from, "A system: EPSG:n, a name, WKT, a PROJ string or a file")->required();
  command->add_option("TO", arguments->to, "Another")->required();
  CLI::Option* at = command->add_option("--at", arguments->at, "X,Y in FROM, easting or longitude first");
  command->add_option("--area", arguments->area, "WEST,SOUTH,EAST,NORTH in degrees")->excludes(at);
  command->add_flag("--pipelines", arguments->pipelines, "Print each as a PROJ pipeline, x first");
  command->add_flag("--json", arguments->json, "Print one JSON object");
  command->footer("\nExample:\n  lode crs operations EPSG:28414 EPSG:32644 --at 14595000,5465000\n");
  return {command, [=] { return run_operations(*arguments); }};
}

}  // namespace lode::cli
