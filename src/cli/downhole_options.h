// What `lode composite` and `lode intercepts` ask for alike.
#pragma once

#include <filesystem>
#include <string>

#include "cli/common.h"
#include "session/downhole.h"

namespace lode::cli {

/// Throws UsageError for a name that is none of CSV, Error when its folder does not exist.
void check_csv_output(const std::filesystem::path& output);

/// The layer of that name, else the layer of drillholes. Throws Error naming them when several layers hold drillholes
/// of different sources or filters, so that none is left out in silence.
std::size_t find_drillholes(const Scene& scene, const std::string& name);

/// Takes samples from the interval table of that name; "" leaves what the layer shows. Throws Error, naming the tables
/// that have it, when it has no such grade.
void apply_sample_table(Opened& opened, std::size_t layer, const std::string& table, const std::string& grade);

}  // namespace lode::cli
