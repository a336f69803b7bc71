// Columns that are chosen, and columns that will not fit the memory.
#include <cstdlib>

#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::TemporaryFolder;

constexpr char blocks[] =
    "x,y,z,Au_ppm,rock,density\n0,0,0,1.5,A,2.7\n10,0,0,2.5,B,2.8\n0,10,0,3.5,A,2.7\n10,10,0,4.5,B,2.7\n"
    "0,0,5,1,A,2.7\n10,0,5,2,B,2.8\n0,10,5,3,A,2.7\n10,10,5,4,B,2.7\n";

TEST(CsvMemory, OnlyTheColumnsThatAreWantedAreRead) {
  const TemporaryFolder folder;
  Problems problems;
  Source source = recognise({folder.write("blocks.csv", blocks)}, problems).at(0);
  source.attributes = {"au_PPM", "density"};
  Progress progress;
  const Loaded loaded = load(source, progress);
  const Table& table = std::get<BlockModel>(*loaded.dataset).table;
  EXPECT_EQ(table.rows, 8U);
  EXPECT_NE(table.find("Au_ppm"), nullptr);
  EXPECT_NE(table.find("density"), nullptr);
  EXPECT_EQ(table.find("rock"), nullptr);
}

TEST(CsvMemory, ColumnsThatWillNotFitAreSaidBeforeTheyAreRead) {
  const TemporaryFolder folder;
  std::string text = "x,y,z,a,b,c\n";
  for (int k = 0; k < 20; ++k)
    for (int j = 0; j < 50; ++j)
      for (int i = 0; i < 50; ++i)
        text += std::to_string(i) + "," + std::to_string(j) + "," + std::to_string(k) + ",1,2,3\n";
  Problems problems;
  Source source = recognise({folder.write("blocks.csv", text)}, problems).at(0);
  Progress progress;
  setenv("LODE_MEMORY_MIB", "1", 1);  // 50,000 rows of 6 columns of 4 bytes need 1.2 MB
  try {
    load(source, progress);
    ADD_FAILURE() << "it was read";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("6 columns of 50,000 rows need 1 MB"), std::string::npos)
        << error.what_happened();
    EXPECT_NE(error.remedy().find("--attributes"), std::string::npos);
  }
  source.attributes = {"a"};
  EXPECT_NO_THROW(load(source, progress));
  unsetenv("LODE_MEMORY_MIB");
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Memory, OtherFormatsSayBeforeTheyReadToo) {
  const TemporaryFolder folder;
  folder.write("grid.msh", "50 50 40\n0 0 0\n50*10\n50*10\n40*5\n");
  const auto ubc = folder.write("grid.den", repeated("2.7\n", 100'000));
  EXPECT_NE(refusal(ubc, "1").find("1 models of 100,000 cells need 2 MB"), std::string::npos) << refusal(ubc, "1");
  EXPECT_EQ(refusal(ubc, "8"), "");

  const auto gslib = folder.write("points.dat", "Points\n4\nx\ny\nz\nAu\n" + repeated("1.25 2.25 3.25 4.25\n", 50'000));
  EXPECT_NE(refusal(gslib, "1").find("4 variables of about 50,000 rows need 2 MB"), std::string::npos)
      << refusal(gslib, "1");
  EXPECT_EQ(refusal(gslib, "8"), "");

  const auto vti = folder.write(
      "text.vti",
      "<VTKFile type=\"ImageData\"><ImageData WholeExtent=\"0 100 0 100 0 50\" Origin=\"0 0 0\" Spacing=\"1 1 1\">"
      "<Piece Extent=\"0 100 0 100 0 50\"><CellData><DataArray type=\"Float32\" Name=\"a\" format=\"ascii\">" +
          repeated("1 ", 500'000) + "</DataArray></CellData></Piece></ImageData></VTKFile>");
  EXPECT_NE(refusal(vti, "1").find("1 arrays of 500,000 cells need 2 MB"), std::string::npos) << refusal(vti, "1");
  EXPECT_EQ(refusal(vti, "8"), "");
}

}  // namespace
}  // namespace lode::io
