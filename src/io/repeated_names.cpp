#include "io/repeated_names.h"

#include <fmt/format.h>

#include <set>

namespace lode::io {

void number_repeated_names(Table& table, std::vector<std::string>& notes) {
  std::set<std::string> taken;
  for (const Column& column : table.columns) taken.insert(column.name);
  std::set<std::string> used;
  for (Column& column : table.columns) {
    if (used.insert(column.name).second) continue;
    std::string name;
    for (int copy = 2; name.empty() || taken.contains(name); ++copy) name = fmt::format("{} ({})", column.name, copy);
    notes.push_back(fmt::format("another array named \"{}\" is called \"{}\"", column.name, name));
    taken.insert(name);
    used.insert(name);
    column.name = std::move(name);
  }
}

}  // namespace lode::io
