// A .vti that Lode writes: read back unchanged, mapped where it lies, an Error when it is cut short underneath.
#include "core/write_file.h"
#include "io/export_rows.h"
#include "io/generated_model.h"
#include "io/mapped_files.h"
#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::TemporaryFolder;

const BlockModel& blocks_of(const Loaded& loaded) { return std::get<BlockModel>(*loaded.dataset); }

Column column(std::string name, std::string unit, ColumnType type, std::variant<Numbers, Categories> data) {
  Column made;
  made.name = std::move(name);
  made.unit = std::move(unit);
  made.type = type;
  made.data = std::move(data);
  return made;
}

/// 3 x 2 x 2 blocks, turned by 30 degrees; without `every`, the cells 1 and 7 are missing.
BlockModel model_of(bool every) {
  BlockModel model;
  model.lattice = Lattice::regular({500000.125, 7000000.5, -20}, {10, 5, 2.5}, {3, 2, 2});
  const double c = std::cos(M_PI / 6), s = std::sin(M_PI / 6);
  model.lattice.source_from_lattice.columns = {Vec3{c, s, 0}, Vec3{-s, c, 0}, Vec3{0, 0, 1}};
  Mask present(12);
  for (std::size_t cell = 0; cell < 12; ++cell)
    if (every || (cell != 1 && cell != 7)) present.set(cell);
  const std::size_t rows = present.count();
  if (!every) model.present = RankedMask(std::move(present));
  model.table.rows = rows;
  std::vector<double> grades, counts, days;
  std::vector<float> floats;
  std::vector<std::string> rocks;
  for (std::size_t row = 0; row < rows; ++row) {
    grades.push_back(row == 2 ? std::nan("") : 0.7 + 0.01 * static_cast<double>(row));
    counts.push_back(static_cast<double>(row) - 3);
    days.push_back(19000 + static_cast<double>(row));
    floats.push_back(2.65F + 0.1F * static_cast<float>(row));
    rocks.push_back(row == 4 ? "" : row % 2 == 0 ? "пегматит" : "a & <b>");
  }
  model.table.columns = {column("Li2O_pct", "%", ColumnType::number, Numbers::narrowed(grades)),
                         column("samples", "", ColumnType::number, Numbers::narrowed(counts)),
                         column("logged", "", ColumnType::date, Numbers::narrowed(days)),
                         column("SG", "t/m3", ColumnType::number, Numbers(SharedArray<float>(floats))),
                         column("Rock \"Type\"", "", ColumnType::category, Categories::of(rocks))};
  return model;
}

ExportLayer layer_of(BlockModel model) {
  ExportLayer layer;
  layer.name = "model";
  layer.crs = "EPSG:32644";
  layer.visible_rows = Mask(model.table.rows, true);
  layer.dataset = std::make_shared<const Dataset>(std::move(model));
  return layer;
}

void expect_equal(const BlockModel& read, const BlockModel& written) {
  ASSERT_EQ(read.table.rows, written.table.rows);
  EXPECT_EQ(read.lattice.count, written.lattice.count);
  EXPECT_EQ(read.lattice.source_from_lattice, written.lattice.source_from_lattice);
  EXPECT_EQ(read.lattice.edges, written.lattice.edges);
  ASSERT_EQ(read.table.columns.size(), written.table.columns.size());
  for (std::size_t c = 0; c < written.table.columns.size(); ++c) {
    const Column& a = read.table.columns[c];
    const Column& b = written.table.columns[c];
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.unit, b.unit) << b.name;
    EXPECT_EQ(a.type, b.type) << b.name;
    for (std::size_t row = 0; row < written.table.rows; ++row) EXPECT_EQ(a.text(row), b.text(row)) << b.name;
  }
}

TEST(ExportVti, ReadsBackUnchanged) {
  const TemporaryFolder folder;
  Progress progress;
  for (const bool every : {true, false}) {
    const std::filesystem::path file = folder.path() / "model.vti";
    write_vti(layer_of(model_of(every)), file, progress);
    Problems problems;
    const Source source = recognise({file}, problems).at(0);
    EXPECT_EQ(source.crs, "EPSG:32644");
    const Loaded loaded = load(source, progress);
    expect_equal(blocks_of(loaded), model_of(every));
    EXPECT_EQ(blocks_of(loaded).dense(), every);
    EXPECT_EQ(blocks_of(loaded).has_row(7), every);
  }
}

TEST(ExportVti, ColumnsAreMappedAtMultiplesOf64Bytes) {
  const TemporaryFolder folder;
  Progress progress;
  const std::filesystem::path file = folder.path() / "model.vti";
  write_vti(layer_of(model_of(true)), file, progress);
  const Loaded loaded = read_file(file);
  const auto* sg = std::get_if<SharedArray<float>>(&blocks_of(loaded).table.find("SG")->numbers()->storage());
  ASSERT_NE(sg, nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(sg->data()) % 64, 0U);
}

