#include "session/vtk_formats.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "core/checks.h"
#include "core/error.h"
#include "core/text.h"
#include "io/block_rows.h"
#include "io/lattice_fit.h"
#include "io/missing_codes.h"
#include "io/repeated_names.h"
#include "io/sub_block_fit.h"
#include "io/surface_reading.h"
#include "io/vti_header.h"
#include "session/vtk_file.h"
#include "vtk/vtk_import.h"

namespace lode {

namespace {

namespace fs = std::filesystem;

/// The rows of the table differ in this alone.
struct Kind {
  vtk::FileKind kind;
  std::string_view name, extension;
};
constexpr Kind kinds[] = {{vtk::FileKind::image, "vti-by-vtk", "vti"},
                          {vtk::FileKind::rectilinear, "vtr", "vtr"},
                          {vtk::FileKind::unstructured, "vtu", "vtu"},
                          {vtk::FileKind::poly_data, "vtp", "vtp"}};

bool is_vtk_xml(const fs::path& file, std::string_view first_bytes, const Kind& kind) {
  const std::size_t tag = first_bytes.find("<VTKFile");
  if (tag == std::string_view::npos) {
    const std::string_view extensions[] = {kind.extension};
    return io::has_extension(file, extensions);
  }
  const std::string_view attributes = first_bytes.substr(tag, first_bytes.find('>', tag) - tag);
  return attributes.find(fmt::format("type=\"{}\"", vtk_type_name(kind.kind))) != std::string_view::npos;
}

Source describe(const fs::path& file, const Kind& kind) {
  Progress unseen;
  const bool is_grid = kind.kind == vtk::FileKind::image || kind.kind == vtk::FileKind::rectilinear;
  const vtk::Content content =
      is_grid ? vtk::Content::blocks : vtk::content_of(read_vtk_file(file, kind.kind, false, unseen), file);
  const DatasetKind data = content == vtk::Content::blocks    ? DatasetKind::blocks
                           : content == vtk::Content::surface ? DatasetKind::surface
                                                              : DatasetKind::points;
  Source source = io::one_file_source(file, kind.name, data);
  if (data == DatasetKind::blocks) source.files[0].role = TableRole::blocks;
  return source;
}

void name_table(Table& table, TableRole role, const fs::path& file) {
  table.name = utf8(file.stem());
  table.file = utf8(file);
  table.role = role;
}

[[noreturn]] void refuse_tilted_units(const fs::path& file) {
  throw Error("the RLs of a tilted model cannot have a unit of their own", "leave the unit of RLs at metres", {file});
}

void set_rl_unit(Lattice& lattice, double metres_per_unit, const fs::path& file) {
  if (metres_per_unit == 1) return;
  if (std::abs(lattice.source_from_lattice.columns[2].z - 1) > 1e-9) refuse_tilted_units(file);
  for (double& edge : lattice.edges[2]) edge *= metres_per_unit;
  lattice.source_from_lattice.offset.z *= metres_per_unit;
}

/// The grid that the boxes stand on, in their own axes.
BlockModel model_of(vtk::Boxes boxes, const fs::path& file, Problems& problems) {
  const std::size_t rows = boxes.centroid[0].size();
  std::array<std::vector<double>, 3> along = boxes.centroid;
  for (std::size_t axis = 0; axis < 3; ++axis)
    for (std::size_t row = 0; row < rows; ++row)
      along[axis][row] =
          dot(boxes.axes[axis], Vec3{boxes.centroid[0][row], boxes.centroid[1][row], boxes.centroid[2][row]});
  const auto values = [](const std::array<std::vector<double>, 3>& axes) {
    return io::RowVectors{io::RowValues(axes[0]), io::RowValues(axes[1]), io::RowValues(axes[2])};
  };
  const io::RowVectors sizes = values(boxes.size);
  const io::LatticeFit fit =
      io::fit_lattice(io::Centroids(values(along)), boxes.size[0].empty() ? nullptr : &sizes, Affine{}.columns);
  if (fit.sub_blocked) {
    BoxSides sides{along, along};
    for (std::size_t axis = 0; axis < 3; ++axis)
      for (std::size_t row = 0; row < rows; ++row) {
        sides.lower[axis][row] -= boxes.size[axis][row] / 2;
        sides.upper[axis][row] += boxes.size[axis][row] / 2;
      }
    boxes.table.file = utf8(file);
    return io::sub_blocked_model(std::move(boxes.table), std::move(sides), boxes.axes, {}, problems);
  }
  if (!fit.fits)
    throw Error("the boxes are no block model: " + fit.why_not, "export blocks that stand on a grid", {file});
  std::vector<std::uint64_t> order, cells(rows);
  fit.cells(0, rows, cells.data());
  std::vector<std::uint64_t> row_of_cell(fit.lattice.cells(), UINT64_MAX);
  std::uint64_t off = 0, duplicates = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    if (cells[row] == io::LatticeFit::off_lattice)
      ++off;
    else if (row_of_cell[cells[row]] != UINT64_MAX)
      ++duplicates;
    else
      row_of_cell[cells[row]] = row;
  }
  const auto say = [&](const char* check, std::uint64_t count, const char* message) {
    if (count == 0) return;
    Problem problem = problem_of(check);
    problem.file = utf8(file);
    problem.count = count;
    problem.message = fmt::format("{} {}", count, message);
    problem.action = "left out";
    problems.push_back(std::move(problem));
  };
  say("block-off-lattice", off, "blocks are off the grid");
  say("duplicate-block", duplicates, "blocks stand where another stands already");
  BlockModel model;
  Mask present(fit.lattice.cells());
  for (std::uint64_t cell = 0; cell < row_of_cell.size(); ++cell)
    if (row_of_cell[cell] != UINT64_MAX) {
      present.set(cell);
      order.push_back(row_of_cell[cell]);
    }
  if (order.size() < fit.lattice.cells()) model.present = RankedMask(std::move(present));
  model.lattice = std::move(fit.lattice);
  model.lattice.source_from_lattice = Affine{boxes.axes, {}} * model.lattice.source_from_lattice;
  model.table = rows_of(boxes.table, order);
  model.table.rows_read = rows;
  model.table.rows_rejected = rows - order.size();
  return model;
}

/// Takes what VTK read into a dataset.
struct Taking {
  const Source& source;
  const fs::path& file;
  io::Loaded loaded;

