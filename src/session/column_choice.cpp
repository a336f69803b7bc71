#include "session/column_choice.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "io/table_preview.h"

namespace lode {

namespace {

/// A file that cannot be read has none: whoever loads it says so.
std::vector<io::PreviewColumn> columns_of(const Source& source, std::size_t file) {
  try {
    return io::preview_table(source, file, 0).columns;
  } catch (const Error&) {
    return {};
  }
}

bool has_name(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::any_of(names, [&](const std::string& other) { return fold_case(other) == fold_case(name); });
}

}  // namespace

void choose_columns(Scene& scene, const std::vector<std::string>& names) {
  std::vector<std::string> chosen;
  for (const std::string& name : names)
    if (const std::string_view own = trim(name); !own.empty()) chosen.emplace_back(own);
  for (Source& source : scene.sources) source.attributes = chosen;
}

void check_chosen_columns(const Scene& scene) {
  std::vector<std::string> chosen, known;
  bool tables = false;
  for (const Source& source : scene.sources) {
    chosen.insert(chosen.end(), source.attributes.begin(), source.attributes.end());
    if (source.format != "csv" || source.attributes.empty()) continue;
    tables = true;
    for (std::size_t file = 0; file < source.files.size(); ++file)
      for (io::PreviewColumn& column : columns_of(source, file)) known.push_back(std::move(column.name));
  }
  if (!chosen.empty() && !tables)
    throw Error("columns are chosen, and no input is a table as text",
                "other formats are read whole: leave the choice of columns out");
  for (const std::string& name : chosen) {
    if (has_name(known, name) || known.empty()) continue;
    const std::string near = nearest_name(name, known);
    std::string names;
    for (const std::string& other : known) names += (names.empty() ? "" : ", ") + other;
    throw Error("no table has a column \"" + name + "\" to read",
                near.empty() ? "choose among " + names : "did you mean \"" + near + "\"?");
  }
}

void choose_by_ignoring(Source& source) {
  if (source.attributes.empty()) return;
  for (std::size_t file = 0; file < source.files.size(); ++file)
    for (const io::PreviewColumn& column : columns_of(source, file)) {
      std::vector<std::string>& ignored = source.files[file].ignored_columns;
      if (column.role == ColumnRole::ignored && !has_name(ignored, column.name)) ignored.push_back(column.name);
    }
  source.attributes.clear();
}

}  // namespace lode
