// The formats that only Assimp reads, from files written by hand, and what becomes of those that break it.
#include <zlib.h>

#include <algorithm>
#include <set>
#include <thread>

#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::TemporaryFolder;

/// Positions of the corners, triangle by triangle, each begun at its least corner: comparable whatever the order.
std::set<std::vector<std::array<double, 3>>> corners_of(const Surface& surface) {
  std::set<std::vector<std::array<double, 3>>> all;
  for (const auto& triangle : surface.triangles) {
    std::vector<std::array<double, 3>> corners;
    for (const std::uint32_t vertex : triangle) {
      const Vec3 p = surface.vertices_source[vertex];
      corners.push_back({p.x, p.y, p.z});
    }
    std::ranges::rotate(corners, std::ranges::min_element(corners));
    all.insert(corners);
  }
  return all;
}

std::string big_endian(std::uint32_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text.push_back(static_cast<char>(value >> shift));
  return text;
}

std::string big_endian(float value) { return big_endian(std::bit_cast<std::uint32_t>(value), 4); }

std::string iff_chunk(const std::string& name, const std::string& data) {
  return name + big_endian(static_cast<std::uint32_t>(data.size()), 4) + data + (data.size() % 2 ? "\0" : "");
}

std::string little_endian(std::uint32_t value, int bytes) {
  std::string text;
  for (int byte = 0; byte < bytes; ++byte) text.push_back(static_cast<char>(value >> (8 * byte)));
  return text;
}

/// A zip archive of stored, not compressed, members.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string bytes, directory;
  for (const auto& [name, text] : members) {
    const auto crc = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())));
    const auto size = static_cast<std::uint32_t>(text.size());
    const std::string common = little_endian(20, 2) + little_endian(0, 2) + little_endian(0, 2) + little_endian(0, 4) +
                               little_endian(crc, 4) + little_endian(size, 4) + little_endian(size, 4) +
                               little_endian(static_cast<std::uint32_t>(name.size()), 2) + little_endian(0, 2);
    directory += "PK\1\2" + little_endian(20, 2) + common + little_endian(0, 2) + little_endian(0, 2) +
                 little_endian(0, 2) + little_endian(0, 4) +
                 little_endian(static_cast<std::uint32_t>(bytes.size()), 4) + name;
    bytes += "PK\3\4" + common + name + text;
  }
  const auto count = static_cast<std::uint32_t>(members.size());
  return bytes + directory + "PK\5\6" + little_endian(0, 4) + little_endian(count, 2) + little_endian(count, 2) +
         little_endian(static_cast<std::uint32_t>(directory.size()), 4) +
         little_endian(static_cast<std::uint32_t>(bytes.size()), 4) + little_endian(0, 2);
}

std::string three_mf(const std::string& model) {
  return zip_of(
      {{"[Content_Types].xml",
        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"model\" ContentType=\"application/vnd.ms-package.3dmanufacturing-3dmodel+xml\"/>"
        "</Types>"},
       {"_rels/.rels",
        "<?xml version=\"1.0\"?><Relationships "
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
        "Target=\"/3D/3dmodel.model\" Id=\"rel0\" "
        "Type=\"http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel\"/></Relationships>"},
       {"3D/3dmodel.model", model}});
}

std::string tetrahedron_3mf() {
  return three_mf(
      "<?xml version=\"1.0\"?><model unit=\"meter\" xml:lang=\"en-US\" "
      "xmlns=\"http://schemas.microsoft.com/3dmanufacturing/core/2015/02\"><resources><object id=\"1\" "
      "type=\"model\"><mesh><vertices><vertex x=\"0\" y=\"0\" z=\"0\"/><vertex x=\"10\" y=\"0\" z=\"0\"/><vertex "
      "x=\"0\" y=\"20\" z=\"0\"/><vertex x=\"0\" y=\"0\" z=\"30\"/></vertices><triangles><triangle v1=\"0\" v2=\"2\" "
      "v3=\"1\"/><triangle v1=\"0\" v2=\"1\" v3=\"3\"/><triangle v1=\"1\" v2=\"2\" v3=\"3\"/><triangle v1=\"0\" "
      "v2=\"3\" v3=\"2\"/></triangles></mesh></object></resources><build><item objectid=\"1\"/></build></model>");
}

