// Encodings: guessed over all tables of a database, decided by hand, and what cannot be decoded.
#include "io/encoding.h"

#include <algorithm>
#include <map>

#include "io/csv_text.h"
#include "reading.h"
#include "testing/encoded.h"

namespace lode::io {
namespace {

using lode::testing::encoded;
using lode::testing::TemporaryFolder;

struct Tables {
  std::string collar, survey, litho;
  std::string hole, rock;  ///< the first of each
};

const Tables russian{"Скважина,X,Y,Z,Глубина\nСкв-1,445000,2500000,300,100\nСкв-2,445100,2500000,300,100\n",
                     "Скважина,Глубина,Азимут,Наклон\nСкв-1,0,90,-60\nСкв-2,0,90,-60\n",
                     "Скважина,От,До,Порода\nСкв-1,0,40,гранит\nСкв-1,40,100,пегматит\nСкв-2,0,100,сланец\n", "Скв-1",
                     "гранит"};
const Tables capitals{"BHID,X,Y,Z,DEPTH\nСКВ-1,445000,2500000,300,100\nСКВ-2,445100,2500000,300,100\n",
                      "BHID,AT,AZ,DIP\nСКВ-1,0,90,-60\nСКВ-2,0,90,-60\n",
                      "BHID,FROM,TO,ROCK\nСКВ-1,0,40,ГРАНИТ\nСКВ-1,40,100,ПЕГМАТИТ\nСКВ-2,0,100,СЛАНЕЦ\n", "СКВ-1",
                      "ГРАНИТ"};
const Tables chinese{"孔号,X,Y,Z,孔深\n钻孔一,445000,2500000,300,100\n钻孔二,445100,2500000,300,100\n",
                     "BHID,AT,AZ,DIP\n钻孔一,0,90,-60\n钻孔二,0,90,-60\n",
                     "孔号,自,至,岩性\n钻孔一,0,40,花岗岩\n钻孔一,40,100,伟晶岩\n钻孔二,0,100,片岩\n", "钻孔一",
                     "花岗岩"};

std::string mark_of(std::string_view encoding) {
  return encoding == "UTF-16LE" ? "\xFF\xFE" : encoding == "UTF-16BE" ? "\xFE\xFF" : "\xEF\xBB\xBF";
}

void expect_whole(const Tables& tables, std::string_view encoding, bool mark) {
  SCOPED_TRACE(std::string(encoding) + (mark ? " with a mark" : "") + ", " + tables.hole);
  const TemporaryFolder folder;
  const auto write = [&](const char* name, const std::string& text) {
    return folder.write(name, (mark ? mark_of(encoding) : "") + encoded(text, encoding));
  };
  Problems problems;
  const std::vector<Source> sources = recognise(
      {write("collar.csv", tables.collar), write("litho.csv", tables.litho), write("survey.csv", tables.survey)},
      problems);
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].files.size(), 3U);
  EXPECT_EQ(sources[0].encoding, encoding);
  Progress progress;
  const Loaded loaded = load(sources[0], progress);
  for (const Problem& problem : loaded.problems) EXPECT_EQ(problem.check, "single-survey") << problem.message;
  const auto& holes = std::get<Drillholes>(*loaded.dataset);
  ASSERT_EQ(holes.holes.size(), 2U);
  EXPECT_EQ(holes.holes[0].id, tables.hole);
  ASSERT_EQ(holes.intervals.size(), 1U);
  const Table& litho = holes.intervals[0].table;
  EXPECT_EQ(litho.columns.back().text(0), tables.rock);
}

