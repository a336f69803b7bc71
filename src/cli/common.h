// The options every command shares, and opening the inputs by them.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/placing_options.h"
#include "core/problem.h"
#include "core/scene.h"
#include "session/session.h"

namespace lode::cli {

struct CommonOptions {
  std::vector<std::string> inputs;  ///< UTF-8 paths
  std::string crs, operation, date_order, desurvey, grid;
  std::vector<std::string> encodings;   ///< "NAME=GB18030" or "windows-1251"
  std::vector<std::string> attributes;  ///< columns to read; empty: all
  std::vector<std::string> filters;
  std::vector<std::string> calculated;    ///< "NAME [UNIT] = EXPRESSION"
  std::vector<std::string> converted;     ///< "Li_ppm:Li2O_pct"
  std::vector<std::string> triangulated;  ///< layers of points to make surfaces of
  PlacingOptions placing;
  bool json = false;
};

enum class Filters { none, one, several };
/// INPUT..., --crs, --source-crs, --operation, --encoding, --date-order, --desurvey, --grid, --calculate, --convert,
/// --triangulate,
/// --filter, --json.
void add_common_options(CLI::App& app, CommonOptions& options, Filters filters);

/// Throws Error for the first that does not exist.
std::vector<std::filesystem::path> existing_paths(const std::vector<std::string>& inputs);

/// Throws Error when an output's folder does not exist: better before long work than after it.
void check_folder_of(const std::filesystem::path& output);

/// The inputs, loaded and placed.
struct Opened {
  Scene scene;
  std::unique_ptr<Session> session;
  Problems problems;          ///< of recognising and of loading, without what the scene ignores
  std::uint64_t ignored = 0;  ///< findings that it ignores
  bool from_scene_file = false;
  double load_ms = 0;
};
enum class Geographic { allowed, refused };
/// Throws Error, and UsageError for a geographic scene where it is refused.
Opened open_inputs(const CommonOptions& options, Geographic geographic);

/// On stderr, where there are errors or warnings: how many, the first, and how to see all. For commands whose output
/// says nothing of them.
void say_findings(const Opened& opened);

/// The layer of that name (case ignored), else the first of `kind`; throws Error naming what there is.
std::size_t find_layer(const Scene& scene, const std::string& name, std::optional<DatasetKind> kind);

DatasetKind kind_of_layer(const Opened& opened, std::size_t layer);

/// A validator for CLI11: "" when `parse` accepts the text, else what it says of it.
std::string fault_of(const std::string& text, void (*parse)(const std::string&));

}  // namespace lode::cli
