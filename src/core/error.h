// The one exception of Lode: an operation that cannot finish.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace lode {

/// Where in a file an Error was found.
struct Where {
  std::filesystem::path file;  ///< empty: no file is involved
  std::uint64_t line = 0;      ///< 1-based; 0: unknown
  std::uint64_t column = 0;    ///< 1-based character; 0: unknown
};

/// Thrown when an operation cannot finish; caught in exactly two places, the command line's main and the job runner.
/// Faults in rows are Problems, not Errors.
class Error : public std::runtime_error {
 public:
  /// `what_happened` is one sentence without full stop; `remedy` says what the user can do about it.
  Error(std::string what_happened, std::string remedy, Where where = {});

  const std::string& what_happened() const { return what_happened_; }
  const std::string& remedy() const { return remedy_; }
  const Where& where() const { return where_; }

 private:
  std::string what_happened_, remedy_;
  Where where_;
};

/// The error as printed: at most four lines ("error: ...", "  in FILE, line N", "  remedy").
std::string describe(const Error& error);

/// Thrown by long work when its Progress was cancelled. Not an Error: the user asked for it.
struct Cancelled {};

}  // namespace lode