/// 10 m along x, 20 m along y, 30 m along z of the file, seen from outside.
constexpr std::string_view tetrahedron_off =
    "OFF\n4 4 0\n0 0 0\n10 0 0\n0 20 0\n0 0 30\n3 0 2 1\n3 0 1 3\n3 1 2 3\n3 0 3 2\n";

std::string tetrahedron_ac() {
  std::string text =
      "AC3Db\nMATERIAL \"a\" rgb 1 1 1 amb 1 1 1 emis 0 0 0 spec 0 0 0 shi 0 trans 0\nOBJECT world\nkids 1\nOBJECT "
      "poly\nname \"t\"\nnumvert 4\n0 0 0\n10 0 0\n0 20 0\n0 0 30\nnumsurf 4\n";
  for (const char* refs :
       {"0 0 0\n2 0 0\n1 0 0\n", "0 0 0\n1 0 0\n3 0 0\n", "1 0 0\n2 0 0\n3 0 0\n", "0 0 0\n3 0 0\n2 0 0\n"})
    text += std::string("SURF 0x0\nmat 0\nrefs 3\n") + refs;
  return text + "kids 0\n";
}

std::string tetrahedron_lwo() {
  using namespace std::string_literals;
  std::string points, polygons = "FACE", tags;
  for (const auto& p : {std::array{0.F, 0.F, 0.F}, {10.F, 0.F, 0.F}, {0.F, 20.F, 0.F}, {0.F, 0.F, 30.F}})
    for (const float value : p) points += big_endian(value);
  std::uint32_t face = 0;
  // LightWave's faces are clockwise from outside, and its axes left-handed.
  for (const auto& corners : {std::array{0U, 2U, 1U}, {0U, 1U, 3U}, {1U, 2U, 3U}, {0U, 3U, 2U}}) {
    polygons += big_endian(3, 2);
    for (const std::uint32_t corner : corners) polygons += big_endian(corner, 2);
    tags += big_endian(face++, 2) + big_endian(0, 2);
  }
  const std::string body = "LWO2" + iff_chunk("TAGS", "Default\0"s) + iff_chunk("LAYR", std::string(18, '\0')) +
                           iff_chunk("PNTS", points) + iff_chunk("POLS", polygons) + iff_chunk("PTAG", "SURF" + tags) +
                           iff_chunk("SURF", "Default\0\0\0"s);
  return iff_chunk("FORM", body);
}

TEST(AssimpFormats, FilesWithZUpStayAsTheyAre) {
  const TemporaryFolder folder;
  const std::set<std::vector<std::array<double, 3>>> expected{{{0, 0, 0}, {0, 20, 0}, {10, 0, 0}},
                                                              {{0, 0, 0}, {10, 0, 0}, {0, 0, 30}},
                                                              {{0, 0, 30}, {10, 0, 0}, {0, 20, 0}},
                                                              {{0, 0, 0}, {0, 0, 30}, {0, 20, 0}}};
  for (const auto& [name, bytes] :
       {std::pair<std::string, std::string>{"t.off", std::string(tetrahedron_off)}, {"T.3MF", tetrahedron_3mf()}}) {
    const Loaded loaded = read_file(folder.write(name, bytes));
    EXPECT_EQ(surface_of(loaded).vertices_source.size(), 4U) << name;
    EXPECT_EQ(corners_of(surface_of(loaded)), expected) << name;
    EXPECT_TRUE(loaded.problems.empty()) << name;
  }
}

TEST(AssimpFormats, FilesWithYUpAreTurned) {
  const TemporaryFolder folder;
  // (x, y, z) of AC3D becomes (x, -z, y); LightWave's z points the other way.
  const std::set<std::vector<std::array<double, 3>>> expected_ac{{{0, 0, 0}, {0, 0, 20}, {10, 0, 0}},
                                                                 {{0, -30, 0}, {0, 0, 0}, {10, 0, 0}},
                                                                 {{0, -30, 0}, {10, 0, 0}, {0, 0, 20}},
                                                                 {{0, -30, 0}, {0, 0, 20}, {0, 0, 0}}};
  EXPECT_EQ(corners_of(surface_of(read_file(folder.write("t.ac", tetrahedron_ac())))), expected_ac);
  const Loaded lwo = read_file(folder.write("t.lwo", tetrahedron_lwo()));
  Bounds bounds;
  for (const Vec3 vertex : surface_of(lwo).vertices_source) bounds.add(vertex);
  EXPECT_EQ(surface_of(lwo).triangles.size(), 4U);
  EXPECT_EQ(bounds.min, (Vec3{0, 0, 0}));
  EXPECT_EQ(bounds.max, (Vec3{10, 30, 20}));
}

