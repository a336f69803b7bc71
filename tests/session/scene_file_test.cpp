#include "session/scene_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "core/error.h"
#include "core/text.h"
#include "testing/testing.h"

namespace lode {
namespace {

namespace fs = std::filesystem;
using testing::read_bytes;
using testing::TemporaryFolder;

/// A scene in which nothing has its default.
Scene full_scene(const fs::path& folder) {
  Scene scene;
  scene.title = "Ахметкино \"N1\"\tline\nbreak \\ end";
  scene.note = "Synthetic";
  scene.crs = "EPSG:32644";
  scene.vertical_exaggeration = 2.5;
  scene.exaggeration_rl = -12.25;
  scene.length_unit = LengthUnit::us_survey_feet;
  scene.readout_crs = "EPSG:4326";
  scene.dark = scene.show_grid = scene.show_legend = scene.show_north = scene.show_scale_bar = false;
  scene.camera = {{594922.631963, 5462770.7101, 412.125}, 33.3, -12.5, 1234.5, true, 40};
  scene.section = {true, {{1, 2, 3}, {0.6, 0.8, 0}, 50}, 12.5};
  scene.views = {{"Вид на север", {{1, 2, 3}, 0, 0, 10, false, 30}}, {"plan", {}}};
  Source holes;
  holes.name = "Скважины";
  holes.kind = DatasetKind::drillholes;
  holes.format = "csv";
  holes.files = {{folder / path_from_utf8("данные") / path_from_utf8("устья.csv"),
                  TableRole::collar,
                  {{ColumnRole::hole_id, "Скважина"}, {ColumnRole::x, "Y"}, {ColumnRole::y, "X \"north\""}}},
                 {folder / "assay.csv", TableRole::interval, {{ColumnRole::from, "От"}, {ColumnRole::to, "До"}}}};
  holes.crs = "EPSG:28414";
  holes.operation = "Pulkovo 1942 to WGS 84 (16)";
  holes.encoding = "CP1251";
  holes.delimiter = "\t";
  holes.decimal_mark = ",";
  holes.dip_convention = DipConvention::positive_down;
  holes.desurvey = DesurveyMethod::balanced_tangential;
  holes.beta_reference = BetaReference::top_of_core;
  holes.depth_metres_per_unit = 0.3048;
  holes.rl_metres_per_unit = 1200.0 / 3937;
  holes.missing_codes = {"нет", "-1"};
  holes.calculated = {{"LiEq \"x\"", "Li2O + 0.4 * [Ta2O5 ppm] / 1e4", "%", "assay"}, {"b", "2 * Li2O", "", ""}};
  Source ground;
  ground.name = "topo";
  ground.kind = DatasetKind::surface;
  ground.format = "points";
  ground.files = {{folder.parent_path() / "topo.csv", TableRole::points, {}}};
  ground.crs_from_file = true;
  ground.triangulate = true;
  scene.sources = {holes, ground};
  Layer layer;
  layer.name = "Скважины";
  layer.holes = {"Li2O",   true,
                 false,    true,
                 "порода", SecondShape::bars,
                 25,       "structures",
                 3,        {"Li2O", {0.4, 2, 3, 5, 1.5, 2.5, 1.0, true}, Plane{60, 135}}};
  layer.visible = false;
  layer.table = "assay";
  layer.filter = "Li2O >= 0.7";
  layer.colour.column = "Li2O";
  layer.colour.map = "magma";
  layer.colour.min = 0.1;
  layer.colour.max = 2;
  layer.colour.scale = ColourStyle::Scale::logarithmic;
  layer.colour.bins = {0.3, 0.7, 1};
  layer.colour.colour = {1, 2, 3, 128};
  layer.opacity = 0.25;
  layer.tube_radius_m = 3;
  layer.point_size_px = 7;
  layer.show_labels = false;
  Layer plain;
  plain.name = "topo";
  plain.source = 1;
  scene.layers = {layer, plain};
  return scene;
}

TEST(SceneFile, EveryFieldComesBackEqual) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / path_from_utf8("сцена.lode");
  const Scene scene = full_scene(folder.path());
  save_scene(file, scene);
  const SceneFile read = read_scene(file);
  EXPECT_EQ(read.scene, scene) << read_bytes(file);
  EXPECT_TRUE(read.unknown_keys.empty());
  save_scene(file, read.scene);
  EXPECT_EQ(read_scene(file).scene, scene);
}

TEST(SceneFile, AnEmptySceneIsItsVersionAlone) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "empty.lode";
  save_scene(file, Scene{});
  EXPECT_EQ(read_scene(file).scene, Scene{});
  EXPECT_EQ(read_bytes(file).find("camera"), std::string::npos) << "what equals its default is not written";
}

