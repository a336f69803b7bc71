#include "io/file_writer.h"

#include <bit>

#include "core/error.h"
#include "io/mapped_files.h"

namespace lode::io {

static_assert(std::endian::native == std::endian::little, "binary files are written in the machine's order");

FileWriter::FileWriter(const std::filesystem::path& file) : file_(file), stream_(file, std::ios::binary) {
  if (!stream_) throw Error("the file cannot be written", "check the folder's permissions", {file});
}

void FileWriter::flush() {
  stream_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  buffer_.clear();
  if (!stream_) throw Error("the file could not be written to its end", "check the free space on the disk", {file_});
}

void FileWriter::close() {
  flush();
  check_mapped_files();  // what was written may come from one that was cut short
  stream_.close();
  if (!stream_) throw Error("the file could not be written to its end", "check the free space on the disk", {file_});
}

}  // namespace lode::io
