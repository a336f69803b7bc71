#include "platform/mapped_file.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "testing/testing.h"

namespace lode::platform {
namespace {

using testing::TemporaryFolder;

TEST(MappedFile, HoldsEveryByte) {
  const TemporaryFolder folder;
  std::string bytes(100'003, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7);
  const MappedFile file(folder.write("выработка.bin", bytes));
  EXPECT_EQ(file.bytes(), bytes);
}

TEST(MappedFile, EmptyFileIsEmpty) {
  const TemporaryFolder folder;
  EXPECT_TRUE(MappedFile(folder.write("empty", "")).bytes().empty());
}

TEST(MappedFile, SaysWhyItCannotBeOpened) {
  const TemporaryFolder folder;
  const auto message = [](const std::filesystem::path& file) -> std::string {
    try {
      MappedFile mapped(file);
    } catch (const Error& error) {
      return error.what_happened();
    }
    return "";
  };
  EXPECT_EQ(message(folder.path() / "absent.csv"), "no such file");
  EXPECT_EQ(message(folder.path()), "this is a folder, not a file");
#ifndef _WIN32
  EXPECT_NE(message("/dev/null").find("no regular file"), std::string::npos);
#endif
}

}  // namespace
}  // namespace lode::platform