TEST(SceneFile, MovesWithItsFolder) {
  const TemporaryFolder folder;
  const fs::path before = folder.path() / "before" / "deep", after = folder.path() / "after" / "deep";
  fs::create_directories(before);
  save_scene(before / "scene.lode", full_scene(before));
  EXPECT_EQ(read_bytes(before / "scene.lode").find(folder.path().string()), std::string::npos) << "no absolute path";
  EXPECT_NE(read_bytes(before / "scene.lode").find("path = \"данные/устья.csv\""), std::string::npos);
  fs::rename(folder.path() / "before", folder.path() / "after");
  EXPECT_EQ(read_scene(after / "scene.lode").scene, full_scene(after));
}

TEST(SceneFile, KeepsAndReportsWhatItDoesNotKnow) {
  const TemporaryFolder folder;
  const fs::path file = folder.write("scene.lode", R"(version = 1
mood = "calm"
[camera]
roll_deg = 3
[[sources]]
format = "csv"
kind = "points"
[[sources.files]]
path = "a.csv"
checksum = [1, 2]
[[layers]]
name = "one"
[[layers]]
name = "two"
[layers.colour]
glow = { strength = 0.5 }
[film]
frames = 25
)");
  const SceneFile read = read_scene(file);
  const std::vector<std::string> expected{"camera.roll_deg", "sources[0].files[0].checksum", "layers[1].colour.glow",
                                          "film", "mood"};
  EXPECT_EQ(std::set(read.unknown_keys.begin(), read.unknown_keys.end()), std::set(expected.begin(), expected.end()));
  save_scene(file, read.scene, read.unknown_toml);
  const SceneFile again = read_scene(file);
  EXPECT_EQ(again.scene, read.scene);
  const std::string bytes = read_bytes(file);
  save_scene(file, again.scene, again.unknown_toml);
  EXPECT_EQ(read_bytes(file), bytes) << "nothing is lost on the way";
  EXPECT_EQ(std::set(again.unknown_keys.begin(), again.unknown_keys.end()), std::set(expected.begin(), expected.end()));
}

TEST(SceneFile, WhatItDoesNotKnowStaysWithItsLayerWhenOthersGo) {
  const TemporaryFolder folder;
  const fs::path file = folder.write("scene.lode", R"(version = 1
[[sources]]
format = "csv"
grain = 1
[[sources.files]]
path = "a.csv"
[[sources]]
format = "csv"
grain = 2
[[sources.files]]
path = "b.csv"
checksum = 7
[[layers]]
name = "one"
glow = 1
[[layers]]
name = "two"
source = 1
glow = 2
[[views]]
name = "first"
lens = 1
[[views]]
name = "second"
lens = 2
)");
  SceneFile read = read_scene(file);
  read.scene.layers.erase(read.scene.layers.begin());
  read.scene.layers[0].source = 0;
  read.scene.sources.erase(read.scene.sources.begin());
  read.scene.views.erase(read.scene.views.begin());
  save_scene(file, read.scene, read.unknown_toml);
  const std::string bytes = read_bytes(file);
  for (const char* kept : {"glow = 2", "grain = 2", "checksum = 7", "lens = 2"})
    EXPECT_NE(bytes.find(kept), std::string::npos) << kept << " in " << bytes;
  for (const char* gone : {"glow = 1", "grain = 1", "lens = 1"}) EXPECT_EQ(bytes.find(gone), std::string::npos) << gone;
  EXPECT_EQ(read_scene(file).scene, read.scene);
  SceneFile renamed = read_scene(file);
  renamed.scene.layers[0].name = "other";
  save_scene(file, renamed.scene, renamed.unknown_toml);
  EXPECT_NE(read_bytes(file).find("glow = 2"), std::string::npos);
}

