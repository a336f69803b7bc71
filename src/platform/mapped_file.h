// A file as memory.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace lode::platform {

/// Read-only; closed with the object. Throws Error when it cannot be opened (said: absent, a folder, no permission).
/// A file that another program cuts short while it is mapped reads as zeros from there on, instead of ending the
/// program; first_cut_short() tells.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& file);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  std::string_view bytes() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  struct State;
  std::unique_ptr<State> state_;
};

/// A mapped file that is shorter than it was when it was opened; an empty path when all are whole.
std::filesystem::path first_cut_short();

}  // namespace lode::platform
