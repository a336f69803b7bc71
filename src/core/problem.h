// Faults found in rows: the row is kept, mended or rejected, never dropped in silence.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lode {

enum class Severity { note, warning, error };
const char* name(Severity severity);

/// One finding. `check` is the name of a row of checks() (core/checks.h).
struct Problem {
  Severity severity = Severity::warning;
  std::string check;
  std::string file;         ///< UTF-8 path as given; empty when it concerns no single file
  std::uint64_t line = 0;   ///< 1-based, the header is line 1; 0: the whole file
  std::string column;       ///< column name in the file, or ""
  std::string hole;         ///< hole id, or ""
  std::string message;      ///< what is wrong, with the value
  std::string action;       ///< what was done, or what to do
  std::uint64_t count = 1;  ///< how many rows this finding stands for

  bool operator==(const Problem&) const = default;
};

using Problems = std::vector<Problem>;

/// Adds Problems to a list, the first of each check and file one by one, the others as one at the end: a file of
/// millions of bad rows must not fill the memory with what nobody reads.
class ProblemLog {
 public:
  static constexpr std::uint64_t most_of_a_check = 10'000;  ///< and of a file

  explicit ProblemLog(Problems& problems) : problems_(problems) {}
  /// The Problem as listed, to be completed before the next is added.
  Problem& add(Problem problem);
  /// Adds how many more there were. To be called once, at the end.
  void finish();

 private:
  struct Group {
    std::uint64_t listed = 0;
    Problem more;  ///< the first that is not listed, with the count of all of them
  };
  void count_last();

  Problems& problems_;
  std::map<std::pair<std::string, std::string>, Group> groups_;  ///< by check and file
  Problem last_;
  Group* group_of_last_ = nullptr;  ///< where last_ is not listed
};

}  // namespace lode
