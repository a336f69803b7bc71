#include "cli/placing_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <functional>
#include <optional>

#include "cli/command.h"
#include "cli/named_value.h"
#include "core/length_unit.h"
#include "core/text.h"
#include "geo/crs.h"
#include "geo/crs_input.h"

namespace lode::cli {

namespace {

namespace fs = std::filesystem;

std::optional<double> number_of(const std::string& text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

std::optional<AxisOrder> axes_of(const std::string& text) {
  if (text == "easting-first") return AxisOrder::easting_first;
  if (text == "northing-first") return AxisOrder::northing_first;
  return std::nullopt;
}

/// "-99,-1"; nothing where one of them is blank.
std::optional<std::vector<std::string>> codes_of(std::string_view text) {
  std::vector<std::string> codes;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    codes.emplace_back(trim(text.substr(begin, end - begin)));
    if (codes.back().empty()) return std::nullopt;
    begin = end + 1;
  }
  return codes;
}

template <typename Parse>
std::function<std::string(const std::string&)> check_of(Parse parse, const char* known, const char* example) {
  return [=](const std::string& text) {
    const NamedValue given = named_value_of(text);
    if (parse(given.value)) return std::string();
    return fmt::format("'{}' is not {}; of one input alone write NAME={}", given.value, known, example);
  };
}

void add(CLI::App& app, const char* name, std::vector<std::string>& values, const std::string& help,
         const std::function<std::string(const std::string&)>& check) {
  CLI::Option* option = app.add_option(name, values, help)->allow_extra_args(false)->type_name("[NAME=]VALUE");
  if (check) option->check(check);
}

/// One option as given, and the inputs it can say something of.
struct Option {
  const char* name;
  const std::vector<std::string>& texts;
  std::function<bool(const Source&)> serves;  ///< empty: all
};

/// Calls `set` with what is said for all, then with what names an input. Returns the names of those reached without
/// being named.
std::vector<const Source*> for_each_given(const Option& option, Scene& scene,
                                          const std::function<void(Source&, const std::string&)>& set) {
  std::vector<const Source*> unnamed;
  for (const bool by_name : {false, true})
    for (const std::string& text : option.texts) {
      const NamedValue given = named_value_of(text);
      if (given.name.empty() == by_name) continue;
      bool any = false;
      for (Source& source : scene.sources) {
        if (by_name && !is_named(source, given.name)) continue;
        any = true;
        if (option.serves && !option.serves(source)) continue;
        set(source, given.value);
        if (by_name)
          std::erase(unnamed, &source);
        else
          unnamed.push_back(&source);
      }
      if (!any && by_name) throw_no_such_input(option.name, given.name, scene);
    }
  return unnamed;
}

/// Feet meant for one data set that reached another too.
std::string note_of(const Option& option, const std::vector<const Source*>& reached) {
  const auto differs = [&](const Source* source) { return source->crs != reached.front()->crs; };
  if (std::ranges::none_of(reached, differs)) return {};
  std::string names;
  for (const Source* source : reached) names += (names.empty() ? "" : ", ") + source->name;
  return fmt::format("{} {} is taken for {}; for one of them alone write {} {}={}", option.name, option.texts.back(),
                     names, option.name, reached.front()->name, option.texts.back());
}

/// The first projected one; "" when the data must tell.
std::string first_projected_crs(const Scene& scene) {
  for (const Source& source : scene.sources)
    if (!source.crs.empty() && geo::describe_crs(source.crs).projected) return source.crs;
  return {};
}

}  // namespace

std::optional<double> metres_per_unit(const std::string& unit) {
  if (unit == "m") return 1;
  if (unit == "ft") return metres_per(LengthUnit::feet);
  if (unit == "us-ft") return metres_per(LengthUnit::us_survey_feet);
  return std::nullopt;
}

void add_placing_options(CLI::App& app, PlacingOptions& options) {
  const auto units = check_of(metres_per_unit, "m, ft or us-ft", "ft");
  add(app, "--source-crs", options.source_crs,
      "The CRS of inputs that state none, as --crs; NAME=CRS of one input, also where it states another", {});
  add(app, "--coordinate-unit", options.coordinate_unit,
      "The unit of eastings and northings, where it is not their CRS's; without a CRS of RLs and block sizes too: m, "
      "ft, us-ft; "
      "NAME=ft of one input",
      units);
  add(app, "--depth-unit", options.depth_unit,
      "The unit of depths, from and to: m, ft, us-ft; NAME=ft of one input: a layer, a file or a folder", units);
  add(app, "--rl-unit", options.rl_unit, "The unit of RLs, likewise", units);
  add(app, "--rl-offset", options.rl_offset, "Metres to add to RLs; NAME=METRES to those of one input",
      check_of(number_of, "a number of metres", "2.5"));
  add(app, "--axes", options.axes,
      "What x holds: easting-first, northing-first (default: found from the values); NAME=... of one input",
      check_of(axes_of, "easting-first or northing-first", "northing-first"));
  add(app, "--missing-codes", options.missing_codes,
      "Codes that mean missing beside the standard ones, as -99,-1; NAME=-99 of one input",
      check_of(codes_of, "a list of codes", "-99,-1"));
  app.add_flag("--vertical-datums", options.vertical_datums,
               "Take RLs from the vertical datum of the input to that of the scene, where both CRSs have one");
}

std::string source_crs_for_all(const PlacingOptions& options) {
  std::string crs;
  for (const std::string& text : options.source_crs) {
    const NamedValue given = named_value_of(text);
    if (!given.name.empty()) continue;
    if (!crs.empty())
      throw UsageError(fmt::format("two systems for all inputs, {} and {}", crs, given.value),
                       "say which is whose: --source-crs NAME=CRS");
    crs = given.value;
  }
  return geo::crs_of_input(crs);
}

std::vector<std::string> apply_placing_options(const PlacingOptions& options, bool scene_crs_given, Scene& scene) {
  bool moved = false;
  const auto give_crs = [&](Source& source, const std::string& crs) {
    source.crs = geo::crs_of_input(crs);
    source.crs_from_file = false;
    moved = true;
  };
  std::vector<std::string> named_crs;
  for (const std::string& text : options.source_crs)
    if (!named_value_of(text).name.empty()) named_crs.push_back(text);
  for_each_given({"--source-crs", named_crs, {}}, scene, give_crs);
  if (moved && !scene_crs_given) scene.crs = first_projected_crs(scene);

  const Option coordinate_unit{"--coordinate-unit", options.coordinate_unit, {}};
  const Option depth_unit{"--depth-unit", options.depth_unit,
                          [](const Source& source) { return source.kind == DatasetKind::drillholes; }};
  const Option rl_unit{"--rl-unit", options.rl_unit, {}};
  std::vector<std::string> notes;
  const auto set_coordinates = [&notes](Source& source, const std::string& unit) {
    const double factor = *metres_per_unit(unit);
    if (!source.crs.empty()) {
      source.crs = geo::crs_in_unit(source.crs, factor);
    } else if (source.format == "csv") {
      source.plan_units_per_unit = source.rl_metres_per_unit = factor;
    } else {
      notes.push_back(
          fmt::format("--coordinate-unit says nothing of {}, which is no table and states no CRS", source.name));
    }
  };
  const auto set_depths = [](Source& source, const std::string& unit) {
    source.depth_metres_per_unit = *metres_per_unit(unit);
  };
  const auto set_rls = [](Source& source, const std::string& unit) {
    source.rl_metres_per_unit = *metres_per_unit(unit);
  };
  for_each_given(coordinate_unit, scene, set_coordinates);  // before RLs, whose own unit goes before it
  notes.push_back(note_of(depth_unit, for_each_given(depth_unit, scene, set_depths)));
  notes.push_back(note_of(rl_unit, for_each_given(rl_unit, scene, set_rls)));
  for_each_given({"--rl-offset", options.rl_offset, {}}, scene,
                 [](Source& source, const std::string& metres) { source.placing.rl_offset_m = *number_of(metres); });
  for_each_given({"--axes", options.axes, {}}, scene,
                 [](Source& source, const std::string& order) { source.placing.axes = *axes_of(order); });
  for_each_given({"--missing-codes", options.missing_codes, {}}, scene, [](Source& source, const std::string& text) {
    const std::vector<std::string> codes = *codes_of(text);
    for (const std::string& code : codes)
      if (std::ranges::find(source.missing_codes, code) == source.missing_codes.end())
        source.missing_codes.push_back(code);
  });
  if (options.vertical_datums)
    for (Source& source : scene.sources) source.placing.vertical_datums = true;
  std::erase(notes, std::string());
  return notes;
}

}  // namespace lode::cli
