// The parts of `lode crs`, a file each.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "core/vec.h"

namespace lode::cli {

/// Each adds its command under `app` and returns what runs once that one was chosen.
struct CrsCommand {
  CLI::App* chosen = nullptr;
  Action action;
};
CrsCommand define_crs_search(CLI::App& app);
CrsCommand define_crs_info(CLI::App& app);
CrsCommand define_crs_operations(CLI::App& app);
CrsCommand define_crs_convert(CLI::App& app);
CrsCommand define_crs_minegrid(CLI::App& app);

/// "82.3,49.3" or "82.3 49.3 [100]" as a point; throws UsageError.
Vec3 parse_point(const std::string& text);
/// "78,45,84,50" as numbers; throws UsageError unless there are `count`.
std::vector<double> parse_numbers(const std::string& text, std::size_t count);

}  // namespace lode::cli
