#include "platform/mapped_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

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

#ifndef _WIN32
TEST(MappedFile, AnyOfManyMayBeCutShort) {
  const TemporaryFolder folder;
  constexpr int files = 300;
  std::vector<std::unique_ptr<MappedFile>> mapped;
  for (int i = 0; i < files; ++i)
    mapped.push_back(std::make_unique<MappedFile>(folder.write(fmt::format("{}.bin", i), std::string(20'000, 'a'))));
  const std::filesystem::path last = folder.path() / fmt::format("{}.bin", files - 1);
  EXPECT_TRUE(first_cut_short().empty());
  std::filesystem::resize_file(last, 100);
  EXPECT_EQ(mapped.back()->bytes()[19'999], '\0');
  EXPECT_EQ(first_cut_short(), last);
  mapped.pop_back();
  EXPECT_TRUE(first_cut_short().empty());
}
#endif

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
