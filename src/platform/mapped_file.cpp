#include "platform/mapped_file.h"

#include <cstdint>
#include <system_error>
#include <vector>

#include "core/error.h"

#ifdef _WIN32
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#else
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <deque>
#include <mutex>
#endif

namespace lode::platform {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void throw_unreadable(const fs::path& file, const std::error_code& reason) {
  std::error_code ignored;
  const fs::file_status status = fs::status(file, ignored);
  if (!fs::exists(status)) throw Error("no such file", "check the path", {file});
  if (fs::is_directory(status)) throw Error("this is a folder, not a file", "name a file in it", {file});
  if (reason == std::errc::permission_denied || reason == std::errc::operation_not_permitted)
    throw Error("no permission to read the file", "ask its owner, or change its permissions", {file});
  throw Error("the file cannot be read: " + reason.message(), "check the file and its disk", {file});
}

void check_regular(const fs::path& file) {
  std::error_code ignored;
  const fs::file_status status = fs::status(file, ignored);
  if (!fs::exists(status) || fs::is_directory(status)) throw_unreadable(file, {});
  if (!fs::is_regular_file(status))
    throw Error("this is no regular file (a device or a pipe)", "save its content as a file first", {file});
}

}  // namespace

#ifdef _WIN32

struct MappedFile::State {
  HANDLE file = INVALID_HANDLE_VALUE;
  HANDLE mapping = nullptr;
  void* view = nullptr;

  ~State() {
    if (view != nullptr) UnmapViewOfFile(view);
    if (mapping != nullptr) CloseHandle(mapping);
    if (file != INVALID_HANDLE_VALUE) CloseHandle(file);
  }
};

MappedFile::MappedFile(const fs::path& file) : state_(std::make_unique<State>()) {
  const auto fail = [&file] { throw_unreadable(file, {static_cast<int>(GetLastError()), std::system_category()}); };
  check_regular(file);
  state_->file = CreateFileW(file.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                             FILE_ATTRIBUTE_NORMAL, nullptr);
  if (state_->file == INVALID_HANDLE_VALUE) fail();
  LARGE_INTEGER size{};
  if (!GetFileSizeEx(state_->file, &size)) fail();
  if (size.QuadPart == 0) return;
  state_->mapping = CreateFileMappingW(state_->file, nullptr, PAGE_READONLY, 0, 0, nullptr);
  if (state_->mapping == nullptr) fail();
  state_->view = MapViewOfFile(state_->mapping, FILE_MAP_READ, 0, 0, 0);
  if (state_->view == nullptr) fail();
  data_ = static_cast<const char*>(state_->view);
  size_ = static_cast<std::size_t>(size.QuadPart);
}

fs::path first_cut_short() { return {}; }  // Windows does not let a mapped file be cut

#else

namespace {

/// What the signal handler may look at: no lock, no allocation. Empty: `begin` is 0.
struct Guarded {
  std::atomic<std::uintptr_t> begin{0};
  std::atomic<std::size_t> size{0};
  std::atomic<bool> damaged{false};
  Guarded* next = nullptr;  ///< set before others see it, and then for good
};
std::deque<Guarded> guards;  // used again, never taken out: the handler may stand on one
std::atomic<Guarded*> first_guarded{nullptr};
struct sigaction action_before;

/// A touched page that the file no longer has: zeros take the place of all from there on.
void on_bus_error(int signal, siginfo_t* info, void* context) {
  const auto at = reinterpret_cast<std::uintptr_t>(info->si_addr);
  for (Guarded* file = first_guarded.load(); file != nullptr; file = file->next) {
    const std::uintptr_t begin = file->begin.load(), end = begin + file->size.load();
    if (begin == 0 || at < begin || at >= end) continue;
    const auto page_bytes = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const std::uintptr_t page = at / page_bytes * page_bytes;
    file->damaged.store(true);
    if (mmap(reinterpret_cast<void*>(page), end - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) !=
        MAP_FAILED)
      return;
  }
  if ((action_before.sa_flags & SA_SIGINFO) != 0 && action_before.sa_sigaction != nullptr)
    return action_before.sa_sigaction(signal, info, context);
  ::signal(SIGBUS, SIG_DFL);  // the access is tried again, and ends the program
}

void install_handler() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction action {};
    action.sa_sigaction = on_bus_error;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &action_before);
  });
}

struct Known {
  fs::path path;
  int descriptor = -1;
  std::size_t size = 0;
  Guarded* guard = nullptr;  ///< nullptr: an empty file
};
std::mutex known_mutex;
std::vector<const Known*> known_files;

/// With known_mutex held.
Guarded* free_guard() {
  for (Guarded& guard : guards)
    if (guard.begin.load() == 0) return &guard;
  Guarded& guard = guards.emplace_back();
  guard.next = first_guarded.load();
  first_guarded.store(&guard);
  return &guard;
}

}  // namespace

struct MappedFile::State {
  void* view = MAP_FAILED;
  Known known;

  ~State() {
    {
      const std::lock_guard lock(known_mutex);
      std::erase(known_files, &known);
    }
    if (known.guard != nullptr) known.guard->begin.store(0);
    if (view != MAP_FAILED) munmap(view, known.size);
    if (known.descriptor >= 0) close(known.descriptor);
  }

  void guard() {
    install_handler();
    const std::lock_guard lock(known_mutex);
    known_files.push_back(&known);
    known.guard = free_guard();
    known.guard->damaged.store(false);
    known.guard->size.store(known.size);
    known.guard->begin.store(reinterpret_cast<std::uintptr_t>(view));
  }
};

MappedFile::MappedFile(const fs::path& file) : state_(std::make_unique<State>()) {
  const auto fail = [&file] { throw_unreadable(file, {errno, std::generic_category()}); };
  check_regular(file);
  Known& known = state_->known;
  known.path = file;
  known.descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (known.descriptor < 0) fail();
  struct stat status {};
  if (fstat(known.descriptor, &status) != 0) fail();
  if (status.st_size == 0) return;  // an empty file cannot be mapped, and needs no map
  known.size = static_cast<std::size_t>(status.st_size);
  state_->view = mmap(nullptr, known.size, PROT_READ, MAP_PRIVATE, known.descriptor, 0);
  if (state_->view == MAP_FAILED) fail();
  state_->guard();
  data_ = static_cast<const char*>(state_->view);
  size_ = known.size;
}

fs::path first_cut_short() {
  const std::lock_guard lock(known_mutex);
  for (const Known* file : known_files) {
    struct stat status {};
    const bool shorter = fstat(file->descriptor, &status) == 0 && static_cast<std::size_t>(status.st_size) < file->size;
    if (shorter || (file->guard != nullptr && file->guard->damaged.load())) return file->path;
  }
  return {};
}

#endif

MappedFile::~MappedFile() = default;

}  // namespace lode::platform
