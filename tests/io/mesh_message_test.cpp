// What comes back from lode-mesh-reader is believed only when it is whole.
#include "io/mesh_message.h"

#include <gtest/gtest.h>

#include "testing/testing.h"

namespace lode::io {
namespace {

std::string bytes_of(const MeshMessage& message) {
  const lode::testing::TemporaryFolder folder;
  const std::string file = (folder.path() / "message").string();
  std::FILE* stream = std::fopen(file.c_str(), "wb");
  EXPECT_TRUE(write_message(message, stream));
  std::fclose(stream);
  return lode::testing::read_bytes(file);
}

MeshMessage triangle() {
  MeshMessage message;
  message.surface.vertices_source = {{0.1, 2, 3}, {500000, 7650000, -1}, {1e-9, 0, 1}};
  message.surface.triangles = {{0, 1, 2}, {2, 1, 0}};
  message.turned = true;
  message.metres_per_unit = 0.3048;
  return message;
}

TEST(MeshMessage, ComesBackToTheLastBit) {
  const MeshMessage sent = triangle();
  const std::optional<MeshMessage> read = read_message(bytes_of(sent));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->surface.vertices_source, sent.surface.vertices_source);
  EXPECT_EQ(read->surface.triangles, sent.surface.triangles);
  EXPECT_EQ(read->turned, true);
  EXPECT_EQ(read->metres_per_unit, 0.3048);
  EXPECT_EQ(read->error, "");
  MeshMessage failure;
  failure.error = "no such thing";
  EXPECT_EQ(read_message(bytes_of(failure))->error, "no such thing");
}

TEST(MeshMessage, OfWrongLengthOrWithoutItsVerticesIsNone) {
  const std::string good = bytes_of(triangle());
  for (std::size_t length = 0; length < good.size(); ++length) EXPECT_FALSE(read_message(good.substr(0, length)));
  EXPECT_FALSE(read_message(good + "x"));
  EXPECT_FALSE(read_message("x" + good));
  for (const std::size_t count : {8, 16, 24}) {  // of the error's bytes, the vertices, the triangles
    std::string absurd = good;
    absurd[count + 7] = '\x7f';
    EXPECT_FALSE(read_message(absurd)) << count;
  }
  MeshMessage beyond = triangle();
  beyond.surface.triangles[1][2] = 3;
  EXPECT_FALSE(read_message(bytes_of(beyond)));
  beyond = triangle();
  beyond.metres_per_unit = 0;
  EXPECT_FALSE(read_message(bytes_of(beyond)));
}

}  // namespace
}  // namespace lode::io
