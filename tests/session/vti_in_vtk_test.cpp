// The .vti that Lode writes, in VTK's own reader.
#include <gtest/gtest.h>
#include <vtkCellData.h>
#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkXMLImageDataReader.h>

#include "io/formats.h"
#include "io/generated_model.h"
#include "testing/testing.h"

namespace lode {
namespace {

using lode::testing::TemporaryFolder;

TEST(VtiInVtk, VtkReadsWhatLodeWrites) {
  const TemporaryFolder folder;
  Progress progress;
  const std::filesystem::path file = folder.path() / "model.vti";
  io::write_generated_model(file, {20, 15, 10}, progress);
  const vtkNew<vtkXMLImageDataReader> reader;
  reader->SetFileName(file.string().c_str());
  reader->Update();
  vtkImageData* by_vtk = reader->GetOutput();
  Problems problems;
  const io::Loaded loaded = io::load(io::recognise({file}, problems).at(0), progress);
  const auto& by_lode = std::get<BlockModel>(*loaded.dataset);
  EXPECT_EQ(by_vtk->GetNumberOfCells(), static_cast<vtkIdType>(by_lode.lattice.cells()));
  const Affine& frame = by_lode.lattice.source_from_lattice;
  EXPECT_EQ((Vec3{by_vtk->GetOrigin()[0], by_vtk->GetOrigin()[1], by_vtk->GetOrigin()[2]}), frame.offset);
  EXPECT_EQ(by_vtk->GetSpacing()[0], by_lode.lattice.edges[0][1]);
  ASSERT_EQ(by_vtk->GetCellData()->GetNumberOfArrays(), 3);
  for (const Column& column : by_lode.table.columns) {
    vtkDataArray* same = by_vtk->GetCellData()->GetArray(column.name.c_str());
    ASSERT_NE(same, nullptr);
    for (std::size_t row = 0; row < by_lode.table.rows; ++row) {
      const double there = same->GetTuple1(static_cast<vtkIdType>(row));
      if (const Numbers* numbers = column.numbers()) {
        ASSERT_EQ(there, (*numbers)[row]);
      } else {
        ASSERT_EQ(column.categories()->names().at(static_cast<std::size_t>(there)), column.text(row));
      }
    }
  }
}

}  // namespace
}  // namespace lode
