// What can be done about a finding with one press: a changed decision of the import.
#pragma once

#include <string>
#include <vector>

#include "core/problem.h"
#include "core/scene.h"

namespace lode {

struct Remedy {
  std::string label;  ///< "Read its depths as feet"
  Scene scene;        ///< with the decision changed
};

/// None for findings that only the data's owner can mend.
std::vector<Remedy> remedies_for(const Scene& scene, const Problem& problem);

/// The rules that would ignore the finding, from the narrowest: its row, its hole, its table, the check everywhere.
struct IgnoreChoice {
  std::string label;  ///< "in this row"
  IgnoreRule rule;
};
std::vector<IgnoreChoice> ignore_choices(const Problem& problem);

}  // namespace lode
