// Files in the encodings of the field come in, are drawn and go out whole.
#include "cli/json_run.h"
#include "testing/encoded.h"

namespace lode::testing {
namespace {

struct Names {
  std::string hole, rock;
};

/// Its files' names start with `prefix`.
TemporaryFolder& write_database(TemporaryFolder& folder, const Names& names, std::string_view encoding,
                                const std::string& mark = "", const std::string& prefix = "") {
  const auto write = [&](const char* name, const std::string& text) {
    folder.write(prefix + name, mark + encoded(text, encoding));
  };
  write("collar.csv",
        "BHID,X,Y,Z,DEPTH\n" + names.hole + "1,445000,2500000,300,100\n" + names.hole + "2,445100,2500050,300,100\n");
  write("survey.csv", "BHID,AT,AZ,DIP\n" + names.hole + "1,0,90,-60\n" + names.hole + "1,50,92,-61\n" + names.hole +
                          "2,0,90,-60\n" + names.hole + "2,50,92,-61\n");
  write("litho.csv", "BHID,FROM,TO,ROCK\n" + names.hole + "1,0,40," + names.rock + "\n" + names.hole + "1,40,100," +
                         names.rock + names.rock + "\n" + names.hole + "2,0,100," + names.rock + "\n");
  return folder;
}

const Names russian{"Скв-", "гранит"}, chinese{"钻孔", "花岗岩"};

void expect_whole(const Names& names, const char* encoding, const std::string& mark) {
  SCOPED_TRACE(encoding);
  TemporaryFolder folder;
  write_database(folder, names, encoding, mark);
  const auto info = json_of({"info", folder.path().string()});
  ASSERT_EQ(info["layers"].size(), 1U);
  EXPECT_EQ(info["layers"][0]["count"], 2);
  EXPECT_NE(info["layers"][0]["decisions"].dump().find(encoding), std::string::npos);
  const TemporaryFolder beside;  // a table written into the folder would be one of its intervals
  const auto out = beside.path() / "out.csv";
  const auto exported = run_lode({"export", folder.path().string(), "-o", out.string()});
  ASSERT_EQ(exported.exit_code, 0) << exported.err;
  const auto rows = csv_rows(out);
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[1][0], names.hole + "1");
  EXPECT_EQ(rows[1][3], names.rock);
  EXPECT_EQ(rows[2][3], names.rock + names.rock);
  const auto scene = folder.path() / "deposit.lode";
  ASSERT_EQ(run_lode({"scene", folder.path().string(), "-o", scene.string()}).exit_code, 0);
  EXPECT_NE(read_bytes(scene).find(std::string("encoding = \"") + encoding + "\""), std::string::npos);
  EXPECT_EQ(json_of({"info", scene.string()})["layers"][0]["tables"], info["layers"][0]["tables"]);
  const auto picture = folder.path() / "out.png";
  const auto drawn = run_lode({"render", folder.path().string(), "-o", picture.string(), "--color-by", "ROCK", "--view",
                               "plan", "--size", "640x480"});
  EXPECT_EQ(drawn.exit_code, 0) << drawn.err;
  // The same names in UTF-8 give the same picture: no glyph is missing on the way.
  TemporaryFolder plain;
  write_database(plain, names, "UTF-8");
  const auto expected = plain.path() / "out.png";
  ASSERT_EQ(run_lode({"render", plain.path().string(), "-o", expected.string(), "--color-by", "ROCK", "--view", "plan",
                      "--size", "640x480"})
                .exit_code,
            0);
  EXPECT_EQ(read_bytes(picture), read_bytes(expected));
}

TEST(Encodings, RussianAndChineseHolesComeInAndGoOutWhole) {
  expect_whole(russian, "windows-1251", "");
  expect_whole(russian, "UTF-16LE", "\xFF\xFE");
  expect_whole(chinese, "GB18030", "");
  expect_whole(chinese, "UTF-16BE", "");
}

TEST(Encodings, AreDecidedOnTheCommandLine) {
  TemporaryFolder folder;
  write_database(folder, russian, "KOI8-R");
  const auto info = json_of({"info", folder.path().string(), "--encoding", "KOI8-R"});
  EXPECT_NE(info["layers"][0]["decisions"].dump().find("KOI8-R"), std::string::npos);
  const auto wrong = run_lode({"info", folder.path().string(), "--encoding", "klingon"});
  EXPECT_NE(wrong.exit_code, 0);
  EXPECT_NE(wrong.err.find("windows-1251"), std::string::npos) << wrong.err;
  for (const char* none : {"windows-1251,GB18030", "=UTF-8", ",", "litho.csv="})
    EXPECT_EQ(run_lode({"info", folder.path().string(), "--encoding", none}).exit_code, 2) << none;
}

// In KOI8-R the header of windows-1251 is other letters: the file is there, but no table.
TEST(Encodings, ANameWhoseHeaderIsUnknownThenIsNotSaidToBeMissing) {
  TemporaryFolder folder;
  write_database(folder, russian, "windows-1251");
  folder.write("zones.csv", encoded("Скважина;От;До;Зона\nСкв-1;0;40;А\nСкв-1;40;100;Б\n", "windows-1251"));
  const auto known = run_lode({"info", folder.path().string(), "--encoding", "zones.csv=windows-1251"});
  EXPECT_EQ(known.exit_code, 0) << known.err;
  const auto other = run_lode({"info", folder.path().string(), "--encoding", "zones.csv=KOI8-R"});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_NE(other.err.find("read as KOI8-R, 'zones.csv' is no table"), std::string::npos) << other.err;
  const auto missing = run_lode({"info", folder.path().string(), "--encoding", "zone.csv=KOI8-R"});
  EXPECT_NE(missing.err.find("no input is named"), std::string::npos) << missing.err;
}

/// The lithology of a layer's intervals, as it goes out.
std::vector<std::string> rocks_of(std::vector<std::string> inputs, const std::string& layer) {
  const TemporaryFolder beside;
  const std::string out = (beside.path() / "out.csv").string();
  std::vector<std::string> arguments{"export"};
  arguments.insert(arguments.end(), inputs.begin(), inputs.end());
  for (const char* more : {"--layer", layer.c_str(), "-o", out.c_str()}) arguments.emplace_back(more);
  const Run run = run_lode(arguments);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  if (run.exit_code != 0) return {};
  const auto rows = csv_rows(out);
  std::vector<std::string> rocks;
  for (std::size_t row = 1; row < rows.size(); ++row) rocks.push_back(rows[row][column_of(rows, "ROCK")]);
  return rocks;
}

std::vector<std::string> rocks(const Names& names) { return {names.rock, names.rock + names.rock, names.rock}; }

TEST(Encodings, OfUnrelatedDatabasesAreGuessedApart) {
  TemporaryFolder both, first, second;
  write_database(both, chinese, "GB18030", "", "hills_");
  write_database(both, russian, "windows-1251", "", "ridge_");
  EXPECT_EQ(rocks_of({both.path().string()}, "hills"), rocks(chinese));
  EXPECT_EQ(rocks_of({both.path().string()}, "ridge"), rocks(russian));
  // Holes that ASCII names: the short table of collars says nothing of the encoding, another of its database does.
  const Names south{"S-", russian.rock}, north{"N-", chinese.rock};
  write_database(first, south, "KOI8-R", "", "south_");
  write_database(second, north, "GB18030", "", "north_");
  const std::vector<std::string> inputs{first.path().string(), second.path().string()};
  EXPECT_EQ(rocks_of(inputs, "south"), rocks(south));
  EXPECT_EQ(rocks_of(inputs, "north"), rocks(north));
}

TEST(Encodings, OfOneInputAreDecidedByItsName) {
  TemporaryFolder folder;
  write_database(folder, chinese, "GB18030", "", "hills_");
  const Names short_words{"R-", "УГОЛЬ"};  // capitals: in KOI8-R these bytes are small letters of windows-1251
  write_database(folder, short_words, "KOI8-R", "", "ridge_");
  const std::string all = folder.path().string();
  const std::vector<std::string> stems{"ridge_collar", "ridge_survey", "ridge_litho.csv"};
  std::vector<std::string> inputs{all};
  for (const std::string& stem : stems) inputs.insert(inputs.end(), {"--encoding", stem + "=KOI8-R"});
  EXPECT_EQ(rocks_of(inputs, "ridge"), rocks(short_words));
  EXPECT_EQ(rocks_of(inputs, "hills"), rocks(chinese));
  inputs.insert(inputs.end(), {"--encoding", "GB18030"});  // said for all: names go before
  EXPECT_EQ(rocks_of(inputs, "ridge"), rocks(short_words));
  // A table may differ from the rest of its database.
  EXPECT_EQ(rocks_of({all, "--encoding", "ridge_litho=KOI8-R"}, "ridge"), rocks(short_words));
  EXPECT_EQ(rocks_of({all, "--encoding", all + "=GB18030"}, "hills"), rocks(chinese));
  const std::string scene = (folder.path() / "deposit.lode").string();
  ASSERT_EQ(run_lode({"scene", all, "--encoding", "ridge_litho=KOI8-R", "-o", scene}).exit_code, 0);
  EXPECT_EQ(rocks_of({scene}, "ridge"), rocks(short_words));
  EXPECT_EQ(rocks_of({scene}, "hills"), rocks(chinese));
  EXPECT_NE(rocks_of({scene, "--encoding", "ridge=windows-1251"}, "ridge"), rocks(short_words));
  EXPECT_EQ(rocks_of({scene, "--encoding", "ridge=windows-1251", "--encoding", "ridge_litho=KOI8-R"}, "ridge"),
            rocks(short_words));
  const auto unknown = run_lode({"info", all, "--encoding", "ridge_lito=KOI8-R"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find("is 'ridge_litho' meant?"), std::string::npos) << unknown.err;
  EXPECT_EQ(run_lode({"info", all, "--encoding", "ridge_litho=klingon"}).exit_code, 2);
}

TEST(Check, WritesItsListAsCsvAndLeavesOutWhatTheSceneIgnores) {
  TemporaryFolder folder;
  folder.write("collar.csv", "BHID,X,Y,Z,DEPTH\nA,1000,2000,100,100\nB,1100,2000,100,100\n");
  folder.write("survey.csv", "BHID,AT,AZ,DIP\nA,0,90,-60\nA,50,90,-61\nB,0,90,-60\nB,50,90,-61\n");
  folder.write("assay.csv", "BHID,FROM,TO,AU\nA,0,50,1\nA,52,100,\"a, \"\"b\"\"\"\nB,2,50,3\nB,50,100,4\n");
  const auto csv = folder.path() / "list.csv", scene = folder.path() / "deposit.lode";
  ASSERT_EQ(run_lode({"check", folder.path().string(), "--csv", csv.string()}).exit_code, 0);
  const std::string list = read_bytes(csv);
  EXPECT_EQ(list.find("severity,check,file,line,hole,column,message,action,count\n"), 0U);
  EXPECT_NE(list.find("note,interval-gap,"), std::string::npos);
  EXPECT_NE(list.find(",3,A,AU,\"AU is \"\"a, \"\"b\"\"\"\"\","), std::string::npos) << list;
  std::filesystem::remove(csv);
  ASSERT_EQ(run_lode({"scene", folder.path().string(), "-o", scene.string()}).exit_code, 0);
  const auto before = json_of({"check", scene.string()});
  const std::string written = read_bytes(scene);
  folder.write("deposit.lode", written + "\n[[ignored]]\ncheck = \"interval-gap\"\nhole = \"A\"\n");
  const auto after = json_of({"check", scene.string()});
  EXPECT_EQ(after["problems"].size() + 1, before["problems"].size());
  EXPECT_EQ(after["ignored"], 1);
  const auto text = run_lode({"check", scene.string()});
  EXPECT_NE(text.out.find("ignored by the scene: interval-gap in hole A"), std::string::npos) << text.out;
}

}  // namespace
}  // namespace lode::testing
