// lode check: every problem in the rows of the inputs.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/common.h"
#include "cli/info.h"
#include "cli/print.h"
#include "core/checks.h"
#include "core/ignore.h"
#include "core/text.h"
#include "io/problems_csv.h"

namespace lode::cli {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t shown_of_each = 5;

Json json_of(const Problem& problem) {
  return {{"severity", name(problem.severity)},
          {"check", problem.check},
          {"file", json_text(problem.file)},
          {"line", problem.line == 0 ? Json() : Json(problem.line)},
          {"hole", json_text(problem.hole)},
          {"column", json_text(problem.column)},
          {"message", problem.message},
          {"action", problem.action},
          {"count", problem.count}};
}

std::string place_of(const Problem& problem) {
  if (problem.file.empty()) return "";
  const std::string file = utf8(path_from_utf8(problem.file).filename());
  return problem.line == 0 ? file : fmt::format("{}:{}", file, problem.line);
}

void print_group(const std::vector<const Problem*>& group, bool all) {
  const Problem& first = *group.front();
  const Check& check = lode::check(first.check);
  print(fmt::format("{}  {}: {} ({})\n", name(first.severity), check.name, check.title,
                    grouped(static_cast<double>(group.size()))));
  const std::size_t shown = all ? group.size() : std::min(group.size(), shown_of_each);
  TextTable table("  ", {"where", "hole", "what", "done"});
  for (std::size_t i = 0; i < shown; ++i)
    table.add({place_of(*group[i]), group[i]->hole, group[i]->message, group[i]->action});
  const std::string text = table.text();
  print(text.substr(text.find('\n') + 1));
  if (shown < group.size())
    print(fmt::format("  and {} more (--all lists them)\n", grouped(static_cast<double>(group.size() - shown))));
  if (!check.remedy.empty()) print(fmt::format("  remedy: {}\n", check.remedy));
  print("\n");
}

/// Errors first, each check together, in the order they were found.
std::vector<std::vector<const Problem*>> groups_of(const Problems& problems) {
  std::vector<std::vector<const Problem*>> groups;
  for (const Problem& problem : problems) {
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
      return group.front()->check == problem.check && group.front()->severity == problem.severity;
    });
    if (found != groups.end())
      found->push_back(&problem);
    else
      groups.push_back({&problem});
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto& a, const auto& b) { return a.front()->severity > b.front()->severity; });
  return groups;
}

/// What the scene ignores is not listed, but not unsaid.
std::string ignored_text(const Opened& opened) {
  if (opened.ignored == 0) return "";
  std::string rules;
  for (const IgnoreRule& rule : opened.scene.ignored) rules += (rules.empty() ? "" : "; ") + describe(rule);
  return fmt::format("\n{} ignored by the scene: {}", grouped(static_cast<double>(opened.ignored)), rules);
}

int run_check(const CommonOptions& options, bool all, const std::string& csv) {
  if (!csv.empty()) check_folder_of(path_from_utf8(csv));
  const Opened opened = open_inputs(options, Geographic::allowed);
  const ProblemCounts counts = count_problems(opened.problems);
  if (!csv.empty()) io::write_problems_csv(opened.problems, path_from_utf8(csv));
  if (options.json) {
    Json json{{"problems", Json::array()}, {"ignored", opened.ignored}};
    for (const Problem& problem : opened.problems) json["problems"].push_back(json_of(problem));
    print_json(json);
  } else {
    for (const auto& group : groups_of(opened.problems)) print_group(group, all);
    print(fmt::format("{}{}\n", opened.problems.empty() ? "no problems found" : text_of(counts), ignored_text(opened)));
  }
  return counts.errors > 0 ? 1 : 0;
}

}  // namespace

Action define_check(CLI::App& app, OpenWindow) {
  const auto options = std::make_shared<CommonOptions>();
  const auto all = std::make_shared<bool>(false);
  const auto csv = std::make_shared<std::string>();
  add_common_options(app, *options, Filters::none);
  app.add_flag("--all", *all, "List every problem, not the first five of each check");
  app.add_option("--csv", *csv, "Write the list into this file, one finding a row");
  return [=] { return run_check(*options, *all, *csv); };
}

}  // namespace lode::cli
