#include "session/far_apart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/checks.h"
#include "core/text.h"

namespace lode {

namespace {

/// Between the nearest sides of two boxes in plan.
double gap_m(const Bounds& a, const Bounds& b) {
  const double x = std::max({0.0, a.min.x - b.max.x, b.min.x - a.max.x});
  const double y = std::max({0.0, a.min.y - b.max.y, b.min.y - a.max.y});
  return std::hypot(x, y);
}

double plan_size_m(const Bounds& bounds) { return std::hypot(bounds.size().x, bounds.size().y); }

bool lie_together(const Bounds& a, const Bounds& b) {
  constexpr double least_m = 10'000, sizes = 10;
  return gap_m(a, b) <= std::max(least_m, sizes * std::max(plan_size_m(a), plan_size_m(b)));
}

/// For each source the first of those it lies together with, directly or through others.
std::vector<std::size_t> groups_of(const std::vector<LoadedSourcePtr>& sources) {
  std::vector<std::size_t> group(sources.size());
  std::iota(group.begin(), group.end(), std::size_t{0});
  for (std::size_t a = 0; a < sources.size(); ++a)
    for (std::size_t b = a + 1; b < sources.size(); ++b) {
      if (group[a] == group[b] || !lie_together(sources[a]->bounds_scene, sources[b]->bounds_scene)) continue;
      const auto [low, high] = std::minmax(group[a], group[b]);
      std::ranges::replace(group, std::size_t{high}, std::size_t{low});
    }
  return group;
}

/// Holes say where the project is, then block models; surfaces and points belong to them.
std::size_t weight_of(const LoadedSource& source) {
  switch (kind_of(*source.dataset)) {
    case DatasetKind::drillholes:
      return 100;
    case DatasetKind::blocks:
      return 50;
    default:
      return 1;
  }
}

}  // namespace

Problems problems_far_apart(const std::vector<LoadedSourcePtr>& all) {
  std::vector<LoadedSourcePtr> sources;
  for (const LoadedSourcePtr& source : all)
    if (!source->bounds_scene.empty()) sources.push_back(source);
  const std::vector<std::size_t> group = groups_of(sources);
  std::vector<std::size_t> weight(sources.size(), 0);
  for (std::size_t i = 0; i < sources.size(); ++i) weight[group[i]] += weight_of(*sources[i]);
  Problems problems;
  if (sources.empty()) return problems;
  const auto main = static_cast<std::size_t>(std::ranges::max_element(weight) - weight.begin());
  Bounds there;
  for (std::size_t i = 0; i < sources.size(); ++i)
    if (group[i] == main) there.add(sources[i]->bounds_scene);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (group[i] == main) continue;
    Problem problem = problem_of("far-from-others");
    problem.file = sources[i]->source.files.empty() ? std::string() : utf8(sources[i]->source.files.front().path);
    problem.message = fmt::format("{} lies {} km from {}", sources[i]->source.name,
                                  grouped(gap_m(sources[i]->bounds_scene, there) / 1000), sources[main]->source.name);
    problem.action = "opened as it is: likely of another project, or of another CRS";
    problems.push_back(std::move(problem));
  }
  return problems;
}

}  // namespace lode
