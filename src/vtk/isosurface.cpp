#include "vtk/isosurface.h"

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/parallel.h"

namespace lode::vtk {

namespace {

/// What stands for missing and outside: as far below as the lowest cell, and never so near to 0 that the surface would
/// leave the cells.
float below_all(std::span<const float> above_by) {
  float least = 0, most = 0;
  for (const float value : above_by) {
    if (std::isnan(value)) continue;
    least = std::min(least, value);
    most = std::max(most, value);
  }
  constexpr float share = 1e-3F;
  const float span = most - least;
  return std::min(least, -share * (span > 0 ? span : 1));
}

/// The cells' values with a layer of points all around.
vtkNew<vtkImageData> padded_image(const Lattice& lattice, std::span<const float> above_by) {
  const float below = below_all(above_by);
  const auto [ni, nj, nk] = lattice.count;
  vtkNew<vtkImageData> image;
  image->SetDimensions(static_cast<int>(ni) + 2, static_cast<int>(nj) + 2, static_cast<int>(nk) + 2);
  const std::size_t row = std::size_t{ni} + 2, plane = row * (std::size_t{nj} + 2);
  vtkNew<vtkFloatArray> values;
  values->SetNumberOfValues(static_cast<vtkIdType>(plane * (std::size_t{nk} + 2)));
  float* const to = values->GetPointer(0);
  parallel_for(std::size_t{nk} + 2, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) {
      std::fill(to + k * plane, to + (k + 1) * plane, below);
      if (k == 0 || k > nk) continue;
      for (std::size_t j = 0; j < nj; ++j) {
        const float* const from = above_by.data() + std::size_t{ni} * (j + std::size_t{nj} * (k - 1));
        float* const target = to + k * plane + (j + 1) * row + 1;
        for (std::size_t i = 0; i < ni; ++i) target[i] = std::isnan(from[i]) ? below : from[i];
      }
    }
  });
  image->GetPointData()->SetScalars(values);
  return image;
}

/// From the image's points to the lattice: 0 is its lower edge, 1 the first centroid, and the last its upper edge.
std::vector<double> places_of(const std::vector<double>& edges) {
  std::vector<double> places{edges.front()};
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) places.push_back((edges[i] + edges[i + 1]) / 2);
  places.push_back(edges.back());
  return places;
}

double between(const std::vector<double>& places, double at) {
  const auto below = static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(places.size() - 2)));
  const double share = at - static_cast<double>(below);
  return places[below] + share * (places[below + 1] - places[below]);
}

}  // namespace

Isosurface isosurface(const Lattice& lattice, std::span<const float> above_by) {
  Isosurface surface;
  if (lattice.cells() == 0) return surface;
  vtkNew<vtkFlyingEdges3D> contour;
  contour->SetInputData(padded_image(lattice, above_by));
  contour->SetValue(0, 0.0);
  contour->ComputeNormalsOff();
  contour->ComputeScalarsOff();
  contour->Update();
  vtkPolyData* found = contour->GetOutput();
  const std::array<std::vector<double>, 3> places{places_of(lattice.edges[0]), places_of(lattice.edges[1]),
                                                  places_of(lattice.edges[2])};
  surface.vertices_lattice.resize(static_cast<std::size_t>(found->GetNumberOfPoints()));
  for (std::size_t v = 0; v < surface.vertices_lattice.size(); ++v) {
    std::array<double, 3> at;
    found->GetPoint(static_cast<vtkIdType>(v), at.data());
    for (std::size_t a = 0; a < 3; ++a) surface.vertices_lattice[v][static_cast<int>(a)] = between(places[a], at[a]);
  }
  surface.triangles.reserve(static_cast<std::size_t>(found->GetNumberOfPolys()));
  vtkCellArray* polys = found->GetPolys();
  for (vtkIdType cell = 0; cell < polys->GetNumberOfCells(); ++cell) {
    vtkIdType count = 0;
    const vtkIdType* corners = nullptr;
    polys->GetCellAtId(cell, count, corners);
    surface.triangles.push_back({static_cast<std::uint32_t>(corners[0]), static_cast<std::uint32_t>(corners[1]),
                                 static_cast<std::uint32_t>(corners[2])});
  }
  if (enclosed_volume(surface.vertices_lattice, surface.triangles) < 0)
    for (auto& triangle : surface.triangles) std::swap(triangle[1], triangle[2]);
  return surface;
}

double enclosed_volume(std::span<const Vec3> vertices, std::span<const std::array<std::uint32_t, 3>> triangles) {
  if (triangles.empty()) return 0;
  const Vec3 near = vertices[triangles.front()[0]];
  double six_times = 0;
  for (const auto& [a, b, c] : triangles)
    six_times += dot(vertices[a] - near, cross(vertices[b] - near, vertices[c] - near));
  return six_times / 6;
}

}  // namespace lode::vtk
