#include "cli/named_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/command.h"
#include "core/text.h"

namespace lode::cli {

namespace {

namespace fs = std::filesystem;

/// Whether a path lies in a folder, or is it.
bool lies_in(const fs::path& path, const fs::path& folder) {
  const fs::path inner = fs::absolute(path).lexically_normal(), outer = fs::absolute(folder).lexically_normal();
  auto at = inner.begin();
  for (const fs::path& part : outer) {
    if (part.empty()) continue;  // after a slash at the end
    if (at == inner.end() || *at != part) return false;
    ++at;
  }
  return true;
}

}  // namespace

NamedValue named_value_of(const std::string& text) {
  const std::size_t at = text.find('=');
  const std::string_view name = trim(std::string_view(text).substr(0, at == std::string::npos ? 0 : at));
  if (name.empty() || name.starts_with('+') || name.find_first_of("[\"") != std::string::npos || name == "proj" ||
      name == "init")
    return {{}, std::string(trim(text))};
  return {std::string(name), std::string(trim(std::string_view(text).substr(at + 1)))};
}

bool is_named(const fs::path& file, const std::string& name) {
  const std::string folded = fold_case(name);
  return fold_case(utf8(file.filename())) == folded || fold_case(utf8(file.stem())) == folded ||
         lies_in(file, path_from_utf8(name));
}

bool is_named(const Source& source, const std::string& name) {
  return fold_case(source.name) == fold_case(name) ||
         std::ranges::any_of(source.files, [&](const SourceFile& file) { return is_named(file.path, name); });
}

void throw_no_such_input(const std::string& option, const std::string& name, const Scene& scene) {
  std::string list;
  std::vector<std::string> names;
  for (const Source& source : scene.sources) {
    list += (list.empty() ? "" : ", ") + source.name;
    names.push_back(source.name);
    for (const SourceFile& file : source.files) {
      names.push_back(utf8(file.path.stem()));
      names.push_back(utf8(file.path.filename()));
    }
  }
  const std::string nearest = nearest_name(name, names);
  throw UsageError(fmt::format("{}: no input is named '{}'", option, name),
                   (nearest.empty() ? "" : fmt::format("is '{}' meant? ", nearest)) + "the inputs are: " + list);
}

}  // namespace lode::cli