TEST(SceneFile, NonsenseIsSaidWithFileAndLine) {
  struct Case {
    const char* text;
    std::uint64_t line;
    const char* said;
  };
  const Case cases[] = {
      {"", 1, "version"},
      {"version = 1\ntitle = \"unterminated\n", 2, "TOML"},
      {"\x01\x02random", 1, "TOML"},
      {"version = 99\n", 1, "version 99"},
      {"version = 1\ntitle = 3\n", 2, "title"},
      {"version = 1\n[camera]\nfocal = [1, 2]\n", 3, "camera.focal"},
      {"version = 1\n[camera]\nelevation_deg = nan\n", 3, "elevation_deg"},
      {"version = 1\n[camera]\nelevation_deg = 100\n", 3, "-90..90"},
      {"version = 1\nlayers = 5\n", 2, "layers"},
      {"version = 1\n[[layers]]\nsource = 0\n", 3, "0 sources"},
      {"version = 1\n[[sources]]\nkind = \"tunnel\"\n", 3, "tunnel"},
      {"version = 1\n[[sources]]\nformat = \"csv\"\n", 2, "files"},
      {"version = 1\nvertical_exaggeration = 0\n", 2, "vertical_exaggeration"},
      {"version = 1\n[section]\nnormal = [0, 0, 0]\n", 3, "normal"},
  };
  const TemporaryFolder folder;
  for (const Case& one : cases) {
    const fs::path file = folder.write("bad.lode", one.text);
    try {
      read_scene(file);
      ADD_FAILURE() << "read: " << one.text;
    } catch (const Error& error) {
      EXPECT_EQ(error.where().file, file) << one.text;
      EXPECT_EQ(error.where().line, one.line) << one.text;
      EXPECT_NE(error.what_happened().find(one.said), std::string::npos) << error.what_happened();
      EXPECT_FALSE(error.remedy().empty());
    }
  }
  EXPECT_THROW(read_scene(folder.path() / "absent.lode"), Error);
  EXPECT_THROW(read_scene(folder.path()), Error);
  EXPECT_THROW(save_scene(folder.path() / "no such folder" / "s.lode", Scene{}), Error);
}

TEST(SceneFile, TheReferenceOfBetaThatLayersHadGoesToTheirSource) {
  const TemporaryFolder folder;
  const fs::path file =
      folder.write("old.lode",
                   "version = 1\n[[sources]]\nname = \"a\"\nkind = \"drillholes\"\n"
                   "format = \"csv\"\n[[sources.files]]\npath = \"a.csv\"\nrole = \"collar\"\n"
                   "[[layers]]\nname = \"a\"\nsource = 0\n[layers.holes]\nbeta_reference = \"top\"\n");
  const SceneFile read = read_scene(file);
  EXPECT_EQ(read.scene.sources.at(0).beta_reference, BetaReference::top_of_core);
  EXPECT_TRUE(read.unknown_keys.empty());
  const fs::path again = folder.path() / "new.lode";
  save_scene(again, read.scene, read.unknown_toml);
  EXPECT_NE(read_bytes(again).find("beta_reference = \"top_of_core\""), std::string::npos);
  EXPECT_EQ(read_scene(again).scene, read.scene);
}

}  // namespace
}  // namespace lode
