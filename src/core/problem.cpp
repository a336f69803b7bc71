#include "core/problem.h"

#include <algorithm>
#include <utility>

namespace lode {

const char* name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "";
}

Problem& ProblemLog::add(Problem problem) {
  count_last();
  Group& group = groups_[{problem.check, problem.file}];
  if (group.listed < most_of_a_check) {
    ++group.listed;
    return problems_.emplace_back(std::move(problem));
  }
  last_ = std::move(problem);
  group_of_last_ = &group;
  return last_;
}

void ProblemLog::count_last() {
  if (group_of_last_ == nullptr) return;
  Problem& more = group_of_last_->more;
  if (more.check.empty()) {
    more = last_;
    more.count = 0;
    more.hole.clear();
  }
  more.severity = std::max(more.severity, last_.severity);
  more.count += last_.count;
  group_of_last_ = nullptr;
}

void ProblemLog::finish() {
  count_last();
  for (auto& [key, group] : groups_) {
    if (group.more.check.empty()) continue;
    group.more.message = std::to_string(group.more.count) + " more rows from here on, the first: " + group.more.message;
    problems_.push_back(std::move(group.more));
  }
  groups_.clear();
}

}  // namespace lode
