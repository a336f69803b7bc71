#include "io/mapped_files.h"

#include "core/error.h"
#include "platform/mapped_file.h"

namespace lode::io {

void check_mapped_files() {
  const std::filesystem::path file = platform::first_cut_short();
  if (!file.empty())
    throw Error("the file was cut short while Lode had it open", "restore it, and open it again", {file});
}

}  // namespace lode::io
