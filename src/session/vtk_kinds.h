// The parts of a VTK file, by its kind.
#pragma once

#include "session/vtk_pieces.h"

namespace lode {

/// Points and cells of unstructured grids and poly data, of all pieces one after another. `data.kind` says which.
/// Throws Error where counts and arrays disagree.
void read_points_and_cells(VtkPieces& pieces, bool with_attributes, vtk::FileData& data);

/// Images and rectilinear grids; each piece lies at its place.
void read_grid(VtkPieces& pieces, bool with_attributes, vtk::FileData& data);

}  // namespace lode
