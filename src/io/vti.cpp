// VTK image data as a block model; arrays that lie in the file as Lode needs them are mapped, not copied.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/array_notes.h"
#include "core/error.h"
#include "core/text.h"
#include "io/byte_order.h"
#include "io/format_rows.h"
#include "io/mapped_files.h"
#include "io/memory_check.h"
#include "io/missing_codes.h"
#include "io/repeated_names.h"
#include "io/surface_reading.h"
#include "io/text_scanner.h"
#include "io/vti_note.h"
#include "io/vtk_values.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string_view> extensions{"vti"};

/// The image's grid as blocks, and how its cells are numbered in the file.
struct Grid {
  Lattice lattice;
  std::array<bool, 3> flipped{};  ///< axes that run against the lattice's

  bool any_flipped() const { return flipped[0] || flipped[1] || flipped[2]; }
  std::uint64_t index_in_file(std::uint64_t cell) const {
    std::array<std::uint32_t, 3> ijk = lattice.ijk(cell);
    for (std::size_t axis = 0; axis < 3; ++axis)
      if (flipped[axis]) ijk[axis] = lattice.count[axis] - 1 - ijk[axis];
    return lattice.cell(ijk[0], ijk[1], ijk[2]);
  }
};

void check_orthonormal(const VtiHeader& header, const fs::path& file) {
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t b = a; b < 3; ++b)
      if (!(std::abs(dot(header.direction[a], header.direction[b]) - (a == b ? 1 : 0)) < 1e-6))
        throw Error("the image's axes are not at right angles", "export the model with a rotation alone", {file});
}

/// Cells as they are, or each point as the centre of a block.
Grid grid_of(const VtiHeader& header, bool of_points, double rl_metres_per_unit, const fs::path& file) {
  check_orthonormal(header, file);
  std::array<Vec3, 3> axes = header.direction;
  Grid grid;
  Vec3 corner = header.origin;
  for (int axis = 0; axis < 3; ++axis) {
    const auto a = static_cast<std::size_t>(axis);
    const double spacing = header.spacing[axis];
    const std::int64_t first = header.extent[2 * a], steps = header.extent[2 * a + 1] - first;
    const bool flat = steps == 0 && !of_points;  // VTK's flat images have cells of no thickness
    const std::int64_t count = of_points ? steps + 1 : std::max<std::int64_t>(1, steps);
    if (steps < 0 || count > Lattice::max_count)
      throw Error(
          fmt::format("the image has {} {} along its axis {}", count, of_points ? "points" : "cells", "ijk"[axis]),
          fmt::format("give an image of 1 to {} a side", Lattice::max_count), {file});
    if (!(std::abs(spacing) > 0 && std::abs(spacing) < 1e9))
      throw Error(fmt::format("the image's spacing {} is no size of a block", shortest(spacing)),
                  "export the model with block sizes above zero", {file});
    corner = corner + (static_cast<double>(first) - (of_points || flat ? 0.5 : 0)) * spacing * axes[a];
    grid.lattice.count[a] = static_cast<std::uint32_t>(count);
    if (spacing < 0) axes[a] = -1 * axes[a];
    grid.lattice.edges[a].resize(static_cast<std::size_t>(count) + 1);
    for (std::size_t e = 0; e < grid.lattice.edges[a].size(); ++e)
      grid.lattice.edges[a][e] = static_cast<double>(e) * std::abs(spacing);
  }
  const auto flip = [&](std::size_t axis) {
    corner = corner + grid.lattice.edges[axis].back() * axes[axis];
    axes[axis] = -1 * axes[axis];
    grid.flipped[axis] = !grid.flipped[axis];
  };
  if (axes[2].z < -1e-9) flip(2);
  if (dot(cross(axes[0], axes[1]), axes[2]) < 0) flip(1);
  if (rl_metres_per_unit != 1) {
    if (std::abs(axes[2].z - 1) > 1e-9)
      throw Error("the RLs of a tilted model cannot have a unit of their own", "leave the unit of RLs at metres",
                  {file});
    for (double& edge : grid.lattice.edges[2]) edge *= rl_metres_per_unit;
    corner.z *= rl_metres_per_unit;
  }
  if (!finite(corner) || std::abs(corner.x) > 1e9 || std::abs(corner.y) > 1e9 || std::abs(corner.z) > 1e9)
    throw Error("the image's origin is no usable position", "export the model again", {file});
  grid.lattice.source_from_lattice = {axes, corner};
  return grid;
}

