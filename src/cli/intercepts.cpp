// lode intercepts: significant intercepts as press releases have them.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/downhole_options.h"
#include "cli/layers.h"
#include "cli/print.h"
#include "core/text.h"
#include "session/downhole.h"

namespace lode::cli {

using Json = nlohmann::ordered_json;

namespace {

struct InterceptArguments {
  CommonOptions common;
  std::string layer, table, grade, plane, output, missing = "zero";
  InterceptOptions options;
};

constexpr char unknown_width[] = "downhole length, true width not known";

/// "60/135". Throws Error.
Plane plane_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  Plane plane;
  const auto number = [&](std::size_t begin, std::size_t end, double& value) {
    const auto [rest, error] = std::from_chars(text.data() + begin, text.data() + end, value);
    return error == std::errc() && rest == text.data() + end;
  };
  const bool good = slash != std::string::npos && number(0, slash, plane.dip_deg) &&
                    number(slash + 1, text.size(), plane.dip_direction_deg);
  if (!good || !(plane.dip_deg >= 0 && plane.dip_deg <= 90) || !(std::abs(plane.dip_direction_deg) <= 360))
    throw Error(fmt::format("\"{}\" is no plane", text), "write dip and dip direction in degrees: 60/135");
  return plane;
}

Json json_of(const Intercept& intercept, const InterceptTable& found, const std::optional<Plane>& plane) {
  const Drillholes& drillholes = found.drillholes();
  Json json{{"hole", drillholes.holes[intercept.hole].id},
            {"from", json_number(intercept.from_m)},
            {"to", json_number(intercept.to_m)},
            {"length", json_number(intercept.length_m())},
            {"grade", json_number(intercept.grade)},
            {"grade_x_length", json_number(intercept.grade * intercept.length_m())},
            {"dilution", json_number(intercept.dilution_m)},
            {"true_thickness",
             plane ? json_number(true_thickness_m(drillholes, intercept.hole, intercept.from_m, intercept.to_m, *plane))
                   : Json()},
            {"text", text_of(intercept, found.grade, drillholes, plane)}};
  if (!intercept.including.empty()) {
    json["including"] = Json::array();
    for (const Intercept& nested : intercept.including) json["including"].push_back(json_of(nested, found, plane));
  }
  return json;
}

void print_json_of(const InterceptTable& found, const InterceptArguments& arguments,
                   const std::optional<Plane>& plane) {
  Json json{{"table", found.counted.table},
            {"filter", json_text(found.counted.filter)},
            {"rows", found.counted.of},
            {"rows_that_count", found.counted.rows},
            {"grade", arguments.grade},
            {"unit", json_text(found.grade.unit)},
            {"cutoff", json_number(arguments.options.cutoff)},
            {"overlapping_rows_left_out", found.intercepts.overlapping},
            {"note", plane ? Json() : Json(unknown_width)},
            {"intercepts", Json::array()}};
  for (const Intercept& intercept : found.intercepts.rows)
    json["intercepts"].push_back(json_of(intercept, found, plane));
  print_json(json);
}

/// The rules that the figures follow.
std::string rules_of(const InterceptOptions& options, const GradeName& grade) {
  const std::string unit = grade.unit.empty() ? "" : " " + grade.unit;
  std::string text = fmt::format("cut-off {}{}, internal dilution to {} m", shortest(options.cutoff), unit,
                                 shortest(options.max_dilution_m));
  if (std::isfinite(options.max_total_dilution_m))
    text += fmt::format(" and {} m in all", shortest(options.max_total_dilution_m));
  if (options.min_length_m > 0) text += fmt::format(", at least {} m", shortest(options.min_length_m));
  if (options.min_grade_length > 0)
    text += fmt::format(", grade x length at least {}", shortest(options.min_grade_length));
  if (options.top_cut) text += fmt::format(", top cut {}{}", shortest(*options.top_cut), unit);
  if (options.including_cutoff) text += fmt::format(", including at {}{}", shortest(*options.including_cutoff), unit);
  return text + (options.missing_breaks ? "; missing grades break" : "; missing grades count as zero");
}

void print_text(const InterceptTable& found, const InterceptArguments& arguments, const std::optional<Plane>& plane) {
  const Drillholes& drillholes = found.drillholes();
  for (const Intercept& intercept : found.intercepts.rows)
    print(fmt::format("{}: {}\n", drillholes.holes[intercept.hole].id,
                      text_of(intercept, found.grade, drillholes, plane)));
  if (!plane && !found.intercepts.rows.empty()) print(fmt::format("{}\n", unknown_width));
  fmt::print(stderr, "{} intercepts of {}: {}\n", found.intercepts.rows.size(), found.counted.table,
             rules_of(arguments.options, found.grade));
  if (!found.counted.filter.empty()) fmt::print(stderr, "{}\n", text_of(found.counted));
  if (plane)
    fmt::print(stderr, "true thickness across a plane that dips {} degrees towards {}\n", shortest(plane->dip_deg),
               shortest(plane->dip_direction_deg));
  if (found.intercepts.overlapping > 0)
    fmt::print(stderr, "{} rows overlap others and are left out: `lode check` lists them\n",
               found.intercepts.overlapping);
}

int run_intercepts(InterceptArguments arguments) {
  InterceptOptions& options = arguments.options;
  options.missing_breaks = arguments.missing == "breaks";
  if (options.including_cutoff && *options.including_cutoff <= options.cutoff)
    throw UsageError("the cut-off of --including is not above --cutoff", "give a higher one");
  if (options.top_cut && *options.top_cut < options.cutoff)
    throw UsageError("the top cut is below the cut-off: nothing would be found", "give a higher one");
  std::optional<Plane> plane;
  if (!arguments.plane.empty()) plane = plane_of(arguments.plane);
  const std::filesystem::path output = path_from_utf8(arguments.output);
  if (!arguments.output.empty()) check_csv_output(output);
  Opened opened = open_inputs(arguments.common, Geographic::allowed);
  say_findings(opened);
  if (!arguments.common.filters.empty()) apply_filter(opened, arguments.common.filters.front());
  const std::size_t index = find_drillholes(opened.scene, arguments.layer);
  apply_sample_table(opened, index, arguments.table, arguments.grade);
  const Layer& layer = opened.scene.layers[index];
  const InterceptTable found =
      intercept_table(opened.session->loaded(opened.scene, layer.source), layer, arguments.grade, options);
  if (!arguments.output.empty()) {
    Progress progress;
    write_downhole_csv(*opened.session, opened.scene, index, as_table(found, plane), output, progress);
  }
  if (arguments.common.json)
    print_json_of(found, arguments, plane);
  else
    print_text(found, arguments, plane);
  return 0;
}

}  // namespace

