// The .vti that Lode writes, in VTK's own reader.
#include <gtest/gtest.h>

#include "io/formats.h"
#include "io/generated_model.h"
#include "testing/testing.h"
#include "vtk/vtk_import.h"

namespace lode {
namespace {

using lode::testing::TemporaryFolder;

TEST(VtiInVtk, VtkReadsWhatLodeWrites) {
  const TemporaryFolder folder;
  Progress progress;
  const std::filesystem::path file = folder.path() / "model.vti";
  io::write_generated_model(file, {20, 15, 10}, progress);
  const vtk::Imported imported = vtk::read(file, vtk::FileKind::image, progress);
  const auto& by_vtk = std::get<BlockModel>(imported.data);
  Problems problems;
  const io::Loaded loaded = io::load(io::recognise({file}, problems).at(0), progress);
  const auto& by_lode = std::get<BlockModel>(*loaded.dataset);
  EXPECT_EQ(by_vtk.lattice, by_lode.lattice);
  ASSERT_EQ(by_vtk.table.columns.size(), 3U);
  for (const Column& column : by_lode.table.columns) {
    const Column* same = by_vtk.table.find(column.name);
    ASSERT_NE(same, nullptr);
    EXPECT_EQ(same->unit, column.unit);
    EXPECT_EQ(same->type, column.type);
    for (std::size_t row = 0; row < by_lode.table.rows; ++row) ASSERT_EQ(same->text(row), column.text(row));
  }
}

}  // namespace
}  // namespace lode
