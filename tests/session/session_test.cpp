
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "core/error.h"
#include "core/text.h"
#include "session/deposit.h"
#include "session/opened.h"
#include "testing/testing.h"

namespace lode {
namespace {

namespace fs = std::filesystem;
using testing::Deposit;
using testing::TemporaryFolder;

struct Opened : testing::Opened {
  explicit Opened(const std::vector<fs::path>& inputs, const std::string& crs = "EPSG:32644")
      : testing::Opened(inputs, crs) {}
};

std::uint64_t count_check(const Problems& problems, std::string_view check) {
  return static_cast<std::uint64_t>(
      std::count_if(problems.begin(), problems.end(), [&](const Problem& p) { return p.check == check; }));
}

TEST(Session, OpensAFolderAndAFileAsLayersInOneCrs) {
  const Deposit deposit;
  const Opened opened({deposit.holes(), deposit.blocks()});
  ASSERT_EQ(opened.scene.layers.size(), 2u);
  EXPECT_EQ(opened.scene.crs, "EPSG:32644");
  for (const Layer& layer : opened.scene.layers) EXPECT_EQ(layer.colour.column, "Li2O_pct");
  const Bounds bounds = opened.session.bounds(opened.scene);
  EXPECT_EQ(bounds.min, (Vec3{1000, 2000, 50}));
  EXPECT_EQ(bounds.max, (Vec3{1040, 2030, 100}));
}

TEST(Session, FilterPictureAndTonnesAgreeWithTheCountByHand) {
  const Deposit deposit;
  Opened opened({deposit.blocks()});
  Scene scene = opened.scene;
  const auto all = opened.session.picture(scene, 0);
  EXPECT_EQ(all->visible_rows.count(), 24u);
  // The outer faces of 4 x 3 x 2 blocks: 2 (4 * 3 + 4 * 2 + 3 * 2).
  EXPECT_EQ(std::get<LatticeFaces>(all->geometry).faces.cells.size(), 52u);

  scene.layers[0].filter = "Li2O_pct >= 1.2";  // the upper level: 12 blocks of 1.2 to 2.3 %
  const auto upper = opened.session.picture(scene, 0);
  EXPECT_EQ(upper->visible_rows.count(), 12u);
  EXPECT_EQ(std::get<LatticeFaces>(upper->geometry).faces.cells.size(), 38u);  // 2 (4 * 3 + 4 * 1 + 3 * 1)
  EXPECT_EQ(opened.session.visible_rows(scene, 0), upper->visible_rows);

  TonnageOptions options;
  options.grade = "Li2O_pct";
  const std::vector<double> cutoffs{0, 2.2};
  const Tonnage tonnage = opened.session.tonnage(scene, 0, options, cutoffs);
  ASSERT_EQ(tonnage.rows.size(), 2u);
  EXPECT_EQ(tonnage.rows[0].blocks, 12u);
  EXPECT_NEAR(*tonnage.rows[0].tonnes, 12 * 1000 * 2.5, 1e-9);
  EXPECT_NEAR(*tonnage.rows[0].grade, 1.75, 1e-12);
  EXPECT_NEAR(*tonnage.rows[0].metal_t, 12 * 2500 * 0.0175, 1e-9);
  EXPECT_EQ(tonnage.rows[1].blocks, 2u);
  EXPECT_NEAR(*tonnage.rows[1].grade, 2.25, 1e-12);
}

TEST(Session, AnEqualQuestionCostsNothingAndLookAloneChangesNoPicture) {
  const Deposit deposit;
  Opened opened({deposit.blocks()});
  Scene scene = opened.scene;
  const LayerPicturePtr first = opened.session.picture(scene, 0);
  EXPECT_EQ(opened.session.picture(scene, 0), first);
  scene.layers[0].opacity = 0.5;
  scene.layers[0].name = "renamed";
  scene.layers[0].visible = false;
  scene.camera.azimuth_deg = 90;
  EXPECT_EQ(opened.session.picture(scene, 0), first);
  scene.layers[0].filter = "Li2O_pct > 1";
  EXPECT_NE(opened.session.picture(scene, 0), first);
  scene.layers[0].filter.clear();
  EXPECT_EQ(opened.session.picture(scene, 0), first);
}

TEST(Session, ADragLeavesEveryPictureRight) {
  const Deposit deposit;
  Opened opened({deposit.blocks()});
  Scene scene = opened.scene;
  for (int round = 0; round < 2; ++round)
    for (int cut = 0; cut <= 24; ++cut) {
      scene.layers[0].filter = fmt::format("Li2O_pct >= {:.1f}", 0.1 * cut);
      const LayerPicturePtr picture = opened.session.picture(scene, 0);
      const LatticeFaces& faces = std::get<LatticeFaces>(picture->geometry);
      ASSERT_EQ(picture->visible_rows.count(), static_cast<std::uint64_t>(24 - cut));
      ASSERT_EQ(picture->shown_rows, picture->visible_rows);
      ASSERT_EQ(faces.visible, picture->visible_rows);
      ASSERT_EQ(faces.colour_index.size(), faces.faces.cells.size());
      if (cut >= 23) {
        ASSERT_EQ(faces.faces.cells.size(), cut == 23 ? 6u : 0u);
      }
    }
}

TEST(Session, ASectionShowsWhatItTouchesAndLeavesTheFilterAlone) {
  const Deposit deposit;
  Opened opened({deposit.holes(), deposit.blocks()});
  Scene scene = opened.scene;
  scene.section.on = true;
  scene.section.slab = {{1000, 2005, 0}, {0, 1, 0}, 8};  // along the first row of blocks, north 2001 to 2009
  const std::size_t blocks = opened.layer(DatasetKind::blocks), holes = opened.layer(DatasetKind::drillholes);
  const LayerPicturePtr cut = opened.session.picture(scene, blocks);
  EXPECT_EQ(cut->visible_rows.count(), 24u);
  EXPECT_EQ(cut->shown_rows.count(), 8u);
  const LayerPicturePtr cut_holes = opened.session.picture(scene, holes);
  EXPECT_EQ(cut_holes->visible_rows.count(), 10u);
  EXPECT_EQ(cut_holes->shown_rows.count(), 5u) << "the hole at north 2025 is not in the section";
  ASSERT_EQ(cut_holes->labels_scene.size(), 1u);
  EXPECT_EQ(cut_holes->labels_scene[0].first, "DH1");
  EXPECT_EQ(cut_holes->labels_scene[0].second, (Vec3{1005, 2005, 100}));
}

TEST(Session, HolesAreFilteredByAnyOfTheirTables) {
  const Deposit deposit;
  Opened opened({deposit.holes()});
  Scene scene = opened.scene;
  const auto rows = [&](const std::string& filter, const std::string& table = "assay") {
    scene.layers[0].filter = filter;
    scene.layers[0].table = table;
    const LayerPicturePtr picture = opened.session.picture(scene, 0);
    EXPECT_EQ(picture->table->name, table);
    return picture->visible_rows.count();
  };
  EXPECT_EQ(rows("Li2O_pct >= 1"), 6u);
  EXPECT_EQ(rows("HOLEID = \"DH2\""), 5u);
  EXPECT_EQ(rows("YEAR = 2020"), 5u);
  // By the rock at the middle of the assay: 25 m in DH1 already belongs to the pegmatite below.
  EXPECT_EQ(rows("ROCK = \"PEG\""), 3u + 5u);
  EXPECT_EQ(rows("ROCK = \"PEG\" and Li2O_pct < 1.5 and YEAR < 2021"), 1u);
  EXPECT_EQ(rows("ROCK = \"PEG\"", "lith"), 2u);
  scene.layers[0].table = "";
  scene.layers[0].colour.column = "ROCK";
  scene.layers[0].filter = "Li2O_pct >= 1";
  EXPECT_EQ(opened.session.picture(scene, 0)->table->name, "lith") << "the colour's table comes first";
}

TEST(Session, ATypoNamesTheNearestColumn) {
  const Deposit deposit;
  Opened opened({deposit.holes(), deposit.blocks()});
  for (std::size_t layer = 0; layer < 2; ++layer) {
    Scene scene = opened.scene;
    scene.layers[layer].filter = "Li20_pct >= 1";
    try {
      opened.session.picture(scene, layer);
      ADD_FAILURE();
    } catch (const Error& error) {
      EXPECT_NE(describe(error).find("Li2O_pct"), std::string::npos) << describe(error);
    }
    scene = opened.scene;
    scene.layers[layer].colour.column = "Li2O_pkt";
    EXPECT_THROW(opened.session.picture(scene, layer), Error);
  }
  Scene scene = opened.scene;
  scene.layers[opened.layer(DatasetKind::drillholes)].table = "assays";
  EXPECT_THROW(opened.session.picture(scene, opened.layer(DatasetKind::drillholes)), Error);
  EXPECT_THROW(opened.session.tonnage(opened.scene, opened.layer(DatasetKind::drillholes), {}, {}), Error);
}

TEST(Session, OneElementHasOneScaleInHolesAndBlocks) {
  const Deposit deposit;
  Opened opened({deposit.holes(), deposit.blocks()});
  const std::size_t blocks = opened.layer(DatasetKind::blocks), holes = opened.layer(DatasetKind::drillholes);
  const ColourScale of_blocks = opened.session.picture(opened.scene, blocks)->scale;
  const ColourScale of_holes = opened.session.picture(opened.scene, holes)->scale;
  EXPECT_EQ(of_holes.min, of_blocks.min);
  EXPECT_EQ(of_holes.max, of_blocks.max);
  EXPECT_EQ(of_holes.logarithmic, of_blocks.logarithmic);
  EXPECT_EQ(of_holes.palette, of_blocks.palette);
  Scene scene = opened.scene;
  for (Layer& layer : scene.layers) layer.colour.bins = {0.5, 1};
  EXPECT_EQ(opened.session.picture(scene, holes)->scale.max, opened.session.picture(scene, blocks)->scale.max);
  scene.layers[holes].colour.bins = {0.7};
  EXPECT_EQ(opened.session.picture(scene, holes)->scale.bins, std::vector{0.7}) << "bins of its own are kept";
  scene = opened.scene;
  scene.layers[holes].colour.max = 1;
  EXPECT_EQ(opened.session.picture(scene, holes)->scale.max, 1) << "a range of its own is kept";
  scene = opened.scene;
  scene.layers[holes].colour.map = "magma";
  EXPECT_EQ(opened.session.picture(scene, holes)->scale.palette[1], colour_map("magma").colours[0]);
  scene = opened.scene;
  scene.layers[holes].colour.scale = ColourStyle::Scale::logarithmic;
  EXPECT_TRUE(opened.session.picture(scene, holes)->scale.logarithmic);
}

TEST(SceneOfInputs, InputsOfOneNameAreNumbered) {
  const testing::TemporaryFolder folder;
  const std::string text = "X,Y,Z,Au\n5,5,5,1\n15,5,5,2\n5,15,5,3\n15,15,5,4\n";
  for (const char* place : {"north", "south", "west"}) {
    std::filesystem::create_directory(folder.path() / place);
    folder.write(std::string(place) + "/Blocks.csv", text);
  }
  Problems problems;
  const Scene scene = scene_of_inputs(
      {folder.path() / "north/Blocks.csv", folder.path() / "south/Blocks.csv", folder.path() / "west/Blocks.csv"}, "",
      "", problems);
  ASSERT_EQ(scene.layers.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(scene.layers[i].name, scene.sources[i].name);
  EXPECT_EQ(scene.layers[0].name, "Blocks");
  EXPECT_EQ(scene.layers[1].name, "Blocks 2");
  EXPECT_EQ(scene.layers[2].name, "Blocks 3");
}

TEST(Session, AFailedLoadLeavesEverythingAsItWas) {
  const Deposit deposit;
  Opened opened({deposit.blocks()});
  const Scene before = opened.scene;
  Scene broken = opened.scene;
  Source absent = broken.sources[0];
  absent.files[0].path = deposit.folder().path() / "absent.csv";
  broken.sources.push_back(absent);
  const Scene asked = broken;
  Progress progress;
  EXPECT_THROW(opened.session.load(broken, progress), Error);
  EXPECT_EQ(broken, asked);
  EXPECT_EQ(opened.session.picture(before, 0)->visible_rows.count(), 24u);
  EXPECT_THROW(opened.session.loaded(broken, 1), Error);
  Progress cancelled;
  cancelled.cancel();
  EXPECT_THROW(opened.session.load(opened.scene, cancelled), Cancelled);
}

TEST(Session, OneBrokenFileOfAFolderIsLeftOutAndSaid) {
  const Deposit deposit;
  Opened opened({deposit.blocks()});
  Scene scene = opened.scene;
  Source broken = scene.sources[0];
  broken.files[0].path = deposit.folder().write("broken.csv", "XC,YC,ZC\n\"5,5,5\n");
  scene.sources.insert(scene.sources.begin(), broken);
  scene.layers[0].source = 1;
  Problems left_out;
  Progress progress;
  opened.session.load(scene, progress, &left_out);
  ASSERT_EQ(scene.sources.size(), 1u);
  ASSERT_EQ(scene.layers.size(), 1u);
  EXPECT_EQ(scene.layers[0].source, 0u);
  EXPECT_EQ(opened.session.picture(scene, 0)->visible_rows.count(), 24u);
  ASSERT_EQ(left_out.size(), 1u);
  EXPECT_EQ(left_out[0].check, "unreadable-file");
  EXPECT_EQ(left_out[0].file, utf8(broken.files[0].path));
  EXPECT_EQ(left_out[0].line, 2u);
  scene.sources = {broken};
  scene.layers.clear();
  EXPECT_THROW(opened.session.load(scene, progress, &left_out), Error) << "nothing usable is left";
}

TEST(Session, AFileChangedOnTheDiskIsReadAgain) {
  const Deposit deposit;
  Opened opened({deposit.blocks()});
  const fs::file_time_type written = fs::last_write_time(deposit.blocks());
  deposit.folder().write("blocks.csv", "XC,YC,ZC,DX,DY,DZ,Li2O_pct,density\n5,5,5,10,10,10,1,2\n15,5,5,10,10,10,1,2\n");
  fs::last_write_time(deposit.blocks(), written + std::chrono::seconds(2));
  Progress progress;
  opened.session.load(opened.scene, progress);
  EXPECT_EQ(opened.session.picture(opened.scene, 0)->visible_rows.count(), 2u);
}

TEST(Session, TenFilesOpenedOneAfterAnotherAreNotAllKept) {
  const TemporaryFolder folder;
  Session session;
  std::vector<std::weak_ptr<const Dataset>> data;
  std::vector<std::weak_ptr<const LoadedSource>> sources;
  std::vector<Scene> scenes;
  for (int i = 0; i < 10; ++i) {
    Problems problems;
    const auto file = folder.write(fmt::format("points{}.csv", i), fmt::format("x,y,z,cu\n1,2,3,{}\n4,6,6,2\n", i));
    Scene scene = scene_of_inputs({file}, "EPSG:32644", "EPSG:32644", problems);
    Progress progress;
    session.load(scene, progress);
    EXPECT_EQ(session.picture(scene, 0)->shown_rows.count(), 2u);
    EXPECT_EQ(session.problems(scene).size(), session.problems(scene).size());
    sources.push_back(session.loaded(scene, 0));
    data.push_back(sources.back().lock()->dataset);
    scenes.push_back(scene);
  }
  const auto alive = [](const auto& kept) {
    return std::count_if(kept.begin(), kept.end(), [](const auto& one) { return !one.expired(); });
  };
  EXPECT_EQ(alive(data), 5);  // the one shown and four to go back to
  EXPECT_EQ(alive(sources), 5);
  EXPECT_FALSE(data[9].expired());
  EXPECT_FALSE(data[5].expired());
  Progress progress;
  session.load(scenes[0], progress);  // one let go of is read again
  EXPECT_EQ(session.picture(scenes[0], 0)->shown_rows.count(), 2u);
  session.load(scenes[9], progress);
  EXPECT_EQ(session.loaded(scenes[9], 0), sources[9].lock()) << "one used of late is still there";
}

TEST(Session, ASceneOfManySourcesKeepsThemAll) {
  const TemporaryFolder folder;
  for (int i = 0; i < 10; ++i) folder.write(fmt::format("p{}.csv", i), fmt::format("x,y,z,cu\n1,2,3,{}\n4,6,6,2\n", i));
  Opened opened({folder.path()});
  ASSERT_EQ(opened.scene.layers.size(), 10u);
  Progress progress;
  opened.session.load(opened.scene, progress);
  for (std::uint32_t i = 0; i < 10; ++i)
    EXPECT_EQ(opened.session.loaded(opened.scene, i)->source.name, fmt::format("p{}", i));
}

TEST(Session, ServesSeveralThreadsAtOnce) {
  const Deposit deposit;
  Opened opened({deposit.holes(), deposit.blocks()});
  const std::size_t blocks = opened.layer(DatasetKind::blocks);
  std::atomic<int> wrong{0};
  const auto work = [&](int first) {
    Scene scene = opened.scene;
    for (int i = 0; i < 30; ++i) {
      const int cut = (first + i) % 23 + 1;  // grades are 0.0, 0.1 .. 2.3
      scene.layers[blocks].filter = fmt::format("Li2O_pct >= {:.1f}", 0.1 * cut);
      scene.section.on = i % 3 == 0;
      scene.section.slab = {{1000, 2000, 60}, {0, 1, 0}, 1000};
      const LayerPicturePtr picture = opened.session.picture(scene, blocks);
      const Tonnage tonnage = opened.session.tonnage(scene, blocks, {}, {});
      const auto expected = static_cast<std::uint64_t>(24 - cut);
      if (picture->shown_rows.count() != expected || tonnage.rows[0].blocks != expected) ++wrong;
      Progress progress;
      opened.session.load(scene, progress);
      opened.session.picture(scene, opened.layer(DatasetKind::drillholes));
    }
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) threads.emplace_back(work, 7 * t);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Session, AFileThatIsGoneLeavesWhatWasRead) {
  const Deposit deposit;
  Opened opened({deposit.blocks()});
  fs::remove(deposit.blocks());
  Progress progress;
  EXPECT_NO_THROW(opened.session.load(opened.scene, progress));
  EXPECT_EQ(opened.session.picture(opened.scene, 0)->visible_rows.count(), 24u);
}

TEST(Session, TonnesOfAModelInFeetAreOfItsCubicMetres) {
  const Deposit deposit;
  Opened opened({deposit.blocks()});
  opened.scene.sources[0].crs = opened.scene.crs = "EPSG:2225";  // California zone 1, US survey feet: 1200 / 3937 m
  Progress progress;
  opened.session.load(opened.scene, progress);
  const TonnageOptions options{.grade = "Li2O_pct", .density = {}, .proportion = {}, .by = {}};
  const Tonnage tonnage = opened.session.tonnage(opened.scene, 0, options, {});
  const double foot_m = 1200.0 / 3937, volume_m3 = 24 * (10 * foot_m) * (10 * foot_m) * 10;  // RLs are metres
  EXPECT_NEAR(tonnage.rows[0].volume_m3, volume_m3, 1e-6 * volume_m3);
  EXPECT_NEAR(*tonnage.rows[0].tonnes, 2.5 * volume_m3, 1e-6 * volume_m3);
  EXPECT_NEAR(*tonnage.rows[0].metal_t, 2.5 * volume_m3 * 0.0115, 1e-6 * volume_m3);
}

TEST(Session, ChangingTheCrsMovesEverything) {
  const Deposit deposit;
  deposit.folder().write("far.csv",
                         "XC,YC,ZC,DX,DY,DZ,Li2O_pct\n608500,5467000,9,20,20,20,1\n608520,5467000,9,20,20,20,1\n");
  Opened opened({deposit.folder().path() / "far.csv"});
  Scene scene = opened.scene;
  scene.crs = "EPSG:32645";
  Progress progress;
  opened.session.load(scene, progress);
  // cs2cs -f %.6f EPSG:32644 EPSG:32645: 608500 5467000 -> 172746.060740 5475699.310115
  const Affine& map = opened.session.loaded(scene, 0)->lattice->scene_from_lattice;
  const Vec3 centroid = map({10, 10, 10});
  EXPECT_NEAR(centroid.x, 172746.060740, 1e-3);
  EXPECT_NEAR(centroid.y, 5475699.310115, 1e-3);
  EXPECT_NEAR(centroid.z, 9, 1e-9);
}

TEST(Session, SaysThatCollarsLieOffTheTopography) {
  const Deposit deposit;
  std::string topo = "x,y,z\n";
  for (int x = 900; x <= 1200; x += 50)
    for (int y = 1900; y <= 2200; y += 50) topo += fmt::format("{},{},{}\n", x, y, 103 + 0.1 * (x - 1005));
  const fs::path file = deposit.folder().write("topo.csv", topo);
  Problems found;
  Scene scene = scene_of_inputs({deposit.holes(), file}, "", "EPSG:32644", found);
  for (Source& source : scene.sources)
    if (source.kind == DatasetKind::points) {
      source.triangulate = true;
      source.kind = DatasetKind::surface;
    }
  Session session;
  Progress progress;
  session.load(scene, progress);
  // 3 m at DH1 (1005), 6 m at DH2 (1035): only the second is more than 5 m off.
  const Problems problems = session.problems(scene);
  ASSERT_EQ(count_check(problems, "collar-off-topography"), 1u);
  const auto off = std::find_if(problems.begin(), problems.end(),
                                [](const Problem& p) { return p.check == "collar-off-topography"; });
  EXPECT_EQ(off->hole, "DH2");
  EXPECT_EQ(off->line, 3u);
  EXPECT_NE(off->message.find("6.0 m below"), std::string::npos) << off->message;
}

TEST(Session, SaysThatLocalDataStandsBesideLocatedData) {
  const Deposit deposit;
  Problems found;
  Scene scene = scene_of_inputs({deposit.holes(), deposit.blocks()}, "", "", found);
  EXPECT_EQ(scene.crs, "");
  Session session;
  Progress progress;
  session.load(scene, progress);
  EXPECT_EQ(count_check(session.problems(scene), "local-beside-located"), 0u) << "all are local";
  scene.sources[0].crs = "EPSG:32644";
  session.load(scene, progress);
  EXPECT_EQ(scene.crs, "EPSG:32644");
  EXPECT_EQ(count_check(session.problems(scene), "local-beside-located"), 1u);
  scene.sources[1].crs = "EPSG:28414";
  session.load(scene, progress);
  EXPECT_GE(count_check(session.problems(scene), "outside-area-of-use"), 1u) << "an easting of 1,000 lies nowhere near";
}

TEST(Session, OpensASceneFileAsItWasSaved) {
  const TemporaryFolder folder;
  EXPECT_THROW(
      {
        Problems problems;
        scene_of_inputs({folder.path() / "a.lode", folder.path()}, "", "", problems);
      },
      Error);
  Problems problems;
  EXPECT_THROW(scene_of_inputs({folder.path()}, "EPSG:99999", "", problems), Error);
}

}  // namespace
}  // namespace lode