  void operator()(BlockModel& model) {
    set_rl_unit(model.lattice, source.rl_metres_per_unit, file);
    io::number_repeated_names(model.table, loaded.notes);
    name_table(model.table, TableRole::blocks, file);
    for (Column& column : model.table.columns) io::remove_codes(column, source.missing_codes);
    loaded.dataset = std::make_shared<const Dataset>(std::move(model));
  }
  void operator()(vtk::Boxes& boxes) {
    BlockModel model = model_of(std::move(boxes), file, loaded.problems);
    loaded.notes.push_back(fmt::format("{}: {}, found from its boxes", utf8(file.stem()), io::grid_text(model)));
    (*this)(model);
  }
  void operator()(Surface& surface) {
    io::number_repeated_names(surface.vertex_attributes, loaded.notes);
    for (Column& column : surface.vertex_attributes.columns) io::remove_codes(column, source.missing_codes);
    std::vector<std::string> notes = std::move(loaded.notes);
    loaded = io::finish_surface(std::move(surface), source);
    loaded.notes.insert(loaded.notes.end(), notes.begin(), notes.end());
  }
  void operator()(Points& points) {
    for (Column& column : points.table.columns) io::remove_codes(column, source.missing_codes);
    keep_usable(points);
    if (points.positions_source.empty())
      throw Error("no point has usable coordinates", "check the file's coordinates", {file});
    for (Vec3& position : points.positions_source) position.z *= source.rl_metres_per_unit;
    io::number_repeated_names(points.table, loaded.notes);
    name_table(points.table, TableRole::points, file);
    if (source.triangulate)
      loaded.dataset = std::make_shared<const Dataset>(triangulate(points));
    else
      loaded.dataset = std::make_shared<const Dataset>(std::move(points));
  }

 private:
  void keep_usable(Points& points) {
    std::vector<std::uint64_t> rows;
    std::vector<Vec3> positions;
    for (std::size_t row = 0; row < points.positions_source.size(); ++row) {
      const Vec3 p = points.positions_source[row];
      if (!(std::abs(p.x) <= 1e9 && std::abs(p.y) <= 1e9 && std::abs(p.z) <= 1e9)) continue;
      rows.push_back(row);
      positions.push_back(p);
    }
    const std::size_t bad = points.positions_source.size() - rows.size();
    if (bad == 0) return;
    Problem problem = problem_of("bad-coordinates");
    problem.file = utf8(file);
    problem.count = bad;
    problem.message = fmt::format("{} points are at no usable position", bad);
    problem.action = "left out";
    loaded.problems.push_back(std::move(problem));
    const std::uint64_t read = points.table.rows_read;
    points.table = rows_of(points.table, rows);
    points.table.rows_read = read;
    points.table.rows_rejected = bad;
    points.positions_source = std::move(positions);
  }
};

io::Loaded load(const Source& source, Progress& progress, const Kind& kind) {
  const fs::path& file = source.files.at(0).path;
  vtk::Imported imported = vtk::import(read_vtk_file(file, kind.kind, true, progress), file);
  Taking taking{source, file, {}};
  taking.loaded.notes = std::move(imported.notes);
  std::visit(taking, imported.data);
  return std::move(taking.loaded);
}

/// A row of the table for each kind: rows hold plain functions.
template <std::size_t index>
io::Format row(std::string_view title) {
  return {kinds[index].name,
          title,
          {kinds[index].extension},
          [](const fs::path& file, std::string_view first_bytes) {
            return is_vtk_xml(file, first_bytes, kinds[index]) &&
                   (kinds[index].kind != vtk::FileKind::image || io::is_vti_for_vtk(file));
          },
          [](const fs::path& file) { return describe(file, kinds[index]); },
          [](const Source& source, Progress& progress) { return load(source, progress, kinds[index]); }};
}

}  // namespace

const std::vector<io::Format>& vtk_formats() {
  static const std::vector<io::Format> rows = {row<0>("VTK image data in pieces, or compressed by LZ4 or LZMA"),
                                               row<1>("VTK rectilinear grid"), row<2>("VTK unstructured grid"),
                                               row<3>("VTK polygonal data")};
  return rows;
}

}  // namespace lode
