// The checks, one row each: `lode check` prints their names.
#pragma once

#include <string_view>
#include <vector>

#include "core/problem.h"

namespace lode {

struct Check {
  std::string_view name;
  Severity severity;
  std::string_view title;   ///< what is wrong, in words for a heading
  std::string_view remedy;  ///< what a user can do about it
};

const std::vector<Check>& checks();
/// Throws std::out_of_range for a name that is not in the table (our own bug).
const Check& check(std::string_view name);
/// A Problem of the check, with its severity.
Problem problem_of(std::string_view check_name);

}  // namespace lode
