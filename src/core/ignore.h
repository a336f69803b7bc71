// Findings that a scene says are known and need not be listed.
#pragma once

#include <vector>

#include "core/problem.h"
#include "core/scene.h"

namespace lode {

/// Whether all filled fields of the rule fit the Problem; a file is compared by its name without the folder.
bool is_ignored(const Problem& problem, const IgnoreRule& rule);

/// Takes out what any rule ignores; returns how many findings that were.
std::uint64_t drop_ignored(Problems& problems, const std::vector<IgnoreRule>& rules);

/// What a rule ignores, in words ("interval-gap in hole A of assay.csv").
std::string describe(const IgnoreRule& rule);

}  // namespace lode
