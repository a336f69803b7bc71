// The list of recently opened paths, one a line in the user's configuration folder.
#include <algorithm>
#include <fstream>

#include "app/work.h"
#include "core/text.h"
#include "platform/environment.h"

namespace lode::app {
namespace {

constexpr std::size_t most_recent = 12;

/// "" where the user has no folder that can be written to: then nothing is remembered.
std::filesystem::path list_file() {
  try {
    return platform::user_config_folder() / "recent.txt";
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

std::vector<std::filesystem::path> read_recent() {
  std::vector<std::filesystem::path> paths;
  std::ifstream list(list_file());
  for (std::string line; std::getline(list, line) && paths.size() < most_recent;) {
    std::error_code absent;
    const std::filesystem::path path = path_from_utf8(trim(line));
    if (!path.empty() && std::filesystem::exists(path, absent)) paths.push_back(path);
  }
  return paths;
}

void add_recent(AppState& state, const std::filesystem::path& path) {
  std::erase(state.recent, path);
  state.recent.insert(state.recent.begin(), path);
  if (state.recent.size() > most_recent) state.recent.resize(most_recent);
  std::ofstream list(list_file(), std::ios::binary | std::ios::trunc);
  for (const std::filesystem::path& recent : state.recent) list << utf8(recent) << '\n';
}

}  // namespace lode::app
