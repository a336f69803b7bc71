// Rows as CSV: incoming columns under their names, positions in the CRS of the export.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/error.h"
#include "core/text.h"
#include "core/write_file.h"
#include "io/csv_header.h"
#include "io/export_block_sizes.h"
#include "io/export_positions.h"
#include "io/export_rows.h"
#include "io/file_writer.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

bool is_position(ColumnRole role) {
  return role == ColumnRole::x || role == ColumnRole::y || role == ColumnRole::z || role == ColumnRole::size_x ||
         role == ColumnRole::size_y || role == ColumnRole::size_z;
}

/// Values added to each row: their names, and how they are made for a batch of rows.
class AddedColumns {
 public:
  explicit AddedColumns(const ExportLayer& layer) : layer_(layer) {
    if (const auto* model = std::get_if<BlockModel>(layer.dataset.get())) {
      sizes_.emplace(*model, layer);
      names_ = {"x", "y", "z", "dx", "dy", "dz"};
    } else if (layer.interval_table != nullptr) {
      names_ = {"x", "y", "z"};
      if (!layer.interval_table->of_readings())
        names_.insert(names_.end(), {"x_from", "y_from", "z_from", "x_to", "y_to", "z_to"});
      placed_ = place(std::get<Drillholes>(*layer.dataset), layer.units, layer.target_from_source, true);
    } else {
      names_ = {"x", "y", "z"};
    }
  }

  const std::vector<std::string>& names() const { return names_; }

  /// Row by row, a value for each name.
  std::vector<double> values(std::span<const std::uint64_t> rows, Progress& progress) const {
    if (const auto* model = std::get_if<BlockModel>(layer_.dataset.get())) return of_blocks(*model, rows, progress);
    if (layer_.interval_table != nullptr) return of_intervals(*layer_.interval_table, rows);
    std::vector<Vec3> positions;
    positions.reserve(rows.size());
    for (const std::uint64_t row : rows) positions.push_back(source_position(row));
    place_positions(layer_, positions, progress);
    std::vector<double> values;
    values.reserve(3 * rows.size());
    for (const Vec3 p : positions) values.insert(values.end(), {p.x, p.y, p.z});
    return values;
  }

 private:
  Vec3 source_position(std::uint64_t row) const {
    if (const auto* holes = std::get_if<Drillholes>(layer_.dataset.get())) return holes->holes[row].collar_source;
    if (const auto* surface = std::get_if<Surface>(layer_.dataset.get())) return surface->vertices_source[row];
    return std::get<Points>(*layer_.dataset).positions_source[row];
  }

  std::vector<double> of_blocks(const BlockModel& model, std::span<const std::uint64_t> rows,
                                Progress& progress) const {
    std::vector<Vec3> centroids;
    std::vector<Box> boxes;
    for (const std::uint64_t row : rows)
      model.for_each_block(row, row + 1, [&](std::uint64_t, Vec3 lower, Vec3 upper) {
        centroids.push_back(model.lattice.source_from_lattice(0.5 * (lower + upper)));
        boxes.push_back({lower, upper});
      });
    place_positions(layer_, centroids, progress);
    const std::vector<Vec3> sizes = sizes_->of(boxes, progress);
    std::vector<double> values;
    for (std::size_t i = 0; i < rows.size(); ++i)
      values.insert(values.end(), {centroids[i].x, centroids[i].y, centroids[i].z, sizes[i].x, sizes[i].y, sizes[i].z});
    return values;
  }

  std::vector<double> of_intervals(const IntervalTable& table, std::span<const std::uint64_t> rows) const {
    std::vector<double> values;
    values.reserve(names_.size() * rows.size());
    const std::size_t positions = names_.size() / 3;
    for (const std::uint64_t row : rows) {
      const std::uint32_t hole = table.hole[row];
      const std::array depths_m{table.middle_m(row), table.from_m[row], table.to_m[row]};
      for (const double depth_m : std::span(depths_m).first(positions)) {
        const Vec3 p = placed_.position_at(hole, depth_m);
        if (!finite(p))
          throw Error(fmt::format("a row of \"{}\" cannot be placed in the CRS of the export", layer_.name),
                      "check the layer's CRS, or export in a CRS whose area covers it");
        values.insert(values.end(), {p.x, p.y, p.z});
      }
    }
    return values;
  }

