// lode crs search, lode crs info.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/common.h"
#include "cli/crs.h"
#include "cli/info.h"
#include "cli/print.h"
#include "core/text.h"
#include "geo/crs_input.h"
#include "geo/grid_factors.h"
#include "geo/near.h"
#include "geo/search.h"
#include "session/likely_crs.h"

namespace lode::cli {

using Json = nlohmann::ordered_json;

namespace {

struct SearchArguments {
  std::vector<std::string> words;
  std::string at;
  std::vector<std::string> inputs;
  std::size_t limit = 20;
  bool json = false;
};

Json json_of(const geo::Area& area) {
  if (!area.known()) return nullptr;
  return {{"name", area.name}, {"west", area.west}, {"south", area.south}, {"east", area.east}, {"north", area.north}};
}

Json json_of(const geo::CrsInfo& info) {
  return {{"code", json_text(info.code)},
          {"name", info.name},
          {"kind", info.mine_grid   ? "mine grid"
                   : info.projected ? "projected"
                                    : "geographic"},
          {"area", json_of(info.area)},
          {"unit", info.unit},
          {"metres_per_unit", info.geographic ? Json() : Json(info.metres_per_unit)},
          {"datum", info.datum},
          {"axes", info.axes},
          {"projection", json_text(info.projection)},
          {"false_easting", json_number(info.false_easting)},
          {"central_meridian", json_number(info.central_meridian)},
          {"vertical", json_text(info.vertical)},
          {"base", json_text(info.base)},
          {"height_shift_m", info.height_shift_m}};
}

/// Vertical systems cannot place data, so that only their database entry is shown.
Json json_of(const geo::CrsEntry& entry) {
  if (entry.kind == "vertical")
    return {{"code", entry.code}, {"name", entry.name}, {"kind", entry.kind}, {"area", json_of(entry.area)}};
  Json json = json_of(geo::describe_crs(entry.code));
  json["code"] = entry.code;
  json["name"] = entry.name;
  json["kind"] = entry.kind;
  return json;
}

void print_entry(const geo::CrsEntry& entry) {
  print(fmt::format("{:<12} {}\n", entry.code, entry.name));
  std::string line = entry.kind;
  if (entry.kind != "vertical") {
    const geo::CrsInfo info = geo::describe_crs(entry.code);
    line += fmt::format(", {}, datum {}, axes {}", info.unit, info.datum, info.axes);
    if (!info.vertical.empty()) line += ", heights " + info.vertical;
  }
  print(fmt::format("{:<12}   {}\n", "", line));
  if (entry.area.known()) print(fmt::format("{:<12}   {}\n", "", entry.area.name));
}

int print_matches(const geo::CrsMatches& matches, const SearchArguments& arguments, const std::string& sought) {
  if (arguments.json) {
    Json json{{"found", matches.found}, {"all_words", matches.all_words}, {"systems", Json::array()}};
    for (const geo::CrsEntry& entry : matches.entries) json["systems"].push_back(json_of(entry));
    print_json(json);
    return matches.entries.empty() ? 1 : 0;
  }
  if (matches.entries.empty())
    throw Error(fmt::format("no system is found for '{}'", sought),
                "search by a part of the name, the country or the zone: lode crs search UTM 44N");
  if (!matches.all_words) print("No system matches every word; these match most of them.\n\n");
  for (const geo::CrsEntry& entry : matches.entries) print_entry(entry);
  if (matches.found > matches.entries.size())
    print(fmt::format("\nand {} more: add a word, or --limit {}\n",
                      grouped(static_cast<double>(matches.found - matches.entries.size())), matches.found));
  return 0;
}

std::string distance_text(const geo::LikelyCrs& likely) {
  if (likely.nearest.empty()) return "";
  if (likely.gap_m > 0) return fmt::format("{} m from {}", grouped(std::round(likely.gap_m)), likely.nearest);
  return fmt::format("over {}, middles {} m apart", likely.nearest, grouped(std::round(likely.centres_m)));
}

std::string how_text(const geo::LikelyCrs& likely) {
  std::string text = likely.swapped ? "with x and y changed" : "";
  if (likely.zone_shift_m != 0)
    text += fmt::format("{}with {} added to eastings", text.empty() ? "" : ", ", grouped(likely.zone_shift_m));
  return text;
}

Json json_of(const geo::LikelyCrs& likely) {
  return {{"code", likely.code},
          {"name", likely.name},
          {"area", likely.area},
          {"swapped", likely.swapped},
          {"zone_shift_m", likely.zone_shift_m},
          {"nearest", json_text(likely.nearest)},
          {"gap_m", likely.nearest.empty() ? Json() : json_number(likely.gap_m)},
          {"centres_m", likely.nearest.empty() ? Json() : json_number(likely.centres_m)}};
}

int search_for_data(const SearchArguments& arguments, const std::string& area) {
  CommonOptions common;
  common.inputs = arguments.inputs;
  const Opened opened = open_inputs(common, Geographic::allowed);
  Json json{{"layers", Json::array()}};
  bool any = false;
  for (std::uint32_t source = 0; source < opened.scene.sources.size(); ++source) {
    if (!opened.scene.sources[source].crs.empty()) continue;
    any = true;
    const std::string& name = opened.scene.sources[source].name;
    const std::vector<geo::LikelyCrs> found =
        likely_systems(*opened.session, opened.scene, source, area, arguments.limit);
    Json systems = Json::array();
    for (const geo::LikelyCrs& likely : found) systems.push_back(json_of(likely));
    json["layers"].push_back({{"name", name}, {"systems", systems}});
    if (arguments.json) continue;
    print(fmt::format("{}: {}\n", name, found.empty() ? "no system has its coordinates in its area" : "best first"));
    TextTable table("  ", {"code", "name", "distance", ""});
    for (const geo::LikelyCrs& likely : found)
      table.add({likely.code, likely.name, distance_text(likely), how_text(likely)});
    if (!found.empty()) print(table.text());
    if (!found.empty() && found.front().nearest.empty())
      print("  Name other layers beside it, or a country, to tell which of these it is.\n");
  }
  if (!any) throw Error("every input states its CRS", "`lode info` shows them");
  if (arguments.json) print_json(json);
  return 0;
}

int run_search(const SearchArguments& arguments) {
  const std::string text = fmt::format("{}", fmt::join(arguments.words, " "));
  if (!arguments.inputs.empty()) return search_for_data(arguments, text);
  if (!arguments.at.empty()) {
    const Vec3 at = parse_point(arguments.at);
    if (std::abs(at.x) > 360 || std::abs(at.y) > 90)
      throw UsageError(fmt::format("'{}' is no longitude and latitude", arguments.at),
                       "longitude comes first: 82.3,49.3");
    return print_matches(geo::search_crs_at(at.x, at.y, arguments.limit), arguments, arguments.at);
  }
  if (text.empty())
    throw UsageError("nothing to search for was given",
                     "give a name, a zone or a country, --at LON,LAT, or --for INPUT");
  return print_matches(geo::search_crs(text, arguments.limit), arguments, text);
}

struct InfoArguments {
  std::string crs, at;
  bool json = false, wkt = false;
};

void print_info(const geo::CrsInfo& info) {
  const auto line = [](const char* label, const std::string& value) {
    if (!value.empty()) print(fmt::format("{:<18} {}\n", label, value));
  };
  print(fmt::format("{}\n", info.code.empty() ? info.name : fmt::format("{} ({})", info.name, info.code)));
  line("kind", info.mine_grid ? "mine grid" : info.projected ? "projected" : "geographic");
  line("turned out of", info.base);
  line("datum", info.datum);
  line("projection", info.projection);
  line("axes", info.axes);
  line("unit", info.geographic || info.metres_per_unit == 1
                   ? info.unit
                   : fmt::format("{} = {} m", info.unit, shortest(info.metres_per_unit)));
  if (std::isfinite(info.central_meridian)) line("central meridian", shortest(info.central_meridian));
  if (std::isfinite(info.false_easting)) line("false easting", grouped(info.false_easting, -1));
  line("heights", info.vertical);
  if (info.height_shift_m != 0) line("height shift", shortest(info.height_shift_m) + " m");
  line("area", info.area.name);
  if (info.area.known())
    line("", fmt::format("longitude {} to {}, latitude {} to {}", shortest(info.area.west), shortest(info.area.east),
                         shortest(info.area.south), shortest(info.area.north)));
}

int run_crs_info(const InfoArguments& arguments) {
  const std::string crs = geo::crs_of_input(arguments.crs);
  if (crs.empty()) throw UsageError("no CRS was given", "e.g. lode crs info EPSG:32644");
  if (arguments.wkt) {
    print(geo::wkt_of(crs));
    return 0;
  }
  const geo::CrsInfo info = geo::describe_crs(crs);
  const std::optional<Vec3> at = arguments.at.empty() ? std::nullopt : std::optional(parse_point(arguments.at));
  Json json = json_of(info);
  if (!arguments.json) print_info(info);
  if (at) {
    const geo::GridFactors factors = geo::grid_factors(crs, *at);
    json["convergence_deg"] = json_number(factors.convergence_deg);
    json["scale"] = json_number(factors.scale);
    if (!arguments.json)
      print(fmt::format("{:<18} {:.6f} degrees: true azimuth = grid azimuth + convergence\n{:<18} {:.8f}\n",
                        "convergence there", factors.convergence_deg, "scale there", factors.scale));
  }
  if (arguments.json) print_json(json);
  return 0;
}

}  // namespace

CrsCommand define_crs_search(CLI::App& app) {
  const auto arguments = std::make_shared<SearchArguments>();
  CLI::App* command = app.add_subcommand("search", "finds systems by name, zone, country or code, or for data");
  command->add_option("TEXT", arguments->words, "Words of the name, the area or the code: UTM 44N");
  command->add_option("--at", arguments->at, "LON,LAT: systems whose area holds this point");
  command->add_option("--for", arguments->inputs,
                      "Inputs: the systems that those without a CRS may be in, nearest to the others first");
  command->add_option("--limit", arguments->limit, "How many are listed (default 20)");
  command->add_flag("--json", arguments->json, "Print one JSON object");
  command->footer(
      "\nExamples:\n  lode crs search Pulkovo Gauss 14\n  lode crs search Kazakhstan\n"
      "  lode crs search --for collar.csv topo.tif\n");
  return {command, [=] { return run_search(*arguments); }};
}

CrsCommand define_crs_info(CLI::App& app) {
  const auto arguments = std::make_shared<InfoArguments>();
  CLI::App* command = app.add_subcommand("info", "area, unit, datum, axes of one system");
  command->add_option("CRS", arguments->crs, "EPSG:n, a whole name, WKT, a PROJ string, a .prj or .wkt file")
      ->required();
  command->add_option("--at", arguments->at, "X,Y in it: convergence and scale there");
  command->add_flag("--wkt", arguments->wkt, "Print its WKT");
  command->add_flag("--json", arguments->json, "Print one JSON object");
  command->footer("\nExample:\n  lode crs info EPSG:28414 --at 14595000,5465000\n");
  return {command, [=] { return run_crs_info(*arguments); }};
}

}  // namespace lode::cli