TEST(AssimpFormats, FacesOfADxfStandWhereItPutsThem) {
  const TemporaryFolder folder;
  std::string text = "0\nSECTION\n2\nENTITIES\n";
  for (const char* last : {"30\n", "0\n"})
    text += std::string("0\n3DFACE\n8\nore\n10\n0\n20\n0\n30\n5\n11\n10\n21\n0\n31\n5\n12\n0\n22\n") + last +
            "32\n25\n13\n0\n23\n" + last + "33\n25\n";
  text = text + "0\nENDSEC\n0\nEOF\n";
  const Loaded loaded = read_file(folder.write("ore.dxf", text));
  Bounds bounds;
  for (const Vec3 vertex : surface_of(loaded).vertices_source) bounds.add(vertex);
  EXPECT_EQ(bounds.min, (Vec3{0, 0, 5}));
  EXPECT_EQ(bounds.max, (Vec3{10, 30, 25}));
  const std::filesystem::path lines =
      folder.write("lines.dxf",
                   "0\nSECTION\n2\nENTITIES\n0\nLINE\n8\na\n10\n0\n20\n0\n30\n0\n11\n1\n21\n1\n31\n1\n"
                   "0\nENDSEC\n0\nEOF\n");
  EXPECT_THROW(read_file(lines), Error);
}

TEST(AssimpFormats, AreAllThatAssimpReadsAndWeDoNot) {
  std::set<std::string_view> seen, ours;
  for (const Format& format : formats()) {
    std::set<std::string_view>& of = format.name == "assimp" ? seen : ours;
    for (const std::string_view extension : format.extensions) of.insert(extension);
  }
  for (const std::string_view extension : seen) EXPECT_FALSE(ours.contains(extension)) << extension;
  for (const char* extension : {"glb", "off", "3mf", "lwo", "ac", "ase", "ms3d", "ifc", "blend", "dxf", "x"})
    EXPECT_TRUE(seen.contains(extension)) << extension;
  for (const char* extension : {"prj", "xml", "bvh", "xgl"}) EXPECT_FALSE(seen.contains(extension)) << extension;
}

TEST(AssimpFormats, FloatsOfMinesAreSaidToBeCoarse) {
  const TemporaryFolder folder;
  const Loaded loaded = read_file(
      folder.write("t.off", "OFF\n3 1 0\n500000.1 7650000.3 100\n500100 7650000 100\n500000 7650100 150\n3 0 1 2\n"));
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_EQ(loaded.problems[0].check, "float32-precision");
}

TEST(AssimpFormats, FilesThatCrashAssimpAreErrors) {
  const TemporaryFolder folder;
  // A face stated and absent, no components in the model: both end Assimp 5.2.5 by a signal.
  EXPECT_NE(error_of(folder, "cut.off", "OFF\n4 2 0\n0 0 0\n10 0 0\n0 20 30\n").find("cannot be read"),
            std::string::npos);
  const std::string good = tetrahedron_3mf();
  EXPECT_GT(break_file("t.off", std::string(tetrahedron_off), 4, 15), 15);
  EXPECT_GT(break_file("t.3mf", good, 4, 15), 15);
  EXPECT_GT(break_file("t.lwo", tetrahedron_lwo(), 12, 15), 10);
}

TEST(AssimpFormats, AReadingThatHangsEndsWhenTheUserCancels) {
  const TemporaryFolder folder;
  const auto file = folder.write("hangs.off", "OFF\n353535235358 6 0\n-0.5 -0.5 0.5\n");
  Problems problems;
  const std::vector<Source> sources = recognise({file}, problems);
  Progress progress;
  std::thread user([&progress] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    progress.cancel();
  });
  try {
    load(sources.at(0), progress);
    ADD_FAILURE() << "a mesh of 353,535,235,358 vertices";
  } catch (const Cancelled&) {
  } catch (const Error& error) {  // an Assimp that finds the fault at once
    EXPECT_FALSE(error.what_happened().empty());
  }
  user.join();
}

}  // namespace
}  // namespace lode::io
