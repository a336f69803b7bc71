// lode render: pictures, without a display.
#include "cli/render.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/layers.h"
#include "cli/print.h"
#include "core/camera.h"
#include "core/text.h"
#include "platform/environment.h"

namespace lode::cli {

using Json = nlohmann::ordered_json;

namespace {

constexpr int greatest_side = 16384;
constexpr char named_views[] = "plan, north, south, east, west, iso";

/// CLI11's own range lets NaN pass.
CLI::Validator within(double low, double high) {
  return {[=](const std::string& text) {
            double value = 0;
            const bool number = CLI::detail::lexical_cast(text, value);
            return number && value >= low && value <= high
                       ? std::string()
                       : fmt::format("'{}' is no number from {} to {}", text, low, high);
          },
          "NUMBER"};
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// A saved view goes before a named one of the same name.
void look_from_view(Scene& scene, const std::string& name) {
  for (const SavedView& view : scene.views) {
    if (fold_case(view.name) != fold_case(name)) continue;
    scene.camera = view.camera;
    return;
  }
  const auto direction = named_view(fold_case(name));
  if (!direction) {
    std::string saved;
    for (const SavedView& view : scene.views) saved += ", " + view.name;
    throw UsageError(fmt::format("there is no view '{}'", name),
                     fmt::format("the views are: {}{}", named_views, saved));
  }
  scene.camera.azimuth_deg = direction->azimuth_deg;
  scene.camera.elevation_deg = direction->elevation_deg;
  scene.camera.view_height_m = 0;
}

void set_camera(Opened& opened, const RenderArguments& arguments) {
  Scene& scene = opened.scene;
  if (!arguments.view.empty())
    look_from_view(scene, arguments.view);
  else if (!opened.from_scene_file)
    look_from_view(scene, "iso");
  if (arguments.azimuth_deg) scene.camera.azimuth_deg = *arguments.azimuth_deg;
  if (arguments.elevation_deg) scene.camera.elevation_deg = *arguments.elevation_deg;
  if (arguments.perspective) scene.camera.perspective = true;
  if (arguments.orthographic) scene.camera.perspective = false;
  if (arguments.exaggeration_rl) scene.exaggeration_rl = arguments.exaggeration_rl;
  for (const LengthUnit unit : {LengthUnit::metres, LengthUnit::feet, LengthUnit::us_survey_feet})
    if (arguments.units == symbol(unit)) scene.length_unit = unit;
  if (arguments.exaggeration) exaggerate(scene, *arguments.exaggeration);
  if (arguments.light) scene.dark = false;
}

/// "Li2O_pct:0.4" as labels of every layer of drillholes that has the column.
void label_intercepts(Opened& opened, const std::string& text) {
  const std::size_t colon = text.rfind(':');
  const std::string grade = text.substr(0, colon);
  double cutoff = 0;
  if (colon == std::string::npos || !CLI::detail::lexical_cast(text.substr(colon + 1), cutoff))
    throw UsageError(fmt::format("'{}' is no grade and cut-off", text), "write NAME:CUTOFF, e.g. Li2O_pct:0.4");
  bool any = false;
  for (std::size_t i = 0; i < opened.scene.layers.size(); ++i) {
    if (kind_of_layer(opened, i) != DatasetKind::drillholes) continue;
    InterceptLabels& labels = opened.scene.layers[i].holes.intercepts;
    labels.grade = grade;
    labels.options.cutoff = cutoff;
    any = true;
  }
  if (!any) throw Error("no layer holds drillholes to find intercepts in", "give their tables");
}

/// Opaque blocks would hide a shell of theirs: they are seen through. The layer of the blocks comes before the shell's.
void show_within_blocks(Opened& opened, std::size_t shell) {
  constexpr double seen_through = 0.15;
  Layer& blocks = opened.scene.layers[shell - 1];
  blocks.opacity = std::min(blocks.opacity, seen_through);
}

std::filesystem::path picture_file(const RenderArguments& arguments, std::size_t index) {
  std::filesystem::path file = path_from_utf8(arguments.output);
  if (arguments.common.filters.size() > 1)
    file.replace_filename(path_from_utf8(fmt::format("{}-{}{}", utf8(file.stem()), index + 1, utf8(file.extension()))));
  return file;
}

/// Fits and zooms; the frame's bounds do not depend on the filter, so that pictures of several filters compare.
void aim(Frame& frame, const RenderArguments& arguments) {
  Camera& camera = frame.scene.camera;
  camera = camera_of(frame, arguments.size.width, arguments.size.height);
  camera.view_height_m /= arguments.zoom;
}

/// Why the grade shell holds nothing; "" where it holds something.
std::string why_empty(const LoadedSource& source, const Layer& layer) {
  if (!std::get<Surface>(*source.dataset).triangles.empty()) return {};
  const GradeShell& shell = *source.shell;
  const Column& column = *std::get<BlockModel>(*shell.blocks->dataset).table.find(shell.column);
  const double greatest = statistics(column).max;
  const std::string unit = shell.unit.empty() ? "" : " " + shell.unit;
  if (std::isnan(greatest)) return fmt::format("{} has no grade shell: all its values are missing", shell.column);
  const std::string above = fmt::format("no block {}reaches {} = {}{}", greatest < shell.cutoff ? "" : "that is shown ",
                                        shell.column, shortest(shell.cutoff), unit);
  if (greatest < shell.cutoff)
    return fmt::format("{}, so its grade shell is empty: the greatest value is {}{}", above, shortest(greatest), unit);
  return fmt::format("{}, so its grade shell is empty: the filter is {}", above, layer.filter);
}

/// What a picture lacks because nothing reaches a cut-off or passes a filter.
void say_what_is_empty(const Frame& frame) {
  for (std::size_t i = 0; i < frame.layers.size(); ++i) {
    if (!frame.layers[i]) continue;
    const Layer& layer = frame.scene.layers[i];
    const LayerPicture& picture = *frame.layers[i];
    if (picture.source->shell) {
      if (const std::string why = why_empty(*picture.source, layer); !why.empty())
        fmt::print(stderr, "note: {}\n", why);
    } else if (!layer.filter.empty() && picture.visible_rows.size() > 0 && picture.visible_rows.count() == 0) {
      fmt::print(stderr, "note: the filter {} hides all of \"{}\"\n", layer.filter, layer.name);
    }
  }
}

Json draw_one(Opened& opened, OffscreenView& view, const RenderArguments& arguments,
              const std::filesystem::path& file) {
  const auto begin = std::chrono::steady_clock::now();
  Frame frame = make_frame(*opened.session, opened.scene);
  if (!frame.errors.empty()) throw frame.errors.begin()->second;
  say_what_is_empty(frame);
  aim(frame, arguments);
  const render::Image image = view.draw(frame, arguments.size);
  const double picture_ms = milliseconds_since(begin);
  const auto start = std::chrono::steady_clock::now();
  render::write_png(image, file);
  ProductTimes products;
  for (const LayerPicturePtr& layer : frame.layers) {
    if (!layer) continue;
    products.mask_ms += layer->times.mask_ms;
    products.faces_ms += layer->times.faces_ms;
    products.colours_ms += layer->times.colours_ms;
  }
  return {{"mask_ms", products.mask_ms},          {"faces_ms", products.faces_ms},
          {"colours_ms", products.colours_ms},    {"upload_ms", view.times().upload_ms},
          {"frame_ms", view.times().frame_ms},    {"picture_ms", picture_ms},
          {"write_ms", milliseconds_since(start)}};
}

double place_ms(const Opened& opened) {
  double sum = 0;
  for (std::uint32_t source = 0; source < opened.scene.sources.size(); ++source)
    sum += opened.session->loaded(opened.scene, source)->place_ms;
  return sum;
}

/// Whether the output can be written shows before long work, not after it.
void check_output(const RenderArguments& arguments) {
  const std::filesystem::path file = path_from_utf8(arguments.output);
  if (fold_case(utf8(file.extension())) != ".png")
    throw UsageError("pictures are written as .png", "write -o " + utf8(file.stem()) + ".png");
  check_folder_of(file);
}

}  // namespace

std::vector<std::filesystem::path> render_pictures(const RenderArguments& arguments) {
  check_output(arguments);
  Opened opened = open_inputs(arguments.common, Geographic::refused);
  say_findings(opened);
  if (!arguments.color_by.empty()) apply_color_by(opened, arguments.color_by);
  if (!arguments.shell.empty()) show_within_blocks(opened, apply_shell(opened, arguments.shell));
  if (!arguments.intercepts.empty()) label_intercepts(opened, arguments.intercepts);
  set_camera(opened, arguments);

  OffscreenView view;
  Json pictures = Json::array();
  std::vector<std::filesystem::path> files;
  const Scene unfiltered = opened.scene;
  for (std::size_t i = 0; i < std::max<std::size_t>(1, arguments.common.filters.size()); ++i) {
    const bool filtered = i < arguments.common.filters.size();
    opened.scene = unfiltered;
    if (filtered) apply_filter(opened, arguments.common.filters[i]);
    files.push_back(picture_file(arguments, i));
    Json picture{{"filter", filtered ? Json(arguments.common.filters[i]) : Json()}};
    picture.update(draw_one(opened, view, arguments, files.back()));
    pictures.push_back(std::move(picture));
  }
  if (arguments.timings) {
    const Json timings{{"load_ms", opened.load_ms},
                       {"place_ms", place_ms(opened)},
                       {"pictures", pictures},
                       {"peak_mib", static_cast<double>(platform::peak_memory_bytes()) / (1024.0 * 1024.0)}};
    fmt::print(stderr, "{}\n", timings.dump());
  }
  return files;
}

void parse_size(const std::string& text, int& width, int& height) {
  const std::size_t x = text.find_first_of("xX");
  const auto side = [&](std::string_view digits, int& value) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size() && value >= 1 && value <= greatest_side;
  };
  const std::string_view all = text;
  if (x == std::string::npos || !side(all.substr(0, x), width) || !side(all.substr(x + 1), height))
    throw UsageError(fmt::format("'{}' is no picture size", text),
                     fmt::format("write WIDTHxHEIGHT in pixels, each 1 to {}, e.g. 1920x1080", greatest_side));
}

Action define_render(CLI::App& app, OpenWindow) {
  const auto arguments = std::make_shared<RenderArguments>();
  const auto size = std::make_shared<std::string>("1280x800");
  add_common_options(app, arguments->common, Filters::several);
  app.add_option("-o,--output", arguments->output, "FILE.png; of several filters FILE-1.png, FILE-2.png ...")
      ->required();
  app.add_option("--size", *size, "WIDTHxHEIGHT in pixels, at most 16384 a side")->capture_default_str();
  app.add_option("--view", arguments->view,
                 fmt::format("Where to look to: {}, or a saved view's name (default: the scene's, which is plan where "
                             "it states no camera; of data iso)",
                             named_views));
  app.add_option("--azimuth", arguments->azimuth_deg, "Looking direction, degrees clockwise from north")
      ->check(within(-360, 360));
  app.add_option("--elevation", arguments->elevation_deg, "Looking direction, -90 straight down to 90 straight up")
      ->check(within(-90, 90));
  app.add_option("--zoom", arguments->zoom, "2 shows half the width")->check(within(1e-3, 1e6));
  app.add_option("--exaggeration", arguments->exaggeration, "Vertical exaggeration")->check(within(0.01, 1000));
  app.add_option("--exaggeration-rl", arguments->exaggeration_rl,
                 "The RL that keeps its place in a saved view under --exaggeration")
      ->check(within(-1e6, 1e6));
  app.add_option("--units", arguments->units, "Labels and scale bar in m, ft or ftUS (default: the scene's)")
      ->check(CLI::IsMember({"m", "ft", "ftUS"}));
  app.add_option("--color-by", arguments->color_by, "Colour every layer that has it by this column");
  app.add_option("--shell", arguments->shell, "COLUMN=CUTOFF: also the grade shell of the blocks at a cut-off");
  app.add_option(
      "--intercepts", arguments->intercepts,
      "Label significant intercepts of drillholes, NAME:CUTOFF (rules: [layers.holes.intercepts] of a scene)");
  app.add_flag("--transparent", arguments->size.transparent, "A transparent background");
  app.add_flag("--draft", arguments->size.draft, "Edges that are not smoothed, as in the window; drawn faster");
  app.add_flag("--light", arguments->light, "A light background");
  auto* perspective = app.add_flag("--perspective", arguments->perspective, "Near things larger");
  app.add_flag("--orthographic", arguments->orthographic, "One scale for near and far")->excludes(perspective);
  app.add_flag("--timings", arguments->timings, "Print the times of each step as JSON to stderr");
  return [=] {
    parse_size(*size, arguments->size.width, arguments->size.height);
    const auto files = render_pictures(*arguments);
    Json json{{"files", Json::array()}, {"width", arguments->size.width}, {"height", arguments->size.height}};
    for (const auto& file : files) json["files"].push_back(utf8(file));
    if (arguments->common.json)
      print_json(json);
    else
      for (const auto& file : files) print(utf8(file) + "\n");
    return 0;
  };
}

}  // namespace lode::cli
