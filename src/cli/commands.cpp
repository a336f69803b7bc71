#include "cli/commands.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <new>

#include "cli/command.h"
#include "cli/print.h"
#include "core/progress.h"

namespace lode::cli {

const std::vector<Command>& command_table() {
  static const std::vector<Command> table{
      {"", "opens the window", "lode collar.csv survey.csv assay.csv topo.tif\nlode project.lode", define_window},
      {"demo", "opens the demo deposit; with no display, draws it to lode-demo.png", "lode demo", define_demo},
      {"info", "layers, extents, coordinate systems, attributes with statistics",
       "lode info drillholes/ --source-crs EPSG:28414 --crs EPSG:32644", define_info},
      {"check", "every problem found in the rows of the inputs", "lode check drillholes/ --all", define_check},
      {"render", "draws a picture",
       "lode render blocks.csv topo.tif -o deposit.png --view iso --filter \"Li2O_pct >= 0.8\" --color-by Li2O_pct",
       define_render},
      {"export", "writes layers as data or meshes: the format is that of the file's extension",
       "lode export project.lode -o ore.glb --layer blocks --filter \"Li2O_pct >= 0.8\"", define_export},
      {"tonnage", "tonnes, mean grade and metal above cut-offs",
       "lode tonnage blocks.csv --grade Li2O_pct --cutoffs 0.2:2:0.2 --density density", define_tonnage},
      {"composite", "grades averaged down the hole, over benches or within categories",
       "lode composite drillholes/ --grade Li2O_pct --length 2 -o composites.csv", define_composite},
      {"intercepts", "significant intercepts as press releases have them",
       "lode intercepts drillholes/ --grade Li2O_pct --cutoff 0.4 --min-length 2 --max-dilution 3 --including 1",
       define_intercepts},
      {"scene", "writes the scene as guessed, with every decision of the import, to edit by hand",
       "lode scene drillholes/ topo.tif -o project.lode", define_scene},
      {"crs", "finds coordinate systems, lists operations between them, converts points, fits mine grids",
       "lode crs search Pulkovo Gauss 14\nlode crs operations EPSG:28414 EPSG:32644 --at 14595000,5465000\n"
       "lode crs convert --from EPSG:28414 --to EPSG:32644 points.txt\n"
       "lode crs minegrid control.csv --crs EPSG:32644 -o grid.wkt",
       define_crs},
  };
  return table;
}

const Command* find_command(std::string_view name) {
  const auto& table = command_table();
  const auto found = std::find_if(table.begin() + 1, table.end(), [&](const Command& c) { return c.name == name; });
  return found == table.end() ? nullptr : &*found;
}

namespace {

constexpr int done = 0, failed = 1, wrong_usage = 2;

std::string footer(const Command& command) {
  std::string text = command.examples.find('\n') == std::string_view::npos ? "\nExample:\n" : "\nExamples:\n";
  std::string_view rest = command.examples;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    text += fmt::format("  {}\n", rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!command.name.empty()) return text;
  text += "\nCommands (lode COMMAND --help tells more):\n";
  for (const Command& row : command_table())
    if (!row.name.empty()) text += fmt::format("  {:<10} {}\n", row.name, row.summary);
  return text;
}

int parse_and_run(const Command& command, std::vector<std::string> arguments, OpenWindow open_window) {
  const std::string program = command.name.empty() ? "lode" : fmt::format("lode {}", command.name);
  CLI::App app(fmt::format("{}: {}", program, command.summary), program);
  app.footer(footer(command));
  const Action action = command.define(app, open_window);
  try {
    std::reverse(arguments.begin(), arguments.end());
    app.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    print(app.help());
    return done;
  } catch (const CLI::CallForVersion& version) {
    print(fmt::format("{}\n", version.what()));
    return done;
  } catch (const CLI::ParseError& error) {
    std::string chosen = program;
    for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
      at = at->get_subcommands().front();
      chosen += " " + at->get_name();
    }
    fmt::print(stderr, "error: {}\n  {} --help tells how it is used\n", error.what(), chosen);
    return wrong_usage;
  }
  return action();
}

/// `lode help`, `lode help render`: the same as `--help`.
void spell_out_help(std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments[0] != "help") return;
  arguments.erase(arguments.begin());
  arguments.push_back("--help");
}

int dispatch(std::vector<std::string> arguments, OpenWindow open_window) {
  spell_out_help(arguments);
  const Command* command = arguments.empty() ? nullptr : find_command(arguments[0]);
  if (command) arguments.erase(arguments.begin());
  const int code = parse_and_run(command ? *command : command_table().front(), std::move(arguments), open_window);
  finish_output();
  return code;
}

}  // namespace

int run(const std::vector<std::string>& arguments, OpenWindow open_window) {
  try {
    return dispatch(arguments, open_window);
  } catch (const UsageError& error) {
    fmt::print(stderr, "{}\n", described(error));
    return wrong_usage;
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", described(error));
  } catch (const Cancelled&) {
    fmt::print(stderr, "cancelled\n");
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "error: not enough memory\n  use a smaller picture or fewer inputs\n");
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
  }
  return failed;
}

}  // namespace lode::cli
