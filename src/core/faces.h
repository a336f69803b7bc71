// The exposed faces of the blocks a filter lets through: the packed form that is drawn.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/bits.h"
#include "core/lattice.h"

namespace lode {

/// The cell a face belongs to; its direction is the range it stands in.
struct FaceCell {
  std::uint16_t i, j, k;
  bool operator==(const FaceCell&) const = default;
};
static_assert(sizeof(FaceCell) == 6);

/// Directions in order: -u, +u, -v, +v, -w, +w.
struct Faces {
  std::vector<FaceCell> cells;           ///< all faces, by direction, then in cell order
  std::array<std::uint64_t, 7> begin{};  ///< range of direction d: begin[d] .. begin[d + 1]
  std::span<const FaceCell> of(int direction) const {
    return std::span(cells).subspan(
        begin[static_cast<std::size_t>(direction)],
        begin[static_cast<std::size_t>(direction) + 1] - begin[static_cast<std::size_t>(direction)]);
  }
  std::vector<std::array<std::uint64_t, 6>> chunk_places;  ///< scratch of build_faces
};

/// A face stands where a visible cell borders one that is not visible or the lattice's end. `visible`: a bit a cell.
/// Word-parallel, on all cores; reuses `faces`' memory. The result does not depend on the number of threads.
void build_faces(const Lattice& lattice, const Mask& visible, Faces& faces);
/// How many faces build_faces would make; of `scratch` only the memory is used.
std::uint64_t count_faces(const Lattice& lattice, const Mask& visible, Faces& scratch);

}  // namespace lode