TEST(Encoding, DatabasesInEachEncodingComeInWhole) {
  for (const char* encoding : {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1251", "KOI8-R", "IBM866"}) {
    expect_whole(russian, encoding, false);
    expect_whole(capitals, encoding, false);
  }
  for (const char* encoding : {"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"}) expect_whole(chinese, encoding, false);
  for (const char* encoding : {"UTF-8", "UTF-16LE", "UTF-16BE"}) {
    expect_whole(russian, encoding, true);
    expect_whole(chinese, encoding, true);
  }
}

TEST(Encoding, TablesOfOneDatabaseAreGuessedTogether) {
  // Two letters of a code could be Chinese, Latin or Russian; the other tables say which.
  const TemporaryFolder folder;
  const std::string encoding = "windows-1251";
  const auto alone = folder.write("litho.csv", encoded("BHID,FROM,TO,CODE\nA-1,0,40,ПГ\nA-2,0,100,ПГ\n", encoding));
  folder.write("collar.csv", encoded("BHID,X,Y,Z,Примечание\nA-1,445000,2500000,300,разведочная\n"
                                     "A-2,445100,2500000,300,на воду\n",
                                     encoding));
  Problems problems;
  const std::vector<Source> sources = recognise({folder.path()}, problems);
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].encoding, encoding);
  Progress progress;
  const Loaded loaded = load(sources[0], progress);
  EXPECT_EQ(std::get<Drillholes>(*loaded.dataset).intervals.at(0).table.find("CODE")->text(0), "ПГ");
}

TEST(Encoding, AFileThatSaysItsEncodingKeepsItBesideOthers) {
  const TemporaryFolder folder;
  folder.write("collar.csv", russian.collar);  // UTF-8 without a mark
  folder.write("litho.csv", encoded(russian.litho, "windows-1251"));
  folder.write("survey.csv", mark_of("UTF-16LE") + encoded(russian.survey, "UTF-16LE"));
  Problems problems;
  const std::vector<Source> sources = recognise({folder.path()}, problems);
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].encoding, "windows-1251");
  Progress progress;
  const Loaded loaded = load(sources[0], progress);
  const auto& holes = std::get<Drillholes>(*loaded.dataset);
  EXPECT_EQ(holes.intervals.at(0).table.rows, 3U);
  EXPECT_EQ(holes.surveys.rows, 2U);
}

TEST(Encoding, ADecisionGoesBeforeTheGuess) {
  const TemporaryFolder folder;
  const auto collar = folder.write("collar.csv", encoded(russian.collar, "windows-1251"));
  Problems problems;
  const std::vector<Source> sources = recognise({collar}, problems, [](const auto& /*file*/) { return "koi8-r"; });
  EXPECT_EQ(sources.at(0).encoding, "KOI8-R");
  Source source = recognise({collar}, problems).at(0);
  EXPECT_EQ(source.encoding, "windows-1251");
  source.encoding = "UTF-8";
  source.files[0].columns = {};
  Progress progress;
  const Loaded loaded = load(
      [&] {
        source.files[0].columns = {{ColumnRole::hole_id, "column 1"}, {ColumnRole::x, "X"}, {ColumnRole::y, "Y"}};
        Source broken = source;
        broken.files[0].columns[ColumnRole::hole_id] = decode(encoded("Скважина", "windows-1251"), "UTF-8").text;
        return broken;
      }(),
      progress);
  const auto found = std::ranges::find(loaded.problems, "undecodable-text", &Problem::check);
  ASSERT_NE(found, loaded.problems.end());
  EXPECT_EQ(found->line, 1U);
  EXPECT_GT(found->count, 10U);
}

TEST(Encoding, NamesAreKnownUnderTheirAliases) {
  EXPECT_EQ(known_encoding("CP1251"), "windows-1251");
  EXPECT_EQ(known_encoding("gbk"), "GB18030");
  EXPECT_EQ(known_encoding("utf-16"), "UTF-16LE");
  EXPECT_EQ(known_encoding("ISO-8859-1"), "latin-1");
  EXPECT_EQ(known_encoding("big5"), "big5");
  EXPECT_THROW(known_encoding("no such thing"), Error);
  EXPECT_EQ(decode("\xA4\xA4", "big5").text, "中");
}

TEST(Encoding, LatinLettersAreNotTakenForRussian) {
  const std::string latin =
      "Hole,Note\nA,d\xE9"
      "cal\xE9 vers l'est\nB,25\xB0\nC,Pe\xF1"
      "a\n";
  const std::string_view view = latin;
  EXPECT_EQ(guess_encoding(std::span(&view, 1)), "latin-1");
  EXPECT_EQ(decode("Pe\xF1"
                   "a 25\xB0 \x80",
                   "latin-1")
                .text,
            "Peña 25° €");
}

}  // namespace
}  // namespace lode::io