  const ExportLayer& layer_;
  std::vector<std::string> names_;
  PlacedDrillholes placed_;
  std::optional<PlacedSizes> sizes_;  ///< of blocks
};

void write_cell(FileWriter& out, std::string_view text) {
  const bool quoted = text.find_first_of(",\"\r\n") != std::string_view::npos ||
                      (!text.empty() && (text.front() == ' ' || text.back() == ' '));
  if (!quoted) return out.write(text);
  out.write("\"");
  for (std::size_t quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
    out.write(text.substr(0, quote + 1));
    out.write("\"");
    text.remove_prefix(quote + 1);
  }
  out.write(text);
  out.write("\"");
}

struct KeptColumn {
  const Column* column;
  std::string name;  ///< in the file
};

/// An incoming coordinate of the name of an added one, in any case, gives way to it. Any other column of such a name is
/// renamed: reading takes positions from columns by their names.
std::vector<KeptColumn> kept_columns(const Table& table, const std::vector<std::string>& added) {
  const auto is_added = [&](const std::string& name) {
    return std::ranges::find(added, fold_case(name)) != added.end();
  };
  std::vector<KeptColumn> kept;
  for (const Column& column : table.columns) {
    if (!is_added(column.name)) {
      kept.push_back({&column, column.name});
    } else if (!is_position(column.role)) {
      std::string renamed = column.name + "_attribute";
      while (table.find(renamed) != nullptr) renamed += "_";
      kept.push_back({&column, std::move(renamed)});
    }
  }
  return kept;
}

/// Whether a column has a unit that neither its name says nor reading takes for granted.
bool needs_unit(const KeptColumn& kept) {
  const std::string& unit = kept.column->unit;
  return !unit.empty() && unit != "m" && unit != unit_in_name(kept.name);
}

/// A row of units under the header, as the tables have that such units come from. Plan coordinates are in the unit of
/// the CRS, if there is one.
void write_units(FileWriter& out, const std::vector<KeptColumn>& columns, const std::vector<std::string>& added,
                 const ExportLayer& layer) {
  std::string_view comma;
  for (const KeptColumn& kept : columns) {
    out.write(comma);
    write_cell(out, kept.column->unit);
    comma = ",";
  }
  for (const std::string& name : added) {
    const bool is_height = name.starts_with('z') || name == "dz";
    out.write(comma);
    out.write(is_height || layer.crs.empty() ? "m" : "");
    comma = ",";
  }
  out.write("\n");
}

}  // namespace

void write_csv(const ExportLayer& layer, const fs::path& file, Progress& progress) {
  const std::vector<std::uint64_t> rows = exported_rows(layer);
  const AddedColumns added(layer);
  const std::vector<std::string>& added_names = added.names();
  const std::vector<KeptColumn> columns = kept_columns(exported_table(layer), added_names);
  progress.report("writing " + utf8(file.filename()), 0);
  write_whole(file, [&](const fs::path& beside) {
    FileWriter out(beside);
    std::string_view comma;
    for (const KeptColumn& kept : columns) {
      out.write(comma);
      write_cell(out, kept.name);
      comma = ",";
    }
    for (const std::string& name : added_names) {
      out.write(comma);
      out.write(name);
      comma = ",";
    }
    out.write("\n");
    const bool read_from_file = !exported_table(layer).file.empty();  // not made, as composites are, for other programs
    if (read_from_file && std::ranges::any_of(columns, needs_unit)) write_units(out, columns, added_names, layer);
    constexpr std::size_t batch = 1 << 14;
    for (std::size_t begin = 0; begin < rows.size(); begin += batch) {
      progress.check();
      const std::span<const std::uint64_t> some = std::span(rows).subspan(begin, std::min(batch, rows.size() - begin));
      const std::vector<double> values = added.values(some, progress);
      const std::size_t width = added_names.size();
      for (std::size_t r = 0; r < some.size(); ++r) {
        comma = "";
        for (const KeptColumn& kept : columns) {
          out.write(comma);
          write_cell(out, kept.column->text(some[r]));
          comma = ",";
        }
        for (std::size_t c = 0; c < width; ++c, comma = ",") out.print("{}{}", comma, values[r * width + c]);
        out.write("\n");
      }
      progress.report(static_cast<double>(begin) / static_cast<double>(rows.size()));
    }
    out.close();
  });
}

}  // namespace lode::io