Action define_intercepts(CLI::App& app, OpenWindow) {
  const auto arguments = std::make_shared<InterceptArguments>();
  InterceptOptions& options = arguments->options;
  add_common_options(app, arguments->common, Filters::one);
  app.add_option("--grade", arguments->grade, "The grade's column")->required();
  app.add_option("--cutoff", options.cutoff, "Intercepts start and end at or above it")->required();
  app.add_option("--min-length", options.min_length_m, "Least length in metres (default 0)")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--max-dilution", options.max_dilution_m, "Greatest run below the cut-off in metres (default 2)")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--max-total-dilution", options.max_total_dilution_m, "Of all such runs together (default: no limit)")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--top-cut", options.top_cut, "Higher grades count as this");
  app.add_option("--missing", arguments->missing, "Missing grades and gaps: zero (default) or breaks")
      ->check(CLI::IsMember({"zero", "breaks"}));
  app.add_option("--including", options.including_cutoff, "A second, higher cut-off for \"including\"");
  app.add_option("--min-grade-length", options.min_grade_length, "Least grade x length (default 0)");
  app.add_option("--plane", arguments->plane, "DIP/DIP_DIRECTION of the body, for true thickness")
      ->check([](const std::string& text) { return fault_of(text, [](const std::string& t) { plane_of(t); }); });
  app.add_option("--layer", arguments->layer, "The layer of drillholes, where several differ");
  app.add_option("--table", arguments->table, "The interval table (default: the first with the grade)");
  app.add_option("-o,--output", arguments->output, "A CSV file to write beside the list");
  return [=] { return run_intercepts(*arguments); };
}

}  // namespace lode::cli
