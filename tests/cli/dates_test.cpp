// Dates on the command line: their order, and a campaign chosen by those of the collars.
#include "json_run.h"

namespace lode::testing {
namespace {

class Dates : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  std::string out_ = (folder_.path() / "out.csv").string();
  std::string database(const std::string& assayed = "4/15/2023") const {
    const std::filesystem::path data = folder_.path() / "data";
    std::filesystem::create_directory(data);
    folder_.write("data/collar.csv",
                  "HoleID,Easting,Northing,Elevation,Depth,Completed\n"
                  "A1,445000,5500000,300,100,3/4/2023\n"
                  "A2,445100,5500000,300,100,5/11/2023\n"
                  "A3,445200,5500000,300,100,6/7/2022\n");
    folder_.write("data/assay.csv", "HoleID,From,To,Cu_pct,Assayed\nA1,0,50,1.2," + assayed + "\nA2,0,50,0.7," +
                                        assayed + "\nA3,0,50,0.9," + assayed + "\n");
    return data.string();
  }
  /// The holes of the rows that the filter exports.
  std::vector<std::string> holes(std::vector<std::string> arguments, const std::string& filter) {
    arguments.insert(arguments.begin(), "export");
    for (const std::string& more : {std::string("--filter"), filter, std::string("-o"), out_})
      arguments.push_back(more);
    const auto run = run_lode(arguments);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    std::vector<std::string> found;
    const auto rows = csv_rows(out_);
    for (std::size_t row = 1; row < rows.size(); ++row) found.push_back(rows[row][0]);
    return found;
  }
};

TEST_F(Dates, ACampaignIsChosenByTheDatesOfTheCollars) {
  const std::string data = database();
  EXPECT_EQ(holes({data}, "Completed >= '2023-01-01'"), (std::vector<std::string>{"A1", "A2"}));
  EXPECT_EQ(holes({data}, "Completed >= '2023-04-01'"), (std::vector<std::string>{"A2"})) << "11 May, not 5 November";
  EXPECT_EQ(holes({data}, "Completed < '2023-01-01' or Cu_pct > 1"), (std::vector<std::string>{"A1", "A3"}));
  const auto wrong = run_lode({"export", data, "--filter", "Complete >= '2023-01-01'", "-o", out_});
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_NE(wrong.err.find("is 'Completed' meant?"), std::string::npos) << wrong.err;
}

TEST_F(Dates, WhereNoneTellsTheDayComesFirstUnlessSaidOtherwise) {
  const std::string data = database("7/8/2023");
  EXPECT_EQ(holes({data}, "Completed = '2023-11-05'"), (std::vector<std::string>{"A2"}));
  EXPECT_EQ(json_of({"info", data})["problems"]["notes"], 2) << "one of each column";
  EXPECT_EQ(holes({data, "--date-order", "month-first"}, "Completed = '2023-05-11'"), (std::vector<std::string>{"A2"}));
  const std::string scene = (folder_.path() / "s.lode").string();
  ASSERT_EQ(run_lode({"scene", data, "--date-order", "month-first", "-o", scene}).exit_code, 0);
  EXPECT_NE(read_bytes(scene).find("date_order = \"month_first\""), std::string::npos);
  EXPECT_EQ(holes({scene}, "Completed = '2023-05-11'"), (std::vector<std::string>{"A2"}));
  EXPECT_EQ(run_lode({"info", data, "--date-order", "mm/dd"}).exit_code, 2);
}

TEST_F(Dates, HolesAreColouredByAColumnOfTheCollars) {
  const std::string picture = (folder_.path() / "p.png").string();
  const auto run = run_lode({"render", database(), "--color-by", "Completed", "-o", picture});
  EXPECT_EQ(run.exit_code, 0) << run.err;
}

}  // namespace
}  // namespace lode::testing
