// OBJ, STL and PLY: what the files hold, to the last bit, and files that are broken.
#include <bit>
#include <cmath>
#include <cstring>

#include "io/surface_reading.h"
#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::TemporaryFolder;

constexpr std::string_view tetrahedron_obj =
    "# a comment\nmtllib x.mtl\no stope\nv 7650000.37 5500000.61 100.125\nv 7650010.37 5500000.61 100.125 1.0\n"
    "v 7650000.37 5500010.61 100.125\nv +7650000.37 5500000.61 1.1e2\nvn 0 0 1\nusemtl a\n"
    "f 1 3 2\nf 1//1 2//1 4//1\r\nf -3/1/1 -2/1/1 -1/1/1\nf 3 1 \\\n 4\n";

TEST(Obj, KeepsEveryDigitAndEveryKindOfIndex) {
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write("stope.obj", tetrahedron_obj));
  const Surface& surface = surface_of(loaded);
  ASSERT_EQ(surface.vertices_source.size(), 4U);
  EXPECT_EQ(surface.vertices_source[0], (Vec3{7650000.37, 5500000.61, 100.125}));
  EXPECT_EQ(surface.vertices_source[3], (Vec3{7650000.37, 5500000.61, 110}));
  ASSERT_EQ(surface.triangles.size(), 4U);
  EXPECT_EQ(surface.triangles[1], (std::array<std::uint32_t, 3>{0, 1, 3}));
  EXPECT_EQ(surface.triangles[2], (std::array<std::uint32_t, 3>{1, 2, 3}));
  EXPECT_EQ(surface.triangles[3], (std::array<std::uint32_t, 3>{2, 0, 3}));
  EXPECT_TRUE(loaded.problems.empty());
}

TEST(Obj, IsRecognisedByItsContent) {
  const TemporaryFolder folder;
  EXPECT_EQ(surface_of(read_file(folder.write("stope.txt", tetrahedron_obj))).triangles.size(), 4U);
}

TEST(Obj, PolygonsBecomeFans) {
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write("p.obj", "v 0 0 0\nv 2 0 0\nv 2 1 0\nv 1 2 0\nv 0 1 0\nf 1 2 3 4 5\n"));
  const auto& triangles = surface_of(loaded).triangles;
  ASSERT_EQ(triangles.size(), 3U);
  EXPECT_EQ(triangles[2], (std::array<std::uint32_t, 3>{0, 3, 4}));
}

TEST(Obj, SaysWhatIsWrongAndWhere) {
  const TemporaryFolder folder;
  EXPECT_EQ(error_of(folder, "a.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n"),
            "a face refers to vertex 9, but there are 3");
  EXPECT_EQ(error_of(folder, "b.obj", "v 0 0 0\nf 1 2 -2\n"), "a face refers to vertex -2, of which there is none");
  EXPECT_EQ(error_of(folder, "c.obj", "v 0 zero 0\n"), "\"zero\" is no coordinate of a vertex");
  EXPECT_EQ(error_of(folder, "d.obj", "v 0 0 0\nv 0 1 0\nv 1 1 0\n"), "the mesh has no triangles");
  try {
    read_file(folder.write("e.obj", "v 0 0 0\nv 1 0 0\n\nf 1 2\n"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.where().line, 4U);
  }
}

TEST(Obj, VerticesThatAreNoPositionAreLeftOutAndSaid) {
  const TemporaryFolder folder;
  const Loaded loaded =
      read_file(folder.write("n.obj", "v 0 0 0\nv nan 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 2e9\nf 1 2 3\nf 1 3 4\nf 1 4 5\n"));
  EXPECT_EQ(surface_of(loaded).vertices_source.size(), 3U);
  ASSERT_EQ(surface_of(loaded).triangles.size(), 1U);
  EXPECT_EQ(surface_of(loaded).triangles[0], (std::array<std::uint32_t, 3>{0, 1, 2}));
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_EQ(loaded.problems[0].check, "bad-coordinates");
  EXPECT_EQ(loaded.problems[0].count, 2U);
}

TEST(Obj, RlsInFeetBecomeMetres) {
  const TemporaryFolder folder;
  Problems problems;
  std::vector<Source> sources =
      recognise({folder.write("f.obj", "v 0 0 100\nv 1 0 100\nv 0 1 100\nf 1 2 3\n")}, problems);
  sources[0].rl_metres_per_unit = 0.3048;
  Progress progress;
  EXPECT_DOUBLE_EQ(surface_of(load(sources[0], progress)).vertices_source[0].z, 30.48);
}

TEST(Obj, BrokenFilesAreErrors) { EXPECT_GT(break_file("b.obj", std::string(tetrahedron_obj), 30), 200); }

template <typename T>
void put(std::string& bytes, T value, std::endian order = std::endian::little) {
  std::string raw(sizeof(T), '\0');
  std::memcpy(raw.data(), &value, sizeof(T));
  if (order != std::endian::native) raw = {raw.rbegin(), raw.rend()};
  bytes += raw;
}

std::string binary_stl() {
  std::string bytes(80, ' ');
  bytes.replace(0, 5, "solid");  // some programs do write that
  put<std::uint32_t>(bytes, 2);
  for (const float shift : {0.0F, 1.0F}) {
    for (const float value : {0.0F, 0.0F, 1.0F, 500000.0F, 7650000.5F, 100.0F, 500001.0F, 7650000.5F, 100.0F,
                              500000.0F + shift, 7650001.5F, 100.0F})
      put(bytes, value);
    put<std::uint16_t>(bytes, 0);
  }
  return bytes;
}

TEST(Stl, BinaryCornersAreSharedAndItsPrecisionIsSaid) {
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write("pit.stl", binary_stl()));
  EXPECT_EQ(surface_of(loaded).vertices_source.size(), 4U);
  EXPECT_EQ(surface_of(loaded).triangles[1], (std::array<std::uint32_t, 3>{0, 1, 3}));
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_EQ(loaded.problems[0].check, "float32-precision");
  EXPECT_NE(loaded.problems[0].message.find("0.5"), std::string::npos) << loaded.problems[0].message;
}

