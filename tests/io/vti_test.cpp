// VTK image data: the grid, every encoding VTK writes, mapped columns, and files that are broken.
#include <fmt/format.h>
#include <zlib.h>

#include <bit>
#include <cstring>

#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::TemporaryFolder;

const BlockModel& blocks_of(const Loaded& loaded) { return std::get<BlockModel>(*loaded.dataset); }

template <typename T>
std::string raw(const std::vector<T>& values, std::endian order = std::endian::little) {
  std::string bytes(values.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  if (order != std::endian::native)
    for (std::size_t i = 0; i < bytes.size(); i += sizeof(T)) std::reverse(&bytes[i], &bytes[i] + sizeof(T));
  return bytes;
}

std::string base64(const std::string& bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t b = 0; b < 3; ++b)
      bits = bits << 8 | (i + b < bytes.size() ? static_cast<unsigned char>(bytes[i + b]) : 0U);
    for (std::size_t c = 0; c < 4; ++c) text.push_back(i + c > bytes.size() ? '=' : letters[bits >> (18 - 6 * c) & 63]);
  }
  return text;
}

/// 3 x 2 x 2 blocks of 10 x 20 x 5 m with their corner at E 500000.5, N 7650000.25, RL 100.
struct Image {
  std::string file_attributes = "byte_order=\"LittleEndian\" header_type=\"UInt32\"";
  std::string geometry = "WholeExtent=\"0 3 0 2 0 2\" Origin=\"500000.5 7650000.25 100\" Spacing=\"10 20 5\"";
  std::string extent = "0 3 0 2 0 2";
  std::string arrays, appended;
  std::string place = "CellData";

  std::string text() const {
    return fmt::format(
        "<?xml version=\"1.0\"?>\n<!-- by hand -->\n<VTKFile type=\"ImageData\" version=\"1.0\" {}>\n"
        "<ImageData {}>\n<Piece Extent=\"{}\">\n<{}>\n{}</{}>\n</Piece>\n</ImageData>\n{}</VTKFile>\n",
        file_attributes, geometry, extent, place, arrays, place,
        appended.empty() ? "" : "<AppendedData encoding=\"raw\">\n_" + appended + "\n</AppendedData>\n");
  }
};

const std::vector<float> grades{0.1F, 0.2F, 0.3F, 0.4F, 0.5F, 0.6F, 0.7F, 0.8F, 0.9F, 1.0F, 1.1F, 1.2F};
const std::vector<std::int32_t> rocks{1, 2, 3, 4, 5, 6, -7, 8, 9, 10, 11, 12};

/// Raw appended, with `padding` bytes before the first array as VTK's own aligned writers leave them.
Image appended(std::size_t padding = 0) {
  Image image;
  image.arrays = fmt::format(
      "<DataArray type=\"Float32\" Name=\"Cu &lt;pct&gt;\" format=\"appended\" offset=\"{}\"/>\n"
      "<DataArray type=\"Int32\" Name=\"rock\" format=\"appended\" offset=\"{}\"/>\n",
      padding, padding + 52);
  image.appended =
      std::string(padding, ' ') + raw<std::uint32_t>({48}) + raw(grades) + raw<std::uint32_t>({48}) + raw(rocks);
  return image;
}

TEST(Vti, BlocksStandWhereTheImageSays) {
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write("model.vti", appended().text()));
  const BlockModel& model = blocks_of(loaded);
  EXPECT_EQ(model.lattice, Lattice::regular({500000.5, 7650000.25, 100}, {10, 20, 5}, {3, 2, 2}));
  EXPECT_TRUE(model.dense());
  EXPECT_EQ(model.table.rows, 12U);
  EXPECT_EQ(model.table.role, TableRole::blocks);
  const Column* grade = model.table.find("Cu <pct>");
  ASSERT_NE(grade, nullptr);
  EXPECT_EQ((*grade->numbers())[11], static_cast<double>(1.2F));
  EXPECT_TRUE(std::holds_alternative<SharedArray<float>>(grade->numbers()->storage()));
  EXPECT_EQ((*model.table.find("rock")->numbers())[6], -7);
}

TEST(Vti, AnyAlignmentGivesTheSame) {
  const TemporaryFolder folder;
  for (std::size_t padding = 0; padding < 64; padding += 5) {
    const Loaded loaded = read_file(folder.write("model.vti", appended(padding).text()));
    for (std::size_t row = 0; row < 12; ++row) {
      EXPECT_EQ((*blocks_of(loaded).table.columns[0].numbers())[row], static_cast<double>(grades[row]));
      EXPECT_EQ((*blocks_of(loaded).table.columns[1].numbers())[row], rocks[row]);
    }
  }
}

