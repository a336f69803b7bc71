#include "platform/child_watch.h"

#include "core/error.h"
#include "core/text.h"
#include "platform/environment.h"

namespace lode::platform {

namespace fs = std::filesystem;

fs::path helper_program(const std::string& name) {
#ifdef _WIN32
  return program_folder() / path_from_utf8(name + ".exe");
#else
  return program_folder() / path_from_utf8(name);
#endif
}

void throw_not_started(const fs::path& program, const std::string& why) {
  throw Error("the program " + utf8(program.filename()) + ", which reads such files, cannot be started: " + why,
              "it belongs beside lode: install or build Lode again", {program});
}

void check_program(const fs::path& program) {
  std::error_code ignored;
  if (!fs::is_regular_file(program, ignored)) throw_not_started(program, "it is absent");
}

}  // namespace lode::platform