/// Reads arrays into columns, in the order of the lattice's cells.
class ArrayReader {
 public:
  ArrayReader(const VtiHeader& header, const Grid& grid, std::shared_ptr<const platform::MappedFile> mapped,
              const fs::path& file)
      : header_(header), grid_(grid), mapped_(std::move(mapped)), file_(file), cells_(grid.lattice.cells()) {
    for (const VtkArray& array : header_.field_arrays)
      if (array.type == "String") notes_[array.name] = vtk_values(header_.encoding, array, {}, file_, Progress()).words;
  }

  /// Text arrays of the field data.
  const ArrayNotes& notes() const { return notes_; }

  /// A column a component, with what the field data notes of it; none for a type that is no number and no word.
  std::vector<Column> read(const VtkArray& array) const {
    if (const auto names = notes_.find(array.name + ".names"); names != notes_.end() && array.components == 1)
      if (std::optional<Column> column = categories_of(array, names->second)) return {std::move(*column)};
    std::vector<Column> columns = read_values(array);
    for (Column& column : columns) apply_notes(notes_, column);
    return columns;
  }

  /// The cells that VTK's ghost array leaves; empty when it hides none.
  std::vector<std::uint64_t> shown_cells(const VtkArray& ghosts) const {
    constexpr unsigned hidden = 32;
    if (ghosts.type != "UInt8" || ghosts.components != 1 || ghosts.encoding == VtkArray::Encoding::ascii) return {};
    const SharedArray<std::uint8_t> flags = values_of<std::uint8_t>(bytes_of<std::uint8_t>(ghosts), 1, 0);
    std::vector<std::uint64_t> shown;
    for (std::uint64_t cell = 0; cell < cells_; ++cell)
      if ((flags[cell] & hidden) == 0) shown.push_back(cell);
    return shown.size() == cells_ ? std::vector<std::uint64_t>() : shown;
  }

  /// Bytes that an array takes in memory; none where it is mapped.
  double bytes_in_memory(const VtkArray& array) const {
    const bool is_float = array.type == "Float32" || array.type == "Float64" || array.type == "Int32";
    const bool plain = array.encoding == VtkArray::Encoding::appended && header_.encoding.compressor.empty() &&
                       !header_.encoding.appended_base64;
    if (plain && is_float && array.components == 1 && !grid_.any_flipped()) return 0;
    const double width = array.type.ends_with("64") ? 8 : 4;
    return static_cast<double>(cells_) * static_cast<double>(array.components) * width;
  }

 private:
  std::vector<Column> read_values(const VtkArray& array) const {
    if (array.type == "String") return words(array);
    if (array.type == "Float32") return numbers<float>(array);
    if (array.type == "Float64") return numbers<double>(array);
    if (array.type == "Int8") return numbers<std::int8_t>(array);
    if (array.type == "UInt8") return numbers<std::uint8_t>(array);
    if (array.type == "Int16") return numbers<std::int16_t>(array);
    if (array.type == "UInt16") return numbers<std::uint16_t>(array);
    if (array.type == "Int32") return numbers<std::int32_t>(array);
    if (array.type == "UInt32") return numbers<std::uint32_t>(array);
    if (array.type == "Int64") return numbers<std::int64_t>(array);
    if (array.type == "UInt64") return numbers<std::uint64_t>(array);
    return {};
  }