TEST(Vti, EveryEncodingHoldsTheSame) {
  const auto bytes_of = [](const std::string& text) { return static_cast<std::uint32_t>(text.size()); };
  std::string packed(200, '\0');
  uLongf packed_size = packed.size();
  const std::string plain = raw(grades);
  compress(reinterpret_cast<Bytef*>(packed.data()), &packed_size, reinterpret_cast<const Bytef*>(plain.data()),
           plain.size());
  packed.resize(packed_size);
  const std::string zlib_header = raw<std::uint32_t>({1, 48, 0, bytes_of(packed)});
  const std::string open = "<DataArray type=\"Float32\" Name=\"g\" format=";
  const TemporaryFolder folder;
  std::vector<Image> images(6);
  images[0].arrays = open + "\"ascii\">\n0.1 0.2 0.3 0.4 0.5 0.6\n0.7 0.8 0.9 1 1.1 1.2\n</DataArray>\n";
  images[1].arrays = open + "\"binary\">\n" + base64(raw<std::uint32_t>({48}) + plain) + "\n</DataArray>\n";
  images[2].file_attributes = "byte_order=\"BigEndian\" header_type=\"UInt64\"";
  images[2].arrays = open + "\"appended\" offset=\"0\"/>\n";
  images[2].appended = raw<std::uint64_t>({48}, std::endian::big) + raw(grades, std::endian::big);
  images[3].file_attributes += " compressor=\"vtkZLibDataCompressor\"";
  images[3].arrays = open + "\"binary\">" + base64(zlib_header) + base64(packed) + "</DataArray>\n";
  images[4].file_attributes += " compressor=\"vtkZLibDataCompressor\"";
  images[4].arrays = open + "\"appended\" offset=\"0\"/>\n";
  // As VTK writes it: the size of a whole block, and that of the one there is, far smaller.
  images[4].appended = raw<std::uint32_t>({1, 1 << 20, 48, bytes_of(packed)}) + packed;
  images[5].file_attributes = "byte_order=\"LittleEndian\" header_type=\"UInt64\"";
  images[5].arrays = open + "\"appended\" offset=\"0\"/>\n";
  images[5].appended = raw<std::uint64_t>({48}) + plain;
  for (const Image& image : images) {
    const Loaded loaded = read_file(folder.write("model.vti", image.text()));
    for (std::size_t row = 0; row < 12; ++row)
      EXPECT_FLOAT_EQ(static_cast<float>((*blocks_of(loaded).table.columns[0].numbers())[row]), grades[row]);
    EXPECT_GT(break_file("b.vti", image.text(), 300, 60), 60);
  }
}

TEST(Vti, RotatedModelsTurnAboutTheirOrigin) {
  Image image = appended();
  image.geometry += " Direction=\"0.8 -0.6 0 0.6 0.8 0 0 0 1\"";
  const TemporaryFolder folder;
  const Lattice lattice = blocks_of(read_file(folder.write("model.vti", image.text()))).lattice;
  const Vec3 end = lattice.source_from_lattice({30, 0, 0});  // 30 m along the first axis, which points east-north-east
  EXPECT_DOUBLE_EQ(end.x, 500000.5 + 24);
  EXPECT_DOUBLE_EQ(end.y, 7650000.25 + 18);
}

TEST(Vti, AxesThatRunDownwardsAreTurnedRound) {
  Image image = appended();
  image.geometry += " Direction=\"1 0 0 0 1 0 0 0 -1\"";
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write("model.vti", image.text()));
  const BlockModel& model = blocks_of(loaded);
  EXPECT_EQ(model.lattice, Lattice::regular({500000.5, 7650000.25, 90}, {10, 20, 5}, {3, 2, 2}));
  // The file's last layer is the deepest, so it comes first.
  EXPECT_EQ((*model.table.columns[1].numbers())[0], -7);
  EXPECT_EQ((*model.table.columns[1].numbers())[6], 1);
  EXPECT_FALSE(loaded.notes.empty());
}

TEST(Vti, PointsAreCentroidsAndSaidSo) {
  Image image = appended();
  image.place = "PointData";
  image.geometry = "WholeExtent=\"1 3 0 1 0 1\" Origin=\"0 0 0\" Spacing=\"10 20 5\"";
  image.extent = "1 3 0 1 0 1";
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write("model.vti", image.text()));
  EXPECT_EQ(blocks_of(loaded).lattice, Lattice::regular({5, -10, -2.5}, {10, 20, 5}, {3, 2, 2}));
  ASSERT_EQ(loaded.notes.size(), 1U);
}

