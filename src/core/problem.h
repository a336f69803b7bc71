// Faults found in rows: the row is kept, mended or rejected, never dropped in silence.
#pragma once

#include <cstdint>
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

}  // namespace lode
