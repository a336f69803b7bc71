#include "core/write_file.h"

#include <fmt/format.h>

#include <fstream>
#include <random>

#include "core/error.h"
#include "core/text.h"

namespace lode {

namespace fs = std::filesystem;

namespace {

/// Hidden, so that a folder read meanwhile, or after a crash, does not take it for data.
fs::path path_beside(const fs::path& target) {
  std::random_device random;
  fs::path beside = target;
  beside.replace_filename(
      path_from_utf8(fmt::format(".{}.part-{:08x}{}", utf8(target.stem()), random(), utf8(target.extension()))));
  return beside;
}

/// Throws Error unless a file may be made at `target`.
void require_place(const fs::path& target) {
  std::error_code fault;
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  if (!target.has_filename())
    throw Error("the output \"" + utf8(target) + "\" names no file", "Give a file name with an extension.", {target});
  if (!fs::is_directory(folder, fault))
    throw Error("the folder \"" + utf8(folder) + "\" does not exist", "Make the folder first, or write elsewhere.",
                {target});
  const fs::file_status status = fs::status(target, fault);
  if (fs::exists(status) && !fs::is_regular_file(status))
    throw Error("\"" + utf8(target) + "\" exists and is no file", "Give another name for the output.", {target});
}

}  // namespace

void write_whole(const fs::path& target, const std::function<void(const fs::path&)>& write) {
  require_place(target);
  const fs::path beside = path_beside(target);
  std::error_code fault;
  if (!std::ofstream(beside))
    throw Error("cannot write to the folder of \"" + utf8(target) + "\"", "Check its permissions and the free space.",
                {target});
  try {
    write(beside);
  } catch (...) {
    fs::remove(beside, fault);
    throw;
  }
  fs::rename(beside, target, fault);
  if (fault) {
    const std::string reason = fault.message();
    fs::remove(beside, fault);
    throw Error("cannot write \"" + utf8(target) + "\" (" + reason + ")", "Check its permissions.", {target});
  }
}

}  // namespace lode
