#include "vtk_route.h"

#include <vtkCellData.h>
#include <vtkDataSetSurfaceFilter.h>
#include <vtkIntArray.h>
#include <vtkNew.h>
#include <vtkPolyData.h>
#include <vtkThreshold.h>
#include <vtkUniformGrid.h>
#include <vtkUnsignedCharArray.h>

#include <chrono>

#include "fields.h"

namespace lode::bench {

namespace {

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

struct VtkRoute::State {
  const BlockModel& model;
  vtkNew<vtkUniformGrid> grid;
  vtkNew<vtkUnsignedCharArray> ghosts;

  void set_dimensions(vtkUniformGrid* to) const {
    const auto& count = model.lattice.count;
    to->SetDimensions(static_cast<int>(count[0]) + 1, static_cast<int>(count[1]) + 1, static_cast<int>(count[2]) + 1);
    to->SetSpacing(10, 10, 5);
  }
};

VtkRoute::VtkRoute(const BlockModel& model) : state_(new State{model, {}, {}}) {
  state_->set_dimensions(state_->grid);
  vtkNew<vtkIntArray> grades;
  grades->SetName("Li2O_pct");
  // VTK only reads it.
  grades->SetArray(const_cast<int*>(mantissas_of(model).data()), static_cast<vtkIdType>(model.table.rows), 1);
  state_->grid->GetCellData()->SetScalars(grades);
  state_->ghosts->SetName(vtkDataSetAttributes::GhostArrayName());
  state_->ghosts->SetNumberOfValues(static_cast<vtkIdType>(model.table.rows));
}

VtkRoute::~VtkRoute() = default;

VtkRoute::Result VtkRoute::by_ghosts(std::int32_t cutoff) {
  const auto start = std::chrono::steady_clock::now();
  unsigned char* const ghosts = state_->ghosts->GetPointer(0);
  const std::span<const std::int32_t> mantissas = mantissas_of(state_->model);
  for (std::size_t row = 0; row < mantissas.size(); ++row)
    ghosts[row] = mantissas[row] >= cutoff ? 0 : vtkDataSetAttributes::HIDDENCELL;
  vtkNew<vtkUniformGrid> hidden;
  hidden->ShallowCopy(state_->grid);
  hidden->GetCellData()->AddArray(state_->ghosts);
  vtkNew<vtkDataSetSurfaceFilter> surface;
  surface->SetInputData(hidden);
  surface->Update();
  return {milliseconds_since(start), static_cast<std::uint64_t>(surface->GetOutput()->GetNumberOfPolys())};
}

VtkRoute::Result VtkRoute::by_threshold(std::int32_t cutoff) {
  const auto start = std::chrono::steady_clock::now();
  vtkNew<vtkThreshold> threshold;
  threshold->SetInputData(state_->grid);
  threshold->SetInputArrayToProcess(0, 0, 0, vtkDataObject::FIELD_ASSOCIATION_CELLS, "Li2O_pct");
  threshold->SetThresholdFunction(vtkThreshold::THRESHOLD_UPPER);
  threshold->SetUpperThreshold(cutoff);
  vtkNew<vtkDataSetSurfaceFilter> surface;
  surface->SetInputConnection(threshold->GetOutputPort());
  surface->Update();
  return {milliseconds_since(start), static_cast<std::uint64_t>(surface->GetOutput()->GetNumberOfPolys())};
}

}  // namespace lode::bench
