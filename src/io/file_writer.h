// Buffered bytes and text into a new file.
#pragma once

#include <fmt/format.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace lode::io {

/// Numbers in text are the shortest that read back unchanged, with a point whatever the locale.
class FileWriter {
 public:
  /// Throws Error when the file cannot be written.
  explicit FileWriter(const std::filesystem::path& file);
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  template <typename... Values>
  void print(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(buffer_), format, std::forward<Values>(values)...);
    if (buffer_.size() > buffer_size) flush();
  }
  void write(std::string_view bytes) {
    buffer_.append(bytes.data(), bytes.data() + bytes.size());
    if (buffer_.size() > buffer_size) flush();
  }
  /// The bytes of a number in the machine's order, which is little-endian wherever Lode runs.
  template <typename T>
  void put(T value) {
    static_assert(std::is_arithmetic_v<T>);
    write({reinterpret_cast<const char*>(&value), sizeof(T)});
  }
  /// Must be called last; throws Error when the disk did not take everything, and when a mapped file was cut short.
  void close();

 private:
  void flush();
  static constexpr std::size_t buffer_size = 1 << 20;
  std::filesystem::path file_;
  std::ofstream stream_;
  fmt::memory_buffer buffer_;
};

}  // namespace lode::io