  template <typename T>
  ArrayBytes bytes_of(const VtkArray& array) const {
    return array_bytes(header_.encoding, array, cells_ * array.components * sizeof(T), file_);
  }

  /// Codes of words where they lie; empty when the array is no such one.
  std::optional<Column> categories_of(const VtkArray& array, const std::vector<std::string>& names) const {
    if (array.encoding == VtkArray::Encoding::ascii) return {};
    if (array.type == "UInt8") return categories_of_width<std::uint8_t>(array, names);
    if (array.type == "UInt16") return categories_of_width<std::uint16_t>(array, names);
    if (array.type == "UInt32") return categories_of_width<std::uint32_t>(array, names);
    return {};
  }
  template <typename Code>
  std::optional<Column> categories_of_width(const VtkArray& array, const std::vector<std::string>& names) const {
    constexpr Code missing = std::numeric_limits<Code>::max();
    const SharedArray<Code> codes = values_of<Code>(bytes_of<Code>(array), 1, 0);
    const auto fits = [&](Code code) { return code == missing || code < names.size(); };
    if (names.size() > missing || !std::all_of(codes.begin(), codes.end(), fits)) return {};
    Column column;
    column.name = array.name;
    column.type = ColumnType::category;
    column.data = Categories(names, codes);
    const auto type = notes_.find(array.name + ".type");
    if (type != notes_.end() && type->second == std::vector<std::string>{"text"}) column.type = ColumnType::text;
    return column;
  }

  static std::string component_name(const VtkArray& array, std::uint64_t component) {
    if (array.components == 1) return array.name;
    if (array.components == 3) return fmt::format("{}_{}", array.name, "xyz"[component]);
    return fmt::format("{}_{}", array.name, component);
  }

  static Column column_of(std::string name, Numbers values) {
    Column column;
    column.unit = unit_from_name(name);
    column.name = std::move(name);
    column.data = std::move(values);
    return column;
  }

  template <typename T>
  std::vector<Column> numbers(const VtkArray& array) const {
    if (static_cast<double>(cells_) * static_cast<double>(array.components) > 1e17)
      throw Error(fmt::format("array \"{:.40}\" is larger than any file", array.name),
                  "the file is damaged: export it again", {file_});
    std::vector<Column> columns;
    if (array.encoding == VtkArray::Encoding::ascii) {
      const std::vector<double> values = ascii_values(array);
      for (std::uint64_t c = 0; c < array.components; ++c) {
        std::vector<double> ordered(cells_);
        for (std::uint64_t cell = 0; cell < cells_; ++cell)
          ordered[cell] = values[index_in_file(cell) * array.components + c];
        columns.push_back(column_of(component_name(array, c), Numbers::narrowed(ordered)));
      }
      return columns;
    }
    const ArrayBytes bytes = array_bytes(header_.encoding, array, cells_ * array.components * sizeof(T), file_);
    for (std::uint64_t c = 0; c < array.components; ++c)
      columns.push_back(column_of(component_name(array, c), storage<T>(bytes, array.components, c)));
    return columns;
  }

  std::uint64_t index_in_file(std::uint64_t cell) const {
    return grid_.any_flipped() ? grid_.index_in_file(cell) : cell;
  }

  template <typename T>
  SharedArray<T> values_of(const ArrayBytes& bytes, std::uint64_t components, std::uint64_t component) const {
    const bool aligned = reinterpret_cast<std::uintptr_t>(bytes.bytes.data()) % alignof(T) == 0;
    if (aligned && components == 1 && header_.encoding.byte_order == std::endian::native && !grid_.any_flipped()) {
      const std::shared_ptr<const void> owner = bytes.owner ? bytes.owner : mapped_;
      return {std::span(reinterpret_cast<const T*>(bytes.bytes.data()), cells_), owner};
    }
    std::vector<T> values(cells_);
    for (std::uint64_t cell = 0; cell < cells_; ++cell)
      values[cell] = read_as<T>(bytes.bytes.data() + (index_in_file(cell) * components + component) * sizeof(T),
                                header_.encoding.byte_order);
    return values;
  }

