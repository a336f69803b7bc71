#include "session/vtk_file.h"

#include <fmt/format.h>

#include "io/mapped_files.h"
#include "io/memory_check.h"
#include "session/vtk_kinds.h"
#include "vtk/vtk_decompress.h"

namespace lode {

namespace {

namespace fs = std::filesystem;

/// Before anything is decoded.
void check_fits_memory(const io::VtkXml& xml, bool with_attributes, const fs::path& file) {
  double bytes = 0;
  for (const io::VtkPiece& piece : xml.pieces)
    for (const auto& [section, arrays] : piece.sections)
      for (const io::VtkArray& array : arrays)
        if (with_attributes || (section != "PointData" && section != "CellData"))
          bytes += static_cast<double>(io::stated_bytes(xml.encoding, array, file));
  constexpr double most_bytes = 1e15;  // beyond, the file is damaged, which is said where it is read
  if (2 * bytes < most_bytes)          // decoded, and in columns
    io::check_fits_memory(static_cast<std::uint64_t>(2 * bytes), "its arrays need about",
                          "export fewer attributes, or the model as raw .vti, which is mapped", file);
}

}  // namespace

std::string_view vtk_type_name(vtk::FileKind kind) {
  switch (kind) {
    case vtk::FileKind::image:
      return "ImageData";
    case vtk::FileKind::rectilinear:
      return "RectilinearGrid";
    case vtk::FileKind::unstructured:
      return "UnstructuredGrid";
    case vtk::FileKind::poly_data:
      break;
  }
  return "PolyData";
}

vtk::FileData read_vtk_file(const fs::path& file, vtk::FileKind kind, bool with_attributes, Progress& progress) {
  io::VtkXml xml = io::open_vtk_xml(file);
  xml.encoding.decompress = vtk::decompress;
  VtkPieces pieces(xml, file, progress);
  if (xml.type != vtk_type_name(kind))
    pieces.fail(fmt::format("the file holds VTK \"{:.40}\", not \"{}\"", xml.type, vtk_type_name(kind)));
  check_fits_memory(xml, with_attributes, file);
  vtk::FileData data;
  data.kind = kind;
  if (kind == vtk::FileKind::image || kind == vtk::FileKind::rectilinear)
    read_grid(pieces, with_attributes, data);
  else
    read_points_and_cells(pieces, with_attributes, data);
  for (const io::VtkArray& array : xml.field_arrays) data.field_arrays.push_back(pieces.values_of(array, {}));
  io::check_mapped_files();
  return data;
}

}  // namespace lode