// Where a header ends decides whether VTK up to 9.3.0 over expat since 2.6 finds the data: see vti_writer.cpp. The
// layout was tried in ParaView 5.11 of Debian 12.
TEST(ExportVti, TheDataBeginWhereReadersOfVtkFindThem) {
  const TemporaryFolder folder;
  for (const std::size_t columns : {1U, 40U, 300U}) {
    BlockModel model = model_of(true);
    const Column first = model.table.columns.front();
    model.table.columns.assign(columns, first);
    for (std::size_t c = 0; c < columns; ++c)
      model.table.columns[c].name = "a column of a long name, " + std::to_string(c);
    const ExportLayer layer = layer_of(std::move(model));
    Progress progress;
    const std::filesystem::path file = folder.path() / "model.vti";
    write_vti(layer, file, progress);
    const std::string bytes = lode::testing::read_bytes(file);
    const std::size_t comment = bytes.find("<!--"), comment_end = bytes.find("-->"), tag = bytes.find("<AppendedData");
    const std::size_t data = bytes.find('_', bytes.find('>', tag)) + 1;
    EXPECT_EQ(comment % 4096, 0U);
    EXPECT_EQ(data, comment + 8192);
    EXPECT_GT(comment_end, comment + 4096);
    EXPECT_EQ(bytes.substr(tag - 1, 29), "\n<AppendedData encoding=\"raw\"");
    EXPECT_LE(bytes.find('>', tag), data - 4);
    EXPECT_GE(bytes.find('>', tag), data - 11);
  }
}

TEST(ExportVti, HiddenRowsAreMissingBlocks) {
  const TemporaryFolder folder;
  Progress progress;
  ExportLayer layer = layer_of(model_of(true));
  layer.visible_rows.reset(0);
  layer.visible_rows.reset(11);
  write_vti(layer, folder.path() / "part.vti", progress);
  const Loaded loaded = read_file(folder.path() / "part.vti");
  EXPECT_EQ(blocks_of(loaded).table.rows, 10U);
  EXPECT_EQ(blocks_of(loaded).table.find("samples")->text(0), "-2");
  layer.visible_rows = Mask(12, false);
  EXPECT_THROW(write_vti(layer, folder.path() / "none.vti", progress), Error);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "none.vti"));
}

TEST(ExportVti, UnevenModelsAreRefused) {
  const TemporaryFolder folder;
  Progress progress;
  BlockModel model = model_of(true);
  model.lattice.edges[0] = {0, 10, 20, 50};
  EXPECT_THROW(write_vti(layer_of(std::move(model)), folder.path() / "a.vti", progress), Error);
}

TEST(ExportVti, AFileCutShortUnderneathIsAnErrorNotTheEnd) {
  const TemporaryFolder folder;
  Progress progress;
  const std::filesystem::path file = folder.path() / "model.vti";
  write_generated_model(file, {64, 64, 64}, progress);
  const Loaded loaded = read_file(file);
  const Numbers& grade = *blocks_of(loaded).table.find("Li2O_pct")->numbers();
  check_mapped_files();
  std::filesystem::resize_file(file, 8192);
  double sum = 0;
  for (std::size_t row = 0; row < grade.size(); ++row) sum += grade[row];  // touches what is gone
  EXPECT_GE(sum, 0);
  try {
    check_mapped_files();
    FAIL() << "the cut was not noticed";
  } catch (const Error& error) {
    EXPECT_EQ(error.where().file, file);
  }
}

TEST(GeneratedModel, HasTheBlocksAskedForAndIsTheSameEachTime) {
  EXPECT_EQ(generated_counts(1'000'000), (std::array<std::uint32_t, 3>{100, 100, 100}));
  EXPECT_EQ(generated_counts(10'000'000), (std::array<std::uint32_t, 3>{250, 200, 200}));
  EXPECT_EQ(generated_counts(100'000'000), (std::array<std::uint32_t, 3>{500, 500, 400}));
  const auto near = generated_counts(1'000'003);  // a prime
  EXPECT_NEAR(static_cast<double>(std::uint64_t{near[0]} * near[1] * near[2]), 1e6, 2e4);
  EXPECT_THROW(generated_counts(10), Error);
  const TemporaryFolder folder;
  Progress progress;
  write_generated_model(folder.path() / "a.vti", {20, 15, 10}, progress);
  write_generated_model(folder.path() / "b.vti", {20, 15, 10}, progress);
  EXPECT_EQ(lode::testing::read_bytes(folder.path() / "a.vti"), lode::testing::read_bytes(folder.path() / "b.vti"));
  const Loaded loaded = read_file(folder.path() / "a.vti");
  const Table& table = blocks_of(loaded).table;
  EXPECT_EQ(table.rows, 3000U);
  EXPECT_EQ(table.find("class")->type, ColumnType::category);
  EXPECT_EQ(table.find("density")->unit, "t/m3");
  EXPECT_GT(lode::statistics(*table.find("Li2O_pct")).max, 1.5);
}

TEST(GeneratedModel, CancelledLeavesNoFile) {
  const TemporaryFolder folder;
  Progress progress;
  progress.cancel();
  EXPECT_THROW(write_generated_model(folder.path() / "a.vti", {20, 15, 10}, progress), Cancelled);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace lode::io
