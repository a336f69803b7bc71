#include "platform/mapped_file.h"

#include <cstdint>
#include <system_error>

#include "core/error.h"

#ifdef _WIN32
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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

#else

struct MappedFile::State {
  void* view = MAP_FAILED;
  std::size_t size = 0;

  ~State() {
    if (view != MAP_FAILED) munmap(view, size);
  }
};

namespace {

/// A descriptor is not needed once the file is mapped.
struct Descriptor {
  int value;
  ~Descriptor() {
    if (value >= 0) close(value);
  }
};

}  // namespace

MappedFile::MappedFile(const fs::path& file) : state_(std::make_unique<State>()) {
  const auto fail = [&file] { throw_unreadable(file, {errno, std::generic_category()}); };
  check_regular(file);
  const Descriptor descriptor{open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (descriptor.value < 0) fail();
  struct stat status {};
  if (fstat(descriptor.value, &status) != 0) fail();
  if (status.st_size == 0) return;  // an empty file cannot be mapped, and needs no map
  state_->size = static_cast<std::size_t>(status.st_size);
  state_->view = mmap(nullptr, state_->size, PROT_READ, MAP_PRIVATE, descriptor.value, 0);
  if (state_->view == MAP_FAILED) fail();
  data_ = static_cast<const char*>(state_->view);
  size_ = state_->size;
}

#endif

MappedFile::~MappedFile() = default;

}  // namespace lode::platform
