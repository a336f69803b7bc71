// Grids: images and rectilinear ones.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/bits.h"
#include "core/error.h"
#include "core/lattice.h"
#include "session/vtk_kinds.h"

namespace lode {

namespace {

namespace fs = std::filesystem;
using Extent = std::array<std::int64_t, 6>;

/// Steps of a grid along its axes: points, or cells, of which a flat grid has one.
std::array<std::uint64_t, 3> size_of(const Extent& extent, bool of_points) {
  std::array<std::uint64_t, 3> size{};
  for (std::size_t a = 0; a < 3; ++a) {
    const auto steps = static_cast<std::uint64_t>(extent[2 * a + 1] - extent[2 * a]);
    size[a] = of_points ? steps + 1 : std::max<std::uint64_t>(1, steps);
  }
  return size;
}

std::uint64_t count_of(const Extent& extent, bool of_points) {
  const std::array<std::uint64_t, 3> size = size_of(extent, of_points);
  return size[0] * size[1] * size[2];
}

Extent extent_of(const io::XmlAttributes& attributes, const char* name, const fs::path& file) {
  Extent extent{};
  const auto found = attributes.find(name);
  if (found == attributes.end() || !io::read_extent(found->second, extent))
    throw Error(fmt::format("the file states no {}", name), "the file is damaged: export it again", {file});
  for (std::size_t a = 0; a < 3; ++a) {
    const std::int64_t steps = extent[2 * a + 1] - extent[2 * a];
    if (steps < 0 || steps > std::int64_t{Lattice::max_count})
      throw Error(fmt::format("the grid has {} steps along its axis {}", steps, "ijk"[a]),
                  fmt::format("give a grid of 1 to {} a side", Lattice::max_count), {file});
  }
  return extent;
}

class GridReader {
 public:
  GridReader(VtkPieces& pieces, vtk::FileData& data) : pieces_(pieces), data_(data) {}

  void read(bool with_attributes) {
    data_.extent = extent_of(pieces_.xml().grid, "WholeExtent", pieces_.file());
    for (const io::VtkPiece& piece : pieces_.xml().pieces)
      extents_.push_back(extent_of(piece.attributes, "Extent", pieces_.file()));
    check_pieces();
    if (data_.kind == vtk::FileKind::image)
      read_frame();
    else
      read_coordinates();
    if (!with_attributes) return;
    const auto placed = [this](bool of_points) {
      return [this, of_points](const std::vector<VtkPart>& parts) { return place(parts, of_points); };
    };
    std::vector<std::uint64_t> points, cells;
    for (const Extent& extent : extents_) {
      points.push_back(count_of(extent, true));
      cells.push_back(count_of(extent, false));
    }
    data_.point_arrays = pieces_.joined("PointData", points, placed(true));
    data_.cell_arrays = pieces_.joined("CellData", cells, placed(false));
  }

 private:
  void check_pieces() const {
    for (std::size_t p = 0; p < extents_.size(); ++p)
      for (std::size_t a = 0; a < 3; ++a)
        if (extents_[p][2 * a] < data_.extent[2 * a] || extents_[p][2 * a + 1] > data_.extent[2 * a + 1])
          pieces_.fail(fmt::format("piece {} of the file reaches beyond its grid", p + 1));
  }

  /// Calls body(first in the piece, first in the grid, run) for each line of a piece along i.
  template <typename Body>
  void for_each_line(const Extent& piece, bool of_points, const Body& body) const {
    const std::array<std::uint64_t, 3> whole = size_of(data_.extent, of_points), size = size_of(piece, of_points);
    const auto at = [&](std::size_t axis) {
      return static_cast<std::uint64_t>(piece[2 * axis] - data_.extent[2 * axis]);
    };
    for (std::uint64_t k = 0; k < size[2]; ++k)
      for (std::uint64_t j = 0; j < size[1]; ++j)
        body((k * size[1] + j) * size[0], ((at(2) + k) * whole[1] + at(1) + j) * whole[0] + at(0), size[0]);
  }

