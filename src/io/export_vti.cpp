// Block models as raw appended .vti, which ParaView opens and Lode maps, and as .vtr where widths vary.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "core/write_file.h"
#include "io/export_rows.h"
#include "io/vti_writer.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t chunk_cells = std::uint64_t{1} << 16;
constexpr std::uint8_t hidden_cell = 32;  // VTK's bit of a blanked cell

bool is_position(ColumnRole role) {
  return role == ColumnRole::x || role == ColumnRole::y || role == ColumnRole::z || role == ColumnRole::size_x ||
         role == ColumnRole::size_y || role == ColumnRole::size_z;
}

/// Which rows stand in a range of cells.
class Cells {
 public:
  static constexpr std::uint64_t none = UINT64_MAX;
  Cells(const BlockModel& model, const Mask& visible)
      : model_(model), visible_(visible), whole_(model.dense() && visible.count() == visible.size()) {}
  /// Every cell is a row that is shown.
  bool whole() const { return whole_; }
  std::uint64_t row(std::uint64_t cell) const {
    if (!model_.has_row(cell)) return none;
    const std::uint64_t row = model_.row_of_cell(cell);
    return visible_[row] ? row : none;
  }
  std::uint64_t count() const { return model_.lattice.cells(); }

 private:
  const BlockModel& model_;
  const Mask& visible_;
  bool whole_;
};

/// One array: its plan, and its values of a range of cells.
struct ArrayToWrite {
  VtiArrayPlan plan;
  std::function<void(std::uint64_t begin, std::uint64_t end, VtiWriter& writer)> write;
};

template <typename T, typename Value>
ArrayToWrite array_of(std::string name, const char* type, const Cells& cells, Value value_of_row, T missing) {
  return {{std::move(name), type, sizeof(T)},
          [&cells, value_of_row, missing](std::uint64_t begin, std::uint64_t end, VtiWriter& writer) {
            std::vector<T> values(end - begin);
            for (std::uint64_t cell = begin; cell < end; ++cell) {
              const std::uint64_t row = cells.whole() ? cell : cells.row(cell);
              values[cell - begin] = row == Cells::none ? missing : value_of_row(row);
            }
            writer.write_values(std::span<const T>(values));
          }};
}

/// float32 stays, whole numbers without a missing value are integers, all else doubles: every number reads back.
ArrayToWrite numbers_to_write(const Column& column, const Numbers& numbers, const Cells& cells) {
  if (const auto* floats = std::get_if<SharedArray<float>>(&numbers.storage()))
    return array_of<float>(
        column.name, "Float32", cells, [floats](std::uint64_t row) { return (*floats)[row]; },
        std::numeric_limits<float>::quiet_NaN());
  const auto* scaled = std::get_if<ScaledIntegers>(&numbers.storage());
  if (scaled != nullptr && scaled->decimals == 0 && cells.whole() && numbers.below_detection().empty() &&
      std::ranges::find(scaled->mantissas, ScaledIntegers::missing) == scaled->mantissas.end())
    return array_of<std::int32_t>(
        column.name, "Int32", cells, [scaled](std::uint64_t row) { return scaled->mantissas[row]; }, 0);
  return array_of<double>(
      column.name, "Float64", cells, [&numbers](std::uint64_t row) { return numbers[row]; },
      std::numeric_limits<double>::quiet_NaN());
}

ArrayToWrite codes_to_write(const Column& column, const Categories& categories, const Cells& cells) {
  const auto of_width = [&]<typename Code>(const SharedArray<Code>& codes) {
    const char* type = sizeof(Code) == 1 ? "UInt8" : sizeof(Code) == 2 ? "UInt16" : "UInt32";
    return array_of<Code>(
        column.name, type, cells, [&codes](std::uint64_t row) { return codes[row]; }, std::numeric_limits<Code>::max());
  };
  return std::visit(of_width, categories.codes());
}

std::vector<ArrayToWrite> arrays_of(const Table& table, const Cells& cells) {
  std::vector<ArrayToWrite> arrays;
  for (const Column& column : table.columns) {
    if (is_position(column.role)) continue;
    if (const Numbers* numbers = column.numbers())
      arrays.push_back(numbers_to_write(column, *numbers, cells));
    else
      arrays.push_back(codes_to_write(column, *column.categories(), cells));
  }
  if (!cells.whole())
    arrays.push_back(array_of<std::uint8_t>(
        "vtkGhostType", "UInt8", cells, [](std::uint64_t) { return std::uint8_t{0}; }, hidden_cell));
  return arrays;
}

void check_grid(const ExportLayer& layer, const BlockModel* model, const fs::path& file) {
  if (model == nullptr) throw Error("only block models are written as .vti", "use .vtp or .csv", {file});
  if (model->sub_blocked())
    throw Error("a .vti holds blocks of one size, the model is sub-blocked", "use .vtu or .csv", {file});
  for (int axis = 0; axis < 3; ++axis)
    if (!model->lattice.even(axis))
      throw Error("a .vti holds blocks of one size, the widths of the model vary", "use .vtu or .csv", {file});
  if (layer.target_from_source)
    throw Error("a .vti holds a model along its own axes, which the CRS of the export bends",
                "export it in the model's own CRS (--crs), or as .vtu", {file});
}

}  // namespace

void write_vti(const ExportLayer& layer, const fs::path& file, Progress& progress) {
  const auto* model = std::get_if<BlockModel>(layer.dataset.get());
  check_grid(layer, model, file);
  const Cells cells(*model, layer.visible_rows);
  if (layer.visible_rows.none())
    throw Error("the filter of \"" + layer.name + "\" leaves nothing to export", "widen the filter");
  const std::vector<ArrayToWrite> arrays = arrays_of(model->table, cells);
  ArrayNotes texts;
  for (const Column& column : model->table.columns)
    if (!is_position(column.role)) texts.merge(array_notes_of(column));
  if (!layer.crs.empty()) texts["CRS"] = {layer.crs};
  if (!layer.note.empty()) texts["note"] = {layer.note};
  write_whole(file, [&](const fs::path& target) {
    std::vector<VtiArrayPlan> plans;
    for (const ArrayToWrite& array : arrays) plans.push_back(array.plan);
    VtiWriter writer(target, model->lattice, plans, texts);
    const double all = static_cast<double>(arrays.size()) * static_cast<double>(cells.count());
    for (std::size_t a = 0; a < arrays.size(); ++a) {
      writer.begin_array();
      for (std::uint64_t begin = 0; begin < cells.count(); begin += chunk_cells) {
        progress.check();
        progress.report((static_cast<double>(a) * static_cast<double>(cells.count()) + static_cast<double>(begin)) /
                        all);
        arrays[a].write(begin, std::min(cells.count(), begin + chunk_cells), writer);
      }
    }
    writer.close();
  });
}

}  // namespace lode::io
