// Input of every wrong kind: a clear message, exit code 1 or 2, nothing half-written.
#include <algorithm>
#include <fstream>
#include <random>

#include "json_run.h"

namespace lode::testing {
namespace {

/// Runs `lode info` and `lode render` on a bad input; returns what info said.
std::string refused(const std::filesystem::path& input) {
  const TemporaryFolder folder;
  const auto info = run_lode({"info", input.string()});
  EXPECT_EQ(info.exit_code, 1) << input << "\n" << info.out << info.err;
  EXPECT_EQ(info.out, "");
  EXPECT_TRUE(info.err.starts_with("error: ")) << info.err;
  EXPECT_LE(std::count(info.err.begin(), info.err.end(), '\n'), 4) << info.err;
  const auto render = run_lode({"render", input.string(), "-o", (folder.path() / "x.png").string()});
  EXPECT_EQ(render.exit_code, 1) << input << render.err;
  EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << input;
  return info.err;
}

std::string random_bytes(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes(count, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() & 0xFF);
  return bytes;
}

TEST(WrongInput, NoSuchFile) { EXPECT_NE(refused("/no/such/place.csv").find("/no/such/place.csv"), std::string::npos); }

TEST(WrongInput, AChoiceOfAColumnThatIsNotThereNamesTheNearest) {
  const TemporaryFolder folder;
  const auto file = folder.write("points.csv", "x,y,z,Li2O_pct,rock\n1,2,3,0.5,PEG\n2,3,4,0.7,SCH\n").string();
  const auto typo = run_lode({"info", "--attributes", "Li2O", file});
  EXPECT_EQ(typo.exit_code, 1);
  EXPECT_NE(typo.err.find("no table has a column \"Li2O\" to read"), std::string::npos) << typo.err;
  EXPECT_NE(typo.err.find("Li2O_pct"), std::string::npos) << typo.err;
  const auto info = json_of({"info", "--attributes", "rock , li2o_PCT", file});
  EXPECT_EQ(info["layers"][0]["attributes"].size(), 2U);
}

TEST(WrongInput, EmptyFolder) {
  const TemporaryFolder folder;
  refused(folder.path());
}

TEST(WrongInput, FilesThatAreNoData) {
  const TemporaryFolder folder;
  const std::string png_head = "\x89PNG\r\n\x1a\n";
  refused(folder.write("image.png", png_head + random_bytes(3000, 1)));
  refused(folder.write("photo.csv", "\xff\xd8\xff\xe0" + random_bytes(3000, 2)));
  refused(folder.write("noise.bin", random_bytes(10000, 3)));
}

TEST(WrongInput, TablesWithoutData) {
  const TemporaryFolder folder;
  refused(folder.write("empty.csv", ""));
  refused(folder.write("blank.csv", "\n\n  \n"));
  refused(folder.write("header.csv", "x,y,z,cu_pct\n"));
  refused(folder.write("nothing_usable.csv", "apples,pears\nred,green\nyellow,brown\n"));
}

TEST(WrongInput, RandomBytesBehindEachMagic) {
  const TemporaryFolder folder;
  const std::vector<std::pair<const char*, std::string>> magics{
      {"a.tif", std::string("II*\0", 4)},
      {"b.tif", std::string("MM\0*", 4)},
      {"c.vti", "<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\" version=\"1.0\">\n"},
      {"d.ply",
       "ply\nformat binary_little_endian 1.0\nelement vertex 1000\nproperty float x\nproperty float y\n"
       "property float z\nelement face 10\nproperty list uchar int vertex_indices\nend_header\n"},
      {"e.stl", std::string(80, ' ') + std::string("\x10\x27\0\0", 4)},
      {"f.stl", "solid thing\n"},
      {"g.obj", "v 1 2 3\nf 1 2 3\n"},
      {"h.glb", std::string("glTF\2\0\0\0", 8)},
      {"i.csv", "x,y,z\n"},
      {"j.lode", "version = 1\n"},
      {"k.fbx", std::string("Kaydara FBX Binary  \0\x1a\0", 23)},
      {"l.gltf", "{\"asset\": "},
  };
  unsigned seed = 100;
  for (const auto& [name, magic] : magics)
    for (int i = 0; i < 3; ++i) refused(folder.write(name, magic + random_bytes(i * 2000 + 200, ++seed)));
}

TEST(WrongInput, TruncatedTiff) {
  LODE_NEEDS_SAMPLE("dem_hamersley");
  const std::string whole = read_bytes(sample("dem_hamersley/dtm_rp.tif"));
  const TemporaryFolder folder;
  for (const double share : {0.001, 0.3, 0.9})
    refused(
        folder.write("cut.tif", whole.substr(0, static_cast<std::size_t>(share * static_cast<double>(whole.size())))));
}

TEST(WrongInput, ALineOfAGigabyte) {
  const TemporaryFolder folder;
  const auto file = folder.write("long.csv", "x,y,z,note\n1,2,3,");
  std::filesystem::resize_file(file, std::uintmax_t{1} << 30);  // sparse: zeros to the end
  const auto run = run_lode({"info", file.string()});
  EXPECT_EQ(run.exit_code, 1) << run.out << run.err;
  EXPECT_FALSE(run.err.empty());
}

TEST(WrongInput, AnUnterminatedQuoteIsSaid) {
  const TemporaryFolder folder;
  std::string text = "x,y,z,rock\n0,0,0,a\n10,0,0,\"open\n";
  for (int i = 0; i < 1000; ++i) text += std::to_string(10 * i) + ",10,0,b\n";
  const auto run = run_lode({"check", folder.write("quote.csv", text).string()});
  EXPECT_EQ(run.exit_code, 1) << run.out << run.err;
  EXPECT_NE((run.out + run.err).find("quote"), std::string::npos) << run.out << run.err;
}

TEST(WrongInput, UnknownCrs) {
  const TemporaryFolder folder;
  const std::string file = folder.write("p.csv", "x,y,z\n500000,5000000,1\n500010,5000000,2\n").string();
  for (const char* option : {"--crs", "--source-crs"})
    for (const char* crs : {"EPSG:999999", "nonsense"}) {
      const auto run = run_lode({"info", file, option, crs});
      EXPECT_EQ(run.exit_code, 1) << run.out;
      EXPECT_NE(run.err.find(crs), std::string::npos) << run.err;
    }
}

TEST(WrongInput, UnwritableOutputs) {
  const TemporaryFolder folder;
  const std::string file =
      folder
          .write("b.csv",
                 "x,y,z,cu\n5,5,5,1\n15,5,5,2\n5,15,5,2\n15,15,5,1\n5,5,15,1\n15,5,15,2\n5,15,15,2\n15,15,15,1\n")
          .string();
  for (const char* out : {"/no/such/folder/x.png", "/proc/x.png"})
    EXPECT_EQ(run_lode({"render", file, "-o", out}).exit_code, 1) << out;
  for (const char* extension : {"csv", "obj", "vtu"}) {
    const auto run = run_lode({"export", file, "-o", std::string("/no/such/folder/x.") + extension});
    EXPECT_EQ(run.exit_code, 1) << extension;
    EXPECT_NE(run.err.find("/no/such/folder"), std::string::npos) << run.err;
  }
  EXPECT_EQ(run_lode({"scene", file, "-o", "/no/such/folder/x.lode"}).exit_code, 1);
  const std::string directory = (folder.path() / "taken.png").string();
  std::filesystem::create_directory(directory);
  EXPECT_EQ(run_lode({"render", file, "-o", directory}).exit_code, 1);
}

TEST(WrongInput, MeshesThatCrashTheirReaderAreRefused) {
  const TemporaryFolder folder;
  refused(folder.write("cut.off", "OFF\n4 2 0\n0 0 0\n10 0 0\n0 20 30\n"));
}

TEST(WrongInput, ALodeWithoutItsMeshReaderSaysSo) {
  const TemporaryFolder folder, elsewhere;
  const auto lode = folder.path() / "lode";
  std::filesystem::copy_file(program_folder() / "lode", lode);
  elsewhere.write("t.off", "OFF\n3 1 0\n0 0 0\n10 0 0\n0 20 30\n3 0 1 2\n");
  const auto alone = run_lode({"info", "t.off"}, elsewhere.path(), false, lode);
  EXPECT_EQ(alone.exit_code, 1);
  EXPECT_NE(alone.err.find("lode-mesh-reader"), std::string::npos) << alone.err;
  EXPECT_EQ(alone.out, "");
  const auto whole = run_lode({"info", "t.off"}, elsewhere.path());
  EXPECT_EQ(whole.exit_code, 0) << whole.err;
  EXPECT_NE(whole.out.find("1 triangle"), std::string::npos) << whole.out;
}

TEST(WrongInput, TheInputIsNotOverwritten) {
  const TemporaryFolder folder;
  const std::string text = "x,y,z,cu\n5,5,5,1\n15,5,5,2\n";
  const std::string file = folder.write("p.csv", text).string();
  const auto run = run_lode({"export", file, "--filter", "cu > 1", "-o", file});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_NE(run.err.find("overwrite"), std::string::npos) << run.err;
  EXPECT_EQ(read_bytes(file), text);
}

TEST(WrongInput, ScenesWithNonsense) {
  const TemporaryFolder folder;
  for (const char* text : {"", "version = 1\n", "not toml at all [[[", "version = 99\n", "version = \"one\"\n",
                           "version = 1\nsources = 5\n", "version = 1\n[[layers]]\nsource = 7\n",
                           "version = 1\n[[sources]]\nkind = \"cheese\"\n"})
    refused(folder.write("bad.lode", text));
}

TEST(WrongInput, RowsWithImpossibleCoordinatesAreRejectedAndListed) {
  const TemporaryFolder folder;
  const std::string file =
      folder.write("p.csv", "x,y,z,cu\n1,2,3,1\ninf,2,3,1\n4,2e9,3,1\n4,nan,3,1\n7,8,9,1\n4,4,4,2\n").string();
  const auto info = json_of({"info", file});
  const auto table = info["layers"][0]["tables"][0];
  EXPECT_EQ(table["rows"], 6);
  EXPECT_EQ(table["kept"], 3);
  EXPECT_EQ(table["rejected"], 3);
  const auto check = run_lode({"check", file, "--json"});
  EXPECT_EQ(check.exit_code, 1);
  const auto problems = nlohmann::json::parse(check.out)["problems"];
  std::vector<int> lines;
  for (const auto& problem : problems)
    if (problem["line"].is_number()) lines.push_back(problem["line"]);
  for (const int line : {3, 4, 5}) EXPECT_NE(std::find(lines.begin(), lines.end(), line), lines.end()) << line;
}

TEST(WrongInput, ThreeHundredColumnsOpen) {
  const TemporaryFolder folder;
  std::string text = "x,y,z";
  for (int c = 0; c < 297; ++c) text += ",element_" + std::to_string(c) + "_ppm";
  text += "\n";
  for (int r = 0; r < 20; ++r) {
    text += std::to_string(7 * r) + "," + std::to_string(r * r) + "," + std::to_string(r % 3);
    for (int c = 0; c < 297; ++c) text += "," + std::to_string(c + r);
    text += "\n";
  }
  const auto info = json_of({"info", folder.write("wide.csv", text).string()});
  EXPECT_EQ(info["layers"][0]["attributes"].size(), 297U);
  EXPECT_EQ(info["layers"][0]["attributes"][296]["mean"], 296 + 9.5);
}

}  // namespace
}  // namespace lode::testing
