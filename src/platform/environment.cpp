#include "platform/environment.h"

#include <cstdlib>
#include <system_error>

#include "core/error.h"

#ifdef _WIN32
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <io.h>
#include <windows.h>
// After windows.h, whose types it needs.
#include <psapi.h>

#include <vector>
#else
#include <sys/resource.h>
#include <unistd.h>
#endif
#ifdef __APPLE__
#include <mach-o/dyld.h>

#include <vector>
#endif

namespace lode::platform {

namespace fs = std::filesystem;

namespace {

#ifndef _WIN32
bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}
#endif

fs::path made_config_folder(const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure)
    throw Error("the folder for settings cannot be made: " + failure.message(),
                "check its permissions, or set XDG_CONFIG_HOME to another folder", {folder});
  return folder;
}

}  // namespace

#ifdef _WIN32

bool has_display() { return true; }

fs::path program_folder() {
  std::vector<wchar_t> name(32768);
  const DWORD length = GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size()));
  return fs::path(std::wstring(name.data(), length)).parent_path();
}

fs::path user_config_folder() {
  const wchar_t* roaming = _wgetenv(L"APPDATA");
  return made_config_folder((roaming != nullptr ? fs::path(roaming) : fs::temp_directory_path()) / "lode");
}

std::uint64_t peak_memory_bytes() {
  PROCESS_MEMORY_COUNTERS counters{};
  return K32GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters) ? counters.PeakWorkingSetSize : 0;
}

std::uint64_t physical_memory_bytes() {
  MEMORYSTATUSEX status{};
  status.dwLength = sizeof status;
  return GlobalMemoryStatusEx(&status) ? status.ullTotalPhys : 0;
}

bool stderr_is_terminal() { return _isatty(_fileno(stderr)) != 0; }

#else

bool has_display() {
#ifdef __APPLE__
  return true;
#else
  return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
#endif
}

fs::path program_folder() {
#ifdef __APPLE__
  std::uint32_t size = 0;
  _NSGetExecutablePath(nullptr, &size);
  std::vector<char> name(size + 1);
  _NSGetExecutablePath(name.data(), &size);
  return fs::weakly_canonical(name.data()).parent_path();
#else
  return fs::read_symlink("/proc/self/exe").parent_path();
#endif
}

fs::path user_config_folder() {
  if (is_set("XDG_CONFIG_HOME")) return made_config_folder(fs::path(std::getenv("XDG_CONFIG_HOME")) / "lode");
  const fs::path home = is_set("HOME") ? fs::path(std::getenv("HOME")) : fs::temp_directory_path();
  return made_config_folder(home / ".config" / "lode");
}

std::uint64_t peak_memory_bytes() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
#ifdef __APPLE__
  return static_cast<std::uint64_t>(usage.ru_maxrss);
#else
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;  // Linux counts KiB
#endif
}

std::uint64_t physical_memory_bytes() {
  const long pages = sysconf(_SC_PHYS_PAGES), page_size = sysconf(_SC_PAGESIZE);
  return pages > 0 && page_size > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_size) : 0;
}

bool stderr_is_terminal() { return isatty(STDERR_FILENO) != 0; }

#endif

std::uint64_t memory_limit_bytes() {
  const char* stated = std::getenv("LODE_MEMORY_MIB");
  if (stated != nullptr && std::atoll(stated) > 0) return static_cast<std::uint64_t>(std::atoll(stated)) << 20;
  return physical_memory_bytes() / 10 * 9;
}

}  // namespace lode::platform