constexpr std::string_view ascii_stl =
    "solid stope of 2024\n facet normal 0 0 1\n  outer loop\n   vertex 7650000.37 5500000.61 1e2\n"
    "   vertex 7650001.37 5500000.61 100\n   vertex 7650000.37 5500001.61 100\n  endloop\n endfacet\n"
    " facet normal 0 0 1\n  outer loop\n   VERTEX 7650001.37 5500000.61 100\n"
    "   vertex 7650001.37 5500001.61 100\n   vertex 7650000.37 5500001.61 100\n  endloop\n endfacet\nendsolid stope\n";

TEST(Stl, AsciiIsReadInDoubles) {
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write("stope.stl", ascii_stl));
  EXPECT_EQ(surface_of(loaded).vertices_source.size(), 4U);
  EXPECT_EQ(surface_of(loaded).vertices_source[0], (Vec3{7650000.37, 5500000.61, 100}));
  EXPECT_EQ(surface_of(loaded).triangles[1], (std::array<std::uint32_t, 3>{1, 3, 2}));
  EXPECT_TRUE(loaded.problems.empty());
}

TEST(Stl, CutOffFilesSaySo) {
  const TemporaryFolder folder;
  EXPECT_EQ(error_of(folder, "a.stl", binary_stl().substr(0, 150)),
            "the file ends early: 2 triangles are stated, 1 are there");
  EXPECT_EQ(error_of(folder, "b.stl", ascii_stl.substr(0, ascii_stl.rfind(" facet"))),
            "the file ends without \"endsolid\"");
  std::string absurd(200, '\0');
  absurd.replace(80, 4, "\xff\xff\xff\xff");
  EXPECT_NE(error_of(folder, "c.stl", absurd).find("4294967295 triangles are stated"), std::string::npos);
  EXPECT_GT(break_file("d.stl", binary_stl(), 84), 100);
  EXPECT_GT(break_file("e.stl", std::string(ascii_stl), 30), 100);
}

TEST(Stl, BabbittTopographyHasAllItsTriangles) {
  LODE_NEEDS_SAMPLE("dh_babbitt/Mpz.stl");
  const Loaded loaded = read_file(lode::testing::sample("dh_babbitt/Mpz.stl"));
  EXPECT_EQ(count_of(*loaded.dataset), 63749U);
  // A triangulated surface has about half as many vertices as triangles; unmerged there would be three times as many.
  EXPECT_LT(surface_of(loaded).vertices_source.size(), 63749U * 3 / 4);
}