  /// Integers become scaled integers where they fit, else doubles.
  template <typename T>
  Numbers storage(const ArrayBytes& bytes, std::uint64_t components, std::uint64_t component) const {
    const SharedArray<T> values = values_of<T>(bytes, components, component);
    if constexpr (std::is_floating_point_v<T>) {
      return Numbers(values);
    } else {
      const auto fits = [](T value) {
        return std::in_range<std::int32_t>(value) && static_cast<std::int32_t>(value) != ScaledIntegers::missing;
      };
      if (!std::all_of(values.begin(), values.end(), fits)) {
        std::vector<double> wide(values.begin(), values.end());
        return Numbers(SharedArray<double>(std::move(wide)));
      }
      if constexpr (std::is_same_v<T, std::int32_t>) {
        return Numbers(ScaledIntegers{values, 0});
      } else {
        std::vector<std::int32_t> narrow(values.begin(), values.end());
        return Numbers(ScaledIntegers{std::move(narrow), 0});
      }
    }
  }

  std::vector<double> ascii_values(const VtkArray& array) const {
    std::string_view text = array.inline_text.substr(0, array.inline_text.find('<'));
    const std::uint64_t count = cells_ * array.components;
    if (count > text.size() / 2 + 1) fail_few(array, count);
    std::vector<double> values;
    values.reserve(count);
    TextScanner scanner(text);
    std::uint64_t there = 0;
    while (scanner.next_line())
      for (std::string_view word = scanner.word(); !word.empty(); word = scanner.word()) {
        if (++there > count) continue;
        const std::optional<double> value = number_of(word);
        if (!value)
          throw Error(fmt::format("\"{:.40}\" in array \"{:.40}\" is no number", word, array.name),
                      "the file is damaged: export it again", {file_});
        values.push_back(*value);
      }
    if (there > count)
      throw Error(fmt::format("array \"{:.40}\" has {} values, the header's counts need {}", array.name, there, count),
                  "the file is damaged: export it again", {file_});
    if (values.size() < count) fail_few(array, count);
    return values;
  }

  [[noreturn]] void fail_few(const VtkArray& array, std::uint64_t count) const {
    throw Error(fmt::format("array \"{:.40}\" has fewer than the {} values the image needs", array.name, count),
                "the file is cut off or damaged: export it again", {file_});
  }

  std::vector<Column> words(const VtkArray& array) const {
    if (array.components != 1) return {};
    std::vector<std::string> words = vtk_values(header_.encoding, array, cells_, file_, Progress()).words;
    if (grid_.any_flipped()) {
      const std::vector<std::string> in_file = words;
      for (std::uint64_t cell = 0; cell < cells_; ++cell) words[cell] = in_file[index_in_file(cell)];
    }
    Column column;
    column.name = array.name;
    column.type = ColumnType::category;
    column.data = Categories::of(words);
    return {std::move(column)};
  }

  const VtiHeader& header_;
  const Grid& grid_;
  std::shared_ptr<const platform::MappedFile> mapped_;
  const fs::path& file_;
  std::uint64_t cells_;
  ArrayNotes notes_;
};

/// The rows of the cells that are shown, beside the bits that say which they are.
void keep_shown(const std::vector<std::uint64_t>& shown, BlockModel& model) {
  if (shown.empty()) return;
  Mask present(model.lattice.cells());
  for (const std::uint64_t cell : shown) present.set(cell);
  model.present = RankedMask(std::move(present));
  model.table = rows_of(model.table, shown);
  model.table.rows_read = model.table.rows;  // a hidden cell is no row that was rejected
  model.table.rows_rejected = 0;
}