  void check_filled(const std::vector<VtkPart>& parts, bool of_points) const {
    std::uint64_t there = 0;
    for (const VtkPart& part : parts) there += part.tuples;
    Mask filled;
    if (there >= count_of(data_.extent, of_points)) {
      filled = Mask(count_of(data_.extent, of_points));
      for (const VtkPart& part : parts)
        for_each_line(extents_[part.piece], of_points, [&filled](std::uint64_t, std::uint64_t to, std::uint64_t run) {
          for (std::uint64_t i = 0; i < run; ++i) filled.set(to + i);
        });
    }
    if (filled.count() != count_of(data_.extent, of_points))
      pieces_.fail("the pieces of the file do not fill its grid");
  }

  void read_frame() {
    std::array<double, 3> three{};
    std::array<double, 9> rows{};
    const auto read = [&](const char* name, std::span<double> values) {
      const auto found = pieces_.xml().grid.find(name);
      return found != pieces_.xml().grid.end() && io::read_numbers(found->second, values);
    };
    if (read("Origin", three)) data_.origin = {three[0], three[1], three[2]};
    if (read("Spacing", three)) data_.spacing = {three[0], three[1], three[2]};
    if (read("Direction", rows))
      for (std::size_t axis = 0; axis < 3; ++axis) data_.direction[axis] = {rows[axis], rows[axis + 3], rows[axis + 6]};
  }

  void read_coordinates() {
    const std::array<std::uint64_t, 3> size = size_of(data_.extent, true);
    for (std::size_t a = 0; a < 3; ++a) {
      auto along = std::make_shared<std::vector<double>>(size[a]);
      for (std::size_t p = 0; p < pieces_.xml().pieces.size(); ++p) {
        const std::span<const io::VtkArray> arrays = pieces_.xml().pieces[p].section("Coordinates");
        if (arrays.size() != 3 || arrays[a].components != 1 || arrays[a].type == "String")
          pieces_.fail("the grid lacks its coordinates along three axes");
        const auto first = static_cast<std::size_t>(extents_[p][2 * a] - data_.extent[2 * a]);
        const std::vector<double> values = io::doubles_of(pieces_.decoded(arrays[a], size_of(extents_[p], true)[a]));
        std::ranges::copy(values, along->begin() + static_cast<std::ptrdiff_t>(first));
      }
      data_.coordinates[a].numbers = {reinterpret_cast<const char*>(along->data()), along->size() * sizeof(double)};
      data_.coordinates[a].owner = std::move(along);
    }
  }

  /// Each piece at its place in the grid.
  vtk::FileArray place(const std::vector<VtkPart>& parts, bool of_points) {
    std::vector<vtk::FileArray> pieces;  // all are read before their sum is believed
    for (const VtkPart& part : parts) pieces.push_back(pieces_.values_of(*part.array, part.tuples));
    check_filled(parts, of_points);
    if (pieces.size() == 1) return std::move(pieces[0]);
    vtk::FileArray all = VtkPieces::named(*parts[0].array, pieces[0].type);
    const bool is_text = all.type == "String";
    const std::size_t values = count_of(data_.extent, of_points) * all.components;
    const std::size_t width = is_text ? 0 : io::vtk_type_bytes(all.type);
    auto bytes = std::make_shared<std::string>(values * width, '\0');
    all.words.resize(is_text ? values : 0);
    for (std::size_t p = 0; p < parts.size(); ++p)
      for_each_line(extents_[parts[p].piece], of_points, [&](std::uint64_t from, std::uint64_t to, std::uint64_t run) {
        from *= all.components, to *= all.components, run *= all.components;
        if (is_text)
          std::copy_n(pieces[p].words.data() + from, run, all.words.data() + to);
        else
          std::memcpy(bytes->data() + to * width, pieces[p].numbers.data() + from * width, run * width);
      });
    all.numbers = *bytes;
    all.owner = std::move(bytes);
    return all;
  }

  VtkPieces& pieces_;
  vtk::FileData& data_;
  std::vector<Extent> extents_;  ///< of the pieces
};

}  // namespace

void read_grid(VtkPieces& pieces, bool with_attributes, vtk::FileData& data) {
  GridReader(pieces, data).read(with_attributes);
}

}  // namespace lode