std::string ply(std::string_view format, bool ascii, std::endian order) {
  std::string bytes = "ply\nformat " + std::string(format) +
                      " 1.0\ncomment made by hand\nelement vertex 4\nproperty double x\nproperty double y\n"
                      "property float64 z\nproperty float Cu_pct\nproperty uchar red\nelement face 2\n"
                      "property list uchar int vertex_indices\nproperty uchar red\nend_header\n";
  const std::vector<std::array<double, 5>> vertices = {{7650000.37, 5500000.61, 100, 0.5, 255},
                                                       {7650010.37, 5500000.61, 100, 1.5, 255},
                                                       {7650010.37, 5500010.61, 100, 2.5, 255},
                                                       {7650000.37, 5500010.61, 100, 3.5, 255}};
  if (ascii) {
    return bytes +
           "7650000.37 5500000.61 100 0.5 255\n7650010.37 5500000.61 100 1.5 255\n7650010.37 5500010.61 100 2.5 255\n"
           "7650000.37 5500010.61 100 3.5 255\n4 0 1 2 3 7\n3 0 1 2 7\n";
  }
  for (const auto& vertex : vertices) {
    for (std::size_t axis = 0; axis < 3; ++axis) put(bytes, vertex[axis], order);
    put(bytes, static_cast<float>(vertex[3]), order);
    put(bytes, static_cast<std::uint8_t>(vertex[4]));
  }
  put(bytes, std::uint8_t{4});
  for (const std::int32_t corner : {0, 1, 2, 3}) put(bytes, corner, order);
  put(bytes, std::uint8_t{7});
  put(bytes, std::uint8_t{3});
  for (const std::int32_t corner : {0, 1, 2}) put(bytes, corner, order);
  put(bytes, std::uint8_t{7});
  return bytes;
}

TEST(Ply, AllEncodingsHoldTheSame) {
  const TemporaryFolder folder;
  for (const std::string& bytes :
       {ply("ascii", true, std::endian::little), ply("binary_little_endian", false, std::endian::little),
        ply("binary_big_endian", false, std::endian::big)}) {
    const Loaded loaded = read_file(folder.write("s.ply", bytes));
    const Surface& surface = surface_of(loaded);
    ASSERT_EQ(surface.vertices_source.size(), 4U);
    EXPECT_EQ(surface.vertices_source[2], (Vec3{7650010.37, 5500010.61, 100}));
    ASSERT_EQ(surface.triangles.size(), 3U);
    EXPECT_EQ(surface.triangles[1], (std::array<std::uint32_t, 3>{0, 2, 3}));
    ASSERT_EQ(surface.vertex_attributes.columns.size(), 1U);
    EXPECT_EQ(surface.vertex_attributes.columns[0].unit, "%");
    EXPECT_EQ((*surface.vertex_attributes.columns[0].numbers())[3], 3.5);
    EXPECT_TRUE(loaded.problems.empty());
    EXPECT_GT(break_file("b.ply", bytes, 60), 200);
  }
}

TEST(Ply, AbsurdCountsAllocateNothing) {
  const TemporaryFolder folder;
  std::string bytes = ply("binary_little_endian", false, std::endian::little);
  bytes.replace(bytes.find("vertex 4"), 8, "vertex 2147483648");
  EXPECT_NE(error_of(folder, "a.ply", bytes).find("2147483648 elements \"vertex\" are stated"), std::string::npos);
  EXPECT_EQ(error_of(folder, "b.ply", "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nend_header\n1 2 3\n"),
            "the vertices have no x, y and z");
}

TEST(Float32Precision, IsTheStepAtTheGreatestCoordinate) {
  Problems problems;
  check_float32_precision({{16383, 0, 0}}, "a.glb", problems);
  EXPECT_TRUE(problems.empty());  // steps of a millimetre
  check_float32_precision({{500000, 5500000.61, 100}}, "a.glb", problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_NE(problems[0].message.find("in steps of 0.5"), std::string::npos) << problems[0].message;
}

TEST(VertexMerger, AgreesWithBruteForce) {
  std::mt19937 random(3);
  VertexMerger merger;
  std::vector<Vec3> vertices;
  for (int i = 0; i < 5000; ++i) {
    const Vec3 p{static_cast<double>(random() % 12), -0.0, static_cast<double>(random() % 200) * 0.1};
    const std::uint32_t index = merger.index_of(p, vertices);
    EXPECT_EQ(index, std::find(vertices.begin(), vertices.end(), p) - vertices.begin());
  }
  EXPECT_LE(vertices.size(), 12U * 200U);
}

}  // namespace
}  // namespace lode::io
