// Rows read = kept + rejected, whatever the tables hold.
#include <map>
#include <random>
#include <utility>

#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::TemporaryFolder;

/// Tables whose cells are good, missing, out of range, of another kind, or too many.
class MessyTables {
 public:
  explicit MessyTables(unsigned seed) : random_(seed) {}

  std::string table(std::string header, const std::vector<std::string>& kinds, int rows) {
    std::string text = std::move(header) + "\n";
    for (int row = 0; row < rows; ++row) {
      for (std::size_t column = 0; column < kinds.size(); ++column)
        text += (column > 0 ? "," : "") + cell(kinds[column]);
      if (chance(30)) text += ",more";
      if (chance(40)) text += ",";
      text += chance(50) ? "\r\n" : "\n";
      if (chance(40)) text += "\n";
      ++rows_written_;
    }
    return text;
  }
  std::uint64_t take_rows() { return std::exchange(rows_written_, 0); }

 private:
  bool chance(unsigned one_in) { return random_() % one_in == 0; }
  std::string number(double least, double most) {
    return std::to_string(least + (most - least) * static_cast<double>(random_() % 1000) / 1000);
  }
  std::string cell(const std::string& kind) {
    static const char* const rubbish[] = {"",  "-",    "NS",       "-999",           "<0.01",
                                          "x", "1e40", "\"a, b\"", "\"two\nlines\"", "1,2 3"};
    if (chance(25)) return std::string(rubbish[random_() % 9]);
    if (kind == "hole") return "H" + std::to_string(random_() % 12) + (chance(20) ? " " : "");
    if (kind == "angle") return number(-100, 100);
    if (kind == "azimuth") return number(-30, 400);
    if (kind == "place") return number(1000, 2000);
    return number(-1, 120);
  }
  std::mt19937 random_;
  std::uint64_t rows_written_ = 0;
};

TEST(MessyTables, RowsReadAreKeptOrRejected) {
  int loaded_databases = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    MessyTables messy(seed);
    const TemporaryFolder folder;
    std::map<std::string, std::uint64_t> rows;
    const auto write = [&](const char* name, const std::string& text) {
      folder.write(std::string(name) + ".csv", text);
      rows[name] = messy.take_rows();
    };
    write("collar",
          messy.table("BHID,XCOLLAR,YCOLLAR,ZCOLLAR,DEPTH", {"hole", "place", "place", "place", "depth"}, 14));
    write("survey", messy.table("BHID,AT,AZ,DIP", {"hole", "depth", "azimuth", "angle"}, 60));
    write("assay", messy.table("BHID,FROM,TO,AU", {"hole", "depth", "depth", "depth"}, 80));
    write("structure", messy.table("BHID,DEPTH,ALPHA,BETA", {"hole", "depth", "angle", "azimuth"}, 40));
    Problems problems;
    Source database;
    try {
      for (const Source& source : recognise({folder.path()}, problems))
        if (source.kind == DatasetKind::drillholes) database = source;
      if (database.files.empty()) continue;
      Progress progress;
      const Loaded loaded = load(database, progress);
      ++loaded_databases;
      for (const Table* table : tables_of(*loaded.dataset)) {
        EXPECT_EQ(table->rows_read, rows[table->name]) << table->name;
        EXPECT_EQ(table->rows_read, table->rows + table->rows_rejected) << table->name;
        for (std::size_t row = 1; row < table->rows && table->role == TableRole::interval; ++row)
          EXPECT_LT(table->lines[row - 1], table->lines[row]);
      }
    } catch (const Error& error) {
      EXPECT_FALSE(error.remedy().empty());
    }
  }
  EXPECT_GT(loaded_databases, 20);
}

}  // namespace
}  // namespace lode::io
