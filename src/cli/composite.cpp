// lode composite: grades averaged down the hole, over benches or within categories.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/downhole_options.h"
#include "cli/layers.h"
#include "cli/print.h"
#include "cli/progress_bar.h"
#include "core/text.h"
#include "session/downhole.h"

namespace lode::cli {

namespace {

struct CompositeArguments {
  CommonOptions common;
  std::string layer, table, output, residual = "keep";
  std::optional<double> length_m;
  CompositeRequest request;
};

std::string left_out(const DownholeTable& table) {
  std::string text = text_of(table.counted);
  if (!text.empty()) text += "\n";
  if (table.overlapping > 0)
    text += fmt::format("{} rows of {} overlap others and are left out: `lode check` lists them\n",
                        grouped(static_cast<double>(table.overlapping)), table.counted.table);
  if (table.uncovered > 0)
    text += fmt::format("{} composites lie below the least coverage and are left out\n",
                        grouped(static_cast<double>(table.uncovered)));
  return text;
}

int run_composite(CompositeArguments arguments) {
  const std::filesystem::path output = path_from_utf8(arguments.output);
  check_csv_output(output);
  CompositeOptions& options = arguments.request.options;
  if (arguments.length_m && options.bench_m > 0)
    throw UsageError("composites have a length or a bench height, not both", "leave out --length or --bench");
  if (arguments.length_m)
    options.length_m = *arguments.length_m;
  else if (!arguments.request.within.empty())
    options.length_m = 0;
  options.residual = arguments.residual == "drop"    ? Residual::drop
                     : arguments.residual == "merge" ? Residual::merge
                                                     : Residual::keep;
  Opened opened = open_inputs(arguments.common, Geographic::allowed);
  say_findings(opened);
  if (!arguments.common.filters.empty()) apply_filter(opened, arguments.common.filters.front());
  const std::size_t layer = find_drillholes(opened.scene, arguments.layer);
  apply_sample_table(opened, layer, arguments.table, arguments.request.grades.front());
  const DownholeTable table = composite_table(*opened.session, opened.scene, layer, arguments.request);
  Progress progress;
  write_downhole_csv(*opened.session, opened.scene, layer, table, output, progress);
  const std::size_t rows = table.drillholes->intervals.front().hole.size();
  if (arguments.common.json) {
    print_json({{"file", utf8(output)},
                {"table", table.counted.table},
                {"filter", json_text(table.counted.filter)},
                {"rows", table.counted.of},
                {"rows_that_count", table.counted.rows},
                {"composites", rows},
                {"overlapping_rows_left_out", table.overlapping},
                {"composites_below_coverage", table.uncovered}});
    return 0;
  }
  print(
      fmt::format("{}: {} composites of {}\n", utf8(output), grouped(static_cast<double>(rows)), table.counted.table));
  fmt::print(stderr, "{}", left_out(table));
  return 0;
}

}  // namespace

Action define_composite(CLI::App& app, OpenWindow) {
  const auto arguments = std::make_shared<CompositeArguments>();
  CompositeRequest& request = arguments->request;
  add_common_options(app, arguments->common, Filters::one);
  app.add_option("--grade", request.grades, "A column to average; may be given several times")
      ->required()
      ->allow_extra_args(false);
  app.add_option("--length", arguments->length_m, "Metres down the hole (default 2; with --within: whole runs)")
      ->check(CLI::PositiveNumber);
  app.add_option("--bench", request.options.bench_m, "Bench height in metres: composites end at the crests")
      ->check(CLI::PositiveNumber);
  app.add_option("--bench-rl", request.options.bench_rl_m, "RL of one crest (default 0)");
  app.add_option("--within", request.within, "A column of categories that composites do not cross");
  app.add_option("--weight", request.weight, "A density that weighs beside the length");
  app.add_option("--min-coverage", request.options.min_coverage, "Least share covered by samples (default 0.5)")
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--residual", arguments->residual, "The rest at the end of a hole or run: keep, drop or merge")
      ->check(CLI::IsMember({"keep", "drop", "merge"}));
  app.add_option("--layer", arguments->layer, "The layer of drillholes, where several differ");
  app.add_option("--table", arguments->table, "The interval table (default: the first with the grade)");
  app.add_option("-o,--output", arguments->output, "The CSV file to write")->required();
  return [=] { return run_composite(*arguments); };
}

}  // namespace lode::cli
