// Columns of a table that are chosen, by a list or one by one.
#include "session/column_choice.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "io/formats.h"
#include "session/import_decisions.h"
#include "session/session.h"
#include "testing/testing.h"

namespace lode {
namespace {

using testing::TemporaryFolder;

constexpr char blocks[] =
    "x,y,z,Au_ppm,rock,density\n0,0,0,1.5,A,2.7\n10,0,0,2.5,B,2.8\n0,10,0,3.5,A,2.7\n10,10,0,4.5,B,2.7\n"
    "0,0,5,1,A,2.7\n10,0,5,2,B,2.8\n0,10,5,3,A,2.7\n10,10,5,4,B,2.7\n";

Scene scene_of(const TemporaryFolder& folder) {
  Problems problems;
  Scene scene;
  scene.sources = io::recognise({folder.write("blocks.csv", blocks)}, problems);
  return scene;
}

std::vector<std::string> columns_read(const Source& source) {
  Progress progress;
  const io::Loaded loaded = io::load(source, progress);
  std::vector<std::string> names;
  for (const Column& column : std::get<BlockModel>(*loaded.dataset).table.columns)
    if (column.role == ColumnRole::attribute) names.push_back(column.name);
  return names;
}

TEST(ColumnChoice, NamesAreTakenWithoutBlanksAndInAnyCase) {
  const TemporaryFolder folder;
  Scene scene = scene_of(folder);
  choose_columns(scene, {"au_PPM", " density"});
  EXPECT_NO_THROW(check_chosen_columns(scene));
  EXPECT_EQ(columns_read(scene.sources[0]), (std::vector<std::string>{"Au_ppm", "density"}));
  EXPECT_NE(decisions_of(scene.sources[0]).back().find("beside the keys only au_PPM, density"), std::string::npos);
}

TEST(ColumnChoice, ANameThatNoTableHasIsAnErrorWithTheNearest) {
  const TemporaryFolder folder;
  Scene scene = scene_of(folder);
  choose_columns(scene, {"density", "Au_pm"});
  try {
    check_chosen_columns(scene);
    ADD_FAILURE() << "it was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.what_happened(), "no table has a column \"Au_pm\" to read");
    EXPECT_EQ(error.remedy(), "did you mean \"Au_ppm\"?");
  }
}

TEST(ColumnChoice, AListBecomesWhatIsIgnoredAndReadsTheSame) {
  const TemporaryFolder folder;
  Scene scene = scene_of(folder);
  choose_columns(scene, {"rock"});
  Source& source = scene.sources[0];
  const std::vector<std::string> read = columns_read(source);
  choose_by_ignoring(source);
  EXPECT_TRUE(source.attributes.empty());
  EXPECT_EQ(source.files[0].ignored_columns, (std::vector<std::string>{"Au_ppm", "density"}));
  EXPECT_EQ(columns_read(source), read);
}

}  // namespace
}  // namespace lode
