// lode demo: the demo deposit or a generated block model, in the window or as a picture.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>
#include <memory>

#include "cli/common.h"
#include "cli/print.h"
#include "cli/progress_bar.h"
#include "cli/render.h"
#include "core/text.h"
#include "io/generated_model.h"
#include "platform/environment.h"
#include "platform/interrupt.h"

namespace lode::cli {

namespace {

namespace fs = std::filesystem;

constexpr char picture[] = "lode-demo.png";

struct DemoOptions {
  bool picture_only = false;
  std::string blocks;  ///< "100M"; empty: the demo deposit
  std::string output;  ///< where the generated model is kept; empty: beside the demo deposit
};

/// "1000000", "250k", "100M", "1G"; throws UsageError.
std::uint64_t blocks_of(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string unit(end, text.data() + text.size());
  std::uint64_t factor = 0;
  if (unit.empty()) factor = 1;
  if (unit == "k" || unit == "K") factor = 1'000;
  if (unit == "m" || unit == "M") factor = 1'000'000;
  if (unit == "g" || unit == "G") factor = 1'000'000'000;
  if (fault != std::errc() || factor == 0 || number > 4'000'000'000 / factor)
    throw UsageError(fmt::format("'{}' is no number of blocks", text), "write e.g. 1M, 10M, 100M; at most 4000M");
  return number * factor;
}

/// Makes the model where it is not there yet; returns its file.
fs::path generated_model(const DemoOptions& options) {
  const auto count = io::generated_counts(blocks_of(options.blocks));
  const std::uint64_t blocks = std::uint64_t{count[0]} * count[1] * count[2];
  const fs::path file = options.output.empty()
                            ? platform::program_folder() / "demo" / fmt::format("blocks-{}.vti", blocks)
                            : path_from_utf8(options.output);
  if (options.output.empty() && fs::exists(file)) return file;
  if (fold_case(utf8(file.extension())) != ".vti")
    throw UsageError("a generated model is written as .vti", "give a name that ends in .vti");
  const fs::path folder = fs::absolute(file).parent_path();
  if (options.output.empty()) fs::create_directories(folder);
  check_folder_of(file);
  std::error_code unknown;
  const fs::space_info space = fs::space(folder, unknown);
  if (!unknown && space.available < io::generated_bytes(count))
    throw Error(fmt::format("{} blocks need {} MB, the disk has {} MB left", grouped(static_cast<double>(blocks)),
                            grouped(static_cast<double>(io::generated_bytes(count)) / 1e6),
                            grouped(static_cast<double>(space.available) / 1e6)),
                "ask for fewer blocks, or another place with -o FILE.vti", {folder});
  Progress progress;
  const platform::CancelOnInterrupt interrupt(progress);
  const ProgressBar bar(progress);
  io::write_generated_model(file, count, progress);
  return file;
}

int show(const fs::path& input, const std::string& what, const std::string& filter, OpenWindow open_window,
         bool picture_only) {
  if (platform::has_display() && !picture_only)
    return open_window({.inputs = {utf8(input)}, .scene_crs = {}, .source_crs = {}});
  RenderArguments arguments;
  arguments.common.inputs = {utf8(input)};
  if (!filter.empty()) arguments.common.filters = {filter};
  arguments.output = picture;
  arguments.size.width = 1600;
  arguments.size.height = 1000;
  render_pictures(arguments);
  print(fmt::format("{}{} is drawn in {}\n", picture_only ? "" : "there is no display: ", what,
                    utf8(fs::absolute(picture))));
  return 0;
}

int run_demo(OpenWindow open_window, const DemoOptions& options) {
  if (!options.blocks.empty()) {
    const fs::path file = generated_model(options);
    print(fmt::format("the generated, synthetic model is {}\n", utf8(file)));
    return show(file, "the generated model (synthetic)", "Li2O_pct >= 0.8", open_window, options.picture_only);
  }
  if (!options.output.empty()) throw UsageError("-o is of a generated model", "add --blocks, e.g. --blocks 10M");
  const fs::path scene = platform::program_folder() / "demo" / "demo.lode";
  if (!fs::exists(scene)) throw Error("the demo deposit is not beside the program", "`./run build` makes it", {scene});
  return show(scene, "the demo deposit (synthetic)", "", open_window, options.picture_only);
}

}  // namespace

Action define_demo(CLI::App& app, OpenWindow open_window) {
  const auto options = std::make_shared<DemoOptions>();
  app.add_flag("--picture", options->picture_only, "Draw lode-demo.png even where there is a display");
  app.add_option("--blocks", options->blocks,
                 "Generate a block model of that many blocks (1M, 10M, 100M) and open it instead");
  app.add_option("-o,--output", options->output, "Where the generated model is written, a .vti");
  return [=] { return run_demo(open_window, *options); };
}

}  // namespace lode::cli