bool sniff(const fs::path& file, std::string_view first_bytes) {
  return has_extension(file, extensions) || (first_bytes.find("<VTKFile") != std::string_view::npos &&
                                             first_bytes.find("ImageData") != std::string_view::npos);
}

Source describe_vti(const fs::path& file) {
  const platform::MappedFile mapped(file);
  const VtiHeader header = read_vti_header(mapped.bytes(), file);
  if (header.cell_arrays.empty() && header.point_arrays.empty())
    throw Error("the image holds no data arrays", "export the model with its attributes", {file});
  Source source = one_file_source(file, "vti", DatasetKind::blocks);
  source.files[0].role = TableRole::blocks;
  source.crs = field_text(header, "CRS", file);
  source.crs_from_file = !source.crs.empty();
  return source;
}

Loaded load_vti(const Source& source, Progress& progress) {
  const fs::path& file = source.files.at(0).path;
  const auto mapped = std::make_shared<const platform::MappedFile>(file);
  const VtiHeader header = read_vti_header(mapped->bytes(), file);
  const bool of_points = header.cell_arrays.empty();
  const std::vector<VtkArray>& arrays = of_points ? header.point_arrays : header.cell_arrays;
  const Grid grid = grid_of(header, of_points, source.rl_metres_per_unit, file);
  Loaded loaded;
  BlockModel model;
  model.table.name = utf8(file.stem());
  model.table.role = TableRole::blocks;
  model.table.file = utf8(file);
  const ArrayReader reader(header, grid, mapped, file);
  double bytes = 0;
  for (const VtkArray& array : arrays) bytes += reader.bytes_in_memory(array);
  constexpr double most_bytes = 1e15;  // beyond, the file is damaged, which is said where it is read
  if (bytes < most_bytes)
    check_fits_memory(
        static_cast<std::uint64_t>(bytes),
        fmt::format("{} arrays of {} cells need", arrays.size(), grouped(static_cast<double>(grid.lattice.cells()))),
        "write the arrays raw and appended, as Lode's export does: such a file is mapped", file);
  std::vector<std::uint64_t> shown;
  for (std::size_t a = 0; a < arrays.size(); ++a) {
    progress.check();
    progress.report("reading " + arrays[a].name, static_cast<double>(a) / static_cast<double>(arrays.size()));
    if (arrays[a].name == "vtkGhostType") {
      shown = reader.shown_cells(arrays[a]);
      continue;
    }
    std::vector<Column> columns = reader.read(arrays[a]);
    if (columns.empty())
      loaded.notes.push_back(fmt::format("array \"{}\" of type {} is left out", arrays[a].name, arrays[a].type));
    for (Column& column : columns) {
      remove_codes(column, source.missing_codes);
      model.table.columns.push_back(std::move(column));
    }
  }
  if (model.table.columns.empty())
    throw Error("the image holds no data arrays that can be read", "export the model with its attributes", {file});
  model.table.rows = model.table.rows_read = grid.lattice.cells();
  number_repeated_names(model.table, loaded.notes);
  if (of_points) loaded.notes.emplace_back("the values stand at points: each point is the centroid of a block");
  if (!of_points && !header.point_arrays.empty())
    loaded.notes.push_back(
        fmt::format("{} arrays at points are left out beside those of the cells", header.point_arrays.size()));
  if (grid.any_flipped()) loaded.notes.emplace_back("axes that ran downwards or left-handed are turned round");
  model.lattice = grid.lattice;
  keep_shown(shown, model);
  check_mapped_files();
  loaded.dataset = std::make_shared<const Dataset>(std::move(model));
  return loaded;
}

}  // namespace

std::string note_of_vti(const fs::path& file) {
  const platform::MappedFile mapped(file);
  return field_text(read_vti_header(mapped.bytes(), file), "note", file);
}

Format vti_format() { return {"vti", "VTK image data", extensions, sniff, describe_vti, load_vti}; }

}  // namespace lode::io