TEST(Vti, ComponentsAndWordsBecomeColumns) {
  Image image;
  std::vector<float> vectors;
  std::string words;
  for (int cell = 0; cell < 12; ++cell) {
    for (int axis = 0; axis < 3; ++axis) vectors.push_back(static_cast<float>(10 * cell + axis));
    words += (cell % 2 == 0 ? std::string("PEG") : std::string("сланец")) + '\0';
  }
  image.arrays =
      "<DataArray type=\"Float32\" Name=\"v\" NumberOfComponents=\"3\" format=\"appended\" offset=\"0\"/>\n"
      "<Array type=\"String\" Name=\"lith\" format=\"appended\" offset=\"148\"/>\n";
  image.appended =
      raw<std::uint32_t>({144}) + raw(vectors) + raw<std::uint32_t>({static_cast<std::uint32_t>(words.size())}) + words;
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write("model.vti", image.text()));
  const Table& table = blocks_of(loaded).table;
  ASSERT_EQ(table.columns.size(), 4U);
  EXPECT_EQ((*table.find("v_y")->numbers())[11], 111);
  EXPECT_EQ((*table.find("lith")->categories())[5], "сланец");
}

TEST(Vti, MissingCodesOfTheImportAreMissing) {
  const TemporaryFolder folder;
  Problems problems;
  std::vector<Source> sources = recognise({folder.write("model.vti", appended().text())}, problems);
  sources[0].missing_codes = {"-7", "0.3"};
  Progress progress;
  const Loaded loaded = load(sources[0], progress);
  EXPECT_TRUE(blocks_of(loaded).table.columns[0].missing(2));
  EXPECT_TRUE(blocks_of(loaded).table.columns[1].missing(6));
  EXPECT_FALSE(blocks_of(loaded).table.columns[1].missing(7));
}

TEST(Vti, SaysWhatIsWrong) {
  const TemporaryFolder folder;
  const std::string good = appended().text();
  EXPECT_EQ(error_of(folder, "a.vti", good.substr(0, good.rfind("\n</Appended") - 20)),
            "the file ends within the data of array \"rock\"");
  Image image = appended();
  image.geometry = "WholeExtent=\"0 3 0 2 0 3\" Origin=\"0 0 0\" Spacing=\"10 20 5\"";
  image.extent = "0 3 0 2 0 3";
  EXPECT_EQ(error_of(folder, "b.vti", image.text()), "array \"Cu <pct>\" has 48 bytes, the header's counts need 72");
  image.geometry = "WholeExtent=\"0 60000 0 60000 0 60000\" Origin=\"0 0 0\" Spacing=\"10 20 5\"";
  image.extent = "0 60000 0 60000 0 60000";
  EXPECT_NE(error_of(folder, "c.vti", image.text()), "");
  image.geometry = "WholeExtent=\"0 2147483647 0 2 0 2\" Spacing=\"1 1 1\"";
  image.extent = "0 2147483647 0 2 0 2";
  EXPECT_NE(error_of(folder, "d.vti", image.text()), "");
  image = appended();
  image.geometry += " Direction=\"1 0.5 0 0 1 0 0 0 1\"";
  EXPECT_EQ(error_of(folder, "e.vti", image.text()), "the image's axes are not at right angles");
  EXPECT_EQ(error_of(folder, "f.vti", "<VTKFile type=\"PolyData\"></VTKFile>"),
            "the file holds VTK \"PolyData\", not image data");
  EXPECT_GT(break_file("g.vti", good, 300), 200);
  const auto ascii = [](const char* values) {
    Image written;
    written.arrays = fmt::format("<DataArray type=\"Float64\" Name=\"li\" format=\"ascii\">{}</DataArray>\n", values);
    return written;
  };
  EXPECT_EQ(error_of(folder, "h.vti", ascii("1 2 3 4 5 6 7 8 9 10 11 12").text()), "");
  EXPECT_EQ(error_of(folder, "i.vti", ascii("1 2 3 4 5 6 7 8 9 10 11 12\n13 14").text()),
            "array \"li\" has 14 values, the header's counts need 12");
  Image unclosed = ascii("1 2 3 4 5 6 7 8 9 10 11 12");
  unclosed.arrays.resize(unclosed.arrays.find("</DataArray>"));
  EXPECT_EQ(error_of(folder, "j.vti", unclosed.text()), "the tag </CellData> stands where </DataArray> must");
}

TEST(Vti, ArraysOfOneNameAreNumbered) {
  const TemporaryFolder folder;
  Image image;
  for (const int grade : {1, 2})
    image.arrays += fmt::format(
        "<DataArray type=\"Float64\" Name=\"li\" format=\"ascii\">{0} {0} {0} {0} {0} {0} {0} {0} "
        "{0} {0} {0} {0}</DataArray>\n",
        grade);
  const Loaded loaded = read_file(folder.write("m.vti", image.text()));
  const Table& table = blocks_of(loaded).table;
  ASSERT_NE(table.find("li (2)"), nullptr);
  EXPECT_EQ((*table.find("li")->numbers())[0], 1);
  EXPECT_EQ((*table.find("li (2)")->numbers())[0], 2);
  ASSERT_EQ(loaded.notes.size(), 1U);
  EXPECT_EQ(loaded.notes[0], "another array named \"li\" is called \"li (2)\"");
}

}  // namespace
}  // namespace lode::io
