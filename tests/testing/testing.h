// What every test may need: where the sample data lies, a folder of its own, the program itself.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lode::testing {

/// The sample file or folder, e.g. sample("dh_wolfpass"). Use LODE_NEEDS_SAMPLE first where it may be absent.
std::filesystem::path sample(std::string_view relative);

/// The folder of the lode program; demo/ lies in it.
std::filesystem::path program_folder();

/// The repository's tests/ folder.
std::filesystem::path tests_dir();

/// A fresh, empty folder, removed with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  /// Writes `bytes` into the file `name` of the folder; returns its path.
  std::filesystem::path write(std::string_view name, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

std::string read_bytes(const std::filesystem::path& file);

/// What a run of the lode program gave.
struct Run {
  int exit_code = -1;
  std::string out;
  std::string err;
};

/// Runs build/lode with `arguments` (no shell), in `folder` when given; `display` off removes DISPLAY from its
/// environment. Kills it after 120 s (exit code 124). `program`: another than build/lode.
Run run_lode(const std::vector<std::string>& arguments, const std::filesystem::path& folder = {}, bool display = false,
             const std::filesystem::path& program = {});

}  // namespace lode::testing

/// Skips the test, saying so, where the sample data is absent.
#define LODE_NEEDS_SAMPLE(relative)                                                         \
  do {                                                                                      \
    if (!std::filesystem::exists(::lode::testing::sample(relative)))                        \
      GTEST_SKIP() << "sample data absent: " << ::lode::testing::sample(relative).string(); \
  } while (false)
