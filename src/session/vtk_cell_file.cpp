// Points with cells among them.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/error.h"
#include "session/vtk_kinds.h"

namespace lode {

namespace {

bool is_integer(std::string_view type) { return type.starts_with("Int") || type.starts_with("UInt"); }

class CellReader {
 public:
  CellReader(VtkPieces& pieces, vtk::FileData& data) : pieces_(pieces), data_(data) {}

  void read(bool with_attributes) {
    const std::vector<std::uint64_t> points = pieces_.counts({"NumberOfPoints"});
    const auto chained = [this](const std::vector<VtkPart>& parts) { return chain(parts); };
    std::vector<vtk::FileArray> positions = pieces_.joined("Points", points, chained);
    if (positions.empty()) return;  // without points there is nothing
    if (positions[0].components != 3 || positions[0].type == "String")
      pieces_.fail("the points of the file have no three coordinates");
    data_.points = std::move(positions[0]);
    std::vector<std::uint64_t> cells;
    if (data_.kind == vtk::FileKind::unstructured) {
      cells = pieces_.counts({"NumberOfCells"});
      data_.cells = cells_of("Cells", cells, points);
      data_.cell_types = types_of(cells);
    } else {
      cells = pieces_.counts({"NumberOfVerts", "NumberOfLines", "NumberOfStrips", "NumberOfPolys"});
      data_.verts = cells_of("Verts", pieces_.counts({"NumberOfVerts"}), points);
      data_.lines = cells_of("Lines", pieces_.counts({"NumberOfLines"}), points);
      data_.strips = cells_of("Strips", pieces_.counts({"NumberOfStrips"}), points);
      data_.polys = cells_of("Polys", pieces_.counts({"NumberOfPolys"}), points);
    }
    if (!with_attributes) return;
    data_.point_arrays = pieces_.joined("PointData", points, chained);
    if (data_.kind == vtk::FileKind::poly_data) check_one_kind_of_cells(cells);
    data_.cell_arrays = pieces_.joined("CellData", cells, chained);
  }

 private:
  /// One after another.
  vtk::FileArray chain(const std::vector<VtkPart>& parts) {
    if (parts.size() == 1) return pieces_.values_of(*parts[0].array, parts[0].tuples);
    vtk::FileArray all = VtkPieces::named(*parts.at(0).array, parts.at(0).array->type);
    auto bytes = std::make_shared<std::string>();
    for (const VtkPart& part : parts) {
      const vtk::FileArray piece = pieces_.values_of(*part.array, part.tuples);
      all.type = piece.type;
      bytes->append(piece.numbers);
      all.words.insert(all.words.end(), piece.words.begin(), piece.words.end());
    }
    all.numbers = *bytes;
    all.owner = std::move(bytes);
    return all;
  }

  /// Joined cells go by kind, their values by piece.
  void check_one_kind_of_cells(const std::vector<std::uint64_t>& cells) const {
    const std::vector<io::VtkPiece>& pieces = pieces_.xml().pieces;
    if (pieces.size() < 2 || pieces[0].section("CellData").empty()) return;
    std::uint64_t all = 0;
    for (const std::uint64_t count : cells) all += count;
    for (const vtk::FileCells* kind : {&data_.verts, &data_.lines, &data_.strips, &data_.polys})
      if (!kind->offsets.empty() && kind->offsets.size() - 1 != all)
        throw Error("the file holds several pieces of cells of several kinds", "export it as one piece",
                    {pieces_.file()});
  }

  const io::VtkArray& required(const io::VtkPiece& piece, const char* section, const char* name) const {
    const std::span<const io::VtkArray> arrays = piece.section(section);
    const auto found = std::ranges::find(arrays, name, &io::VtkArray::name);
    if (found == arrays.end()) pieces_.fail(fmt::format("the file lacks the array \"{}\" of its {}", name, section));
    if (!is_integer(found->type) || found->components != 1)
      pieces_.fail(fmt::format("the array \"{}\" of the file's {} is not of whole numbers", name, section));
    return *found;
  }

  vtk::FileCells cells_of(const char* section, const std::vector<std::uint64_t>& counts,
                          const std::vector<std::uint64_t>& points) {
    vtk::FileCells cells;
    const std::size_t pieces = pieces_.xml().pieces.size() - static_cast<std::size_t>(std::ranges::count(counts, 0U));
    auto corners = std::make_shared<std::vector<std::int64_t>>();
    std::int64_t first_point = 0;
    for (std::size_t p = 0; p < pieces_.xml().pieces.size(); first_point += static_cast<std::int64_t>(points[p]), ++p) {
      if (counts[p] == 0) continue;
      const std::vector<std::int64_t> ends =
          io::integers_of(pieces_.decoded(required(pieces_.xml().pieces[p], section, "offsets"), counts[p]));
      const std::int64_t begin = cells.offsets.empty() ? 0 : cells.offsets.back();
      if (cells.offsets.empty()) cells.offsets.push_back(0);
      for (const std::int64_t end : ends) {
        if (end < 0 || end > std::numeric_limits<std::int64_t>::max() / 2 - begin)
          pieces_.fail("cells of the file end before its first corner or beyond its last");
        cells.offsets.push_back(begin + end);
      }
      const vtk::FileArray ids = pieces_.values_of(required(pieces_.xml().pieces[p], section, "connectivity"), {});
      const bool fits = cells.offsets.back() <= std::numeric_limits<std::int32_t>::max();
      if (pieces == 1 && (ids.type == "Int64" || (ids.type == "Int32" && fits))) {
        cells.corners = ids;
        return cells;
      }
      for (const std::int64_t id : io::integers_of({ids.type, {ids.numbers, ids.owner}, {}, count_in(ids)})) {
        const bool is_there = id >= 0 && id < static_cast<std::int64_t>(points[p]);
        corners->push_back(is_there ? first_point + id : -1);
      }
    }
    cells.corners.type = "Int64";
    cells.corners.numbers = {reinterpret_cast<const char*>(corners->data()), corners->size() * sizeof(std::int64_t)};
    cells.corners.owner = std::move(corners);
    return cells;
  }

  static std::uint64_t count_in(const vtk::FileArray& array) {
    return array.numbers.size() / io::vtk_type_bytes(array.type);
  }

  vtk::FileArray types_of(const std::vector<std::uint64_t>& counts) {
    auto types = std::make_shared<std::string>();
    for (std::size_t p = 0; p < pieces_.xml().pieces.size(); ++p) {
      if (counts[p] == 0) continue;
      for (const std::int64_t type :
           io::integers_of(pieces_.decoded(required(pieces_.xml().pieces[p], "Cells", "types"), counts[p])))
        types->push_back(static_cast<char>(type >= 0 && type < 255 ? type : 255));
    }
    vtk::FileArray array;
    array.type = "UInt8";
    array.numbers = *types;
    array.owner = std::move(types);
    return array;
  }

  VtkPieces& pieces_;
  vtk::FileData& data_;
};

}  // namespace

void read_points_and_cells(VtkPieces& pieces, bool with_attributes, vtk::FileData& data) {
  CellReader(pieces, data).read(with_attributes);
}

}  // namespace lode
