#include "core/ignore.h"

#include <algorithm>

#include "core/text.h"

namespace lode {

bool is_ignored(const Problem& problem, const IgnoreRule& rule) {
  if (!rule.check.empty() && rule.check != problem.check) return false;
  if (!rule.file.empty() && rule.file != utf8(path_from_utf8(problem.file).filename())) return false;
  if (!rule.hole.empty() && rule.hole != problem.hole) return false;
  if (!rule.column.empty() && rule.column != problem.column) return false;
  return rule.line == 0 || rule.line == problem.line;
}

std::uint64_t drop_ignored(Problems& problems, const std::vector<IgnoreRule>& rules) {
  if (rules.empty()) return 0;
  return std::erase_if(problems, [&](const Problem& problem) {
    return std::ranges::any_of(rules, [&](const IgnoreRule& rule) { return is_ignored(problem, rule); });
  });
}

std::string describe(const IgnoreRule& rule) {
  std::string text = rule.check.empty() ? "everything" : rule.check;
  if (!rule.column.empty()) text += " in column " + rule.column;
  if (rule.line != 0) text += " in line " + std::to_string(rule.line);
  if (!rule.hole.empty()) text += " in hole " + rule.hole;
  if (!rule.file.empty()) text += " of " + rule.file;
  return text;
}

}  // namespace lode
