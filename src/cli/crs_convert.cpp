// lode crs convert: points from a file or a pipe through one operation.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>

#include "cli/common.h"
#include "cli/crs.h"
#include "cli/info.h"
#include "cli/print.h"
#include "cli/progress_bar.h"
#include "core/text.h"
#include "geo/convert_text.h"
#include "geo/crs_input.h"
#include "geo/source_axes.h"
#include "geo/transform.h"
#include "platform/interrupt.h"

namespace lode::cli {

namespace {

struct ConvertArguments {
  std::string from, to, operation, file;
  bool swap = false, quiet = false;
};

/// Reads a stream by whole lines.
class LineBlocks {
 public:
  LineBlocks(std::istream& stream, double total_bytes) : stream_(stream), total_bytes_(total_bytes) {}

  /// The next block, "" at the end: at least one whole line, or the rest.
  std::string next() {
    constexpr std::size_t block_bytes = std::size_t{8} << 20;
    std::string block = std::move(rest_);
    rest_.clear();
    while (stream_) {
      const std::size_t begin = block.size();
      block.resize(begin + block_bytes);
      stream_.read(block.data() + begin, static_cast<std::streamsize>(block_bytes));
      block.resize(begin + static_cast<std::size_t>(stream_.gcount()));
      read_bytes_ += static_cast<double>(stream_.gcount());
      const std::size_t end = block.rfind('\n');
      if (end == std::string::npos) continue;
      rest_ = block.substr(end + 1);
      block.resize(end + 1);
      break;
    }
    return block;
  }

  /// 0..1; negative when the end is not known.
  double share() const { return total_bytes_ > 0 ? read_bytes_ / total_bytes_ : -1; }

 private:
  std::istream& stream_;
  double total_bytes_, read_bytes_ = 0;
  std::string rest_;
};

/// The first faults are listed, all are counted.
class FaultList {
 public:
  void add(const std::vector<geo::BadLine>& bad) {
    constexpr std::size_t most = 10;
    for (const geo::BadLine& one : bad)
      if (count_++ < most) fmt::print(stderr, "line {}: {}\n", one.line, one.what);
  }
  void finish() const {
    if (count_ > 0)
      fmt::print(stderr, "{} line{} not converted, written as nan nan nan\n", grouped(static_cast<double>(count_)),
                 count_ == 1 ? "" : "s");
  }

