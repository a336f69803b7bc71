// "NAME=VALUE": what is said of one input, and which input is meant.
#pragma once

#include <filesystem>
#include <string>

#include "core/scene.h"

namespace lode::cli {

struct NamedValue {
  std::string name;  ///< of an input; "": for all
  std::string value;
};

/// "collar=EPSG:28414". PROJ strings and WKT have equals signs of their own.
NamedValue named_value_of(const std::string& text);

/// Whether `name` means this file: it is its name or its stem (case ignored), its path, or a folder that holds it.
bool is_named(const std::filesystem::path& file, const std::string& name);
/// Whether it means this source: it is its layer's name, or means one of its files.
bool is_named(const Source& source, const std::string& name);

/// Throws UsageError that offers the nearest of the names there are.
[[noreturn]] void throw_no_such_input(const std::string& option, const std::string& name, const Scene& scene);

}  // namespace lode::cli