 private:
  std::size_t count_ = 0;
};

/// What makes one think that the order of the coordinates, or the system, is another one.
void warn_of_axes(const ConvertArguments& arguments, const Bounds& points, const geo::Placing& placing) {
  if (points.empty()) return;
  const double outside = geo::degrees_outside_area(arguments.from, points.centre());
  const auto target_outside = [&](bool swapped) {
    std::vector<Vec3> at{points.centre()};
    if (swapped) std::swap(at[0].x, at[0].y);
    if (placing.scene_from_source) placing.scene_from_source(at);
    return geo::degrees_outside_area(arguments.to, at[0]);
  };
  constexpr double far_deg = 3;
  const geo::AxesFound axes = geo::axes_of(arguments.from, points);
  const char* order = arguments.swap ? "without --swap" : "with --swap";
  if (axes.swapped || (target_outside(false) > far_deg && target_outside(true) < 1))
    fmt::print(stderr, "warning: the points lie outside {} as they are, and inside {}: is the other order meant?\n",
               axes.swapped ? crs_title(arguments.from) : crs_title(arguments.to), order);
  else if (axes.zone_shift_m != 0)
    fmt::print(stderr, "warning: the points lie in {} only with {} added to eastings\n", crs_title(arguments.from),
               grouped(axes.zone_shift_m));
  else if (!axes.warning.empty())
    fmt::print(stderr, "warning: {}\n", axes.warning);
  else if (outside > 1)
    fmt::print(stderr, "warning: the middle of the points lies {} outside the area of {}\n",
               std::isfinite(outside) ? fmt::format("{:.1f} degrees", outside) : "far", crs_title(arguments.from));
}

geo::Placing placing_of(const ConvertArguments& arguments, const std::string& first_block) {
  constexpr std::size_t most = 1000;
  Bounds points;
  for (Vec3 point : geo::points_of_text(first_block, most)) {
    if (arguments.swap) std::swap(point.x, point.y);
    points.add(point);
  }
  geo::Placing placing = geo::make_placing(arguments.from, arguments.to, arguments.operation, points);
  if (!arguments.quiet) {
    const double accuracy_m = placing.operation.accuracy_m;
    fmt::print(stderr, "from {}\nto   {}\nby   {}, {}\n", crs_title(arguments.from), crs_title(arguments.to),
               placing.operation.name,
               accuracy_m < 0    ? "accuracy unknown"
               : accuracy_m == 0 ? "exact"
                                 : fmt::format("accuracy {} m", shortest(accuracy_m)));
    for (const std::string& note : placing.notes) fmt::print(stderr, "note: {}\n", note);
  }
  for (const std::string& warning : placing.warnings) fmt::print(stderr, "warning: {}\n", warning);
  warn_of_axes(arguments, points, placing);
  return placing;
}

int convert(const ConvertArguments& arguments, std::istream& stream, double total_bytes) {
  LineBlocks blocks(stream, total_bytes);
  std::string block = blocks.next();
  if (trim(block).empty())
    throw Error("there are no points", "give lines x y [z] in a file or a pipe, easting or longitude first");
  const geo::Placing placing = placing_of(arguments, block);
  constexpr int of_metres = 5, of_degrees = 11;  // 0.01 mm and better
  const bool at_heights = !placing.operation.pipeline.empty() && placing.notes.empty();
  geo::TextConversion conversion{
      at_heights ? geo::make_transform_at_heights(placing.operation.pipeline) : placing.scene_from_source,
      geo::describe_crs(arguments.to).geographic ? of_degrees : of_metres, arguments.swap};
  Progress progress;
  const platform::CancelOnInterrupt interrupt(progress);
  const ProgressBar bar(progress);
  FaultList faults;
  std::uint64_t line = 1, points = 0;
  while (!block.empty()) {
    progress.check();
    const geo::ConvertedText converted = geo::convert_text(block, line, conversion);
    for (const std::string& text : converted.texts) print(text);
    faults.add(converted.bad);
    line += converted.lines;
    points += converted.points;
    progress.report(fmt::format("{} points", grouped(static_cast<double>(points))), blocks.share());
    block = blocks.next();
  }
  finish_output();
  faults.finish();
  if (stream.bad())
    throw Error("the points cannot be read to their end", "check the disk", {path_from_utf8(arguments.file)});
  return points > 0 ? 0 : 1;
}

int run_convert(ConvertArguments arguments) {
  arguments.from = geo::crs_of_input(arguments.from);
  arguments.to = geo::crs_of_input(arguments.to);
  std::ios::sync_with_stdio(false);
  if (arguments.file.empty() || arguments.file == "-") return convert(arguments, std::cin, 0);
  const std::filesystem::path file = existing_paths({arguments.file}).front();
  if (std::filesystem::is_directory(file)) throw Error("this is a folder", "name a file of points", {file});
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Error("the file cannot be read", "check that it may be read", {file});
  return convert(arguments, stream, static_cast<double>(std::filesystem::file_size(file)));
}

}  // namespace

CrsCommand define_crs_convert(CLI::App& app) {
  const auto arguments = std::make_shared<ConvertArguments>();
  CLI::App* command = app.add_subcommand("convert", "points x y [z], one a line, from a file or a pipe, to x y z");
  command->add_option("--from", arguments->from, "Their system")->required();
  command->add_option("--to", arguments->to, "The system wanted")->required();
  command->add_option("--operation", arguments->operation, "An operation's name or part of it, code, or pipeline");
  command->add_flag("--swap", arguments->swap, "The lines are northing (latitude) first");
  command->add_flag("--quiet", arguments->quiet, "Only warnings and faults on stderr, not the operation");
  command->add_option("FILE", arguments->file, "Lines of points; without it they are read from a pipe");
  command->footer(
      "\nExamples:\n  lode crs convert --from EPSG:28414 --to EPSG:32644 points.txt > utm.txt\n"
      "  echo 82.3 49.3 | lode crs convert --from EPSG:4326 --to EPSG:32644\n");
  return {command, [=] { return run_convert(*arguments); }};
}

}  // namespace lode::cli
