#include "session/downhole.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/cut_samples.h"
#include "core/error.h"
#include "core/text.h"
#include "session/shown_table.h"

namespace lode {

namespace {

bool has(const ShownTable& shown, const std::string& column) {
  return shown.intervals != nullptr && shown.table->find(column) != nullptr;
}

/// The table whose rows are the samples of a grade: the one that the layer shows, else the first that has it.
ShownTable samples_of(const Dataset& dataset, const Layer& layer, const std::string& grade) {
  if (!std::holds_alternative<Drillholes>(dataset))
    throw Error(fmt::format("\"{}\" holds no drillholes", layer.name), "choose a layer of drillholes");
  Layer about = layer;
  about.colour.column = grade;
  ShownTable shown = shown_table(dataset, about);
  if (!has(shown, grade)) {
    about.table.clear();
    shown = shown_table(dataset, about);
  }
  if (shown.intervals == nullptr) throw Error("these drillholes have no intervals", "add a table of assays");
  if (!has(shown, grade))
    throw Error(fmt::format("\"{}\" is a column of collars, not of intervals",
                            shown_column(dataset, shown, grade).column->name),
                "give a column of a table of intervals");
  if (shown.intervals->of_readings())
    throw Error(fmt::format("{} holds readings at single depths, which have no length", shown.table->name),
                "give a column of a table of intervals");
  return shown;
}

CountedRows counted_rows(const Dataset& dataset, const ShownTable& shown, const Layer& layer, Mask& rows) {
  rows_of_layer(dataset, shown, layer, rows);
  return {shown.table->name, layer.filter, rows.count(), rows.size()};
}

/// Whether each row of one table is also a row of the other.
bool same_stretches(const IntervalTable& a, const IntervalTable& b) {
  const auto sorted = [](const IntervalTable& table) {
    std::vector<std::tuple<std::uint32_t, double, double>> rows;
    for (std::size_t row = 0; row < table.hole.size(); ++row)
      rows.emplace_back(table.hole[row], table.from_m[row], table.to_m[row]);
    std::sort(rows.begin(), rows.end());
    return rows;
  };
  return sorted(a) == sorted(b);
}

const Numbers& numbers_of(const ShownColumn& column) {
  const Numbers* numbers = column.by_row->numbers();
  if (numbers == nullptr || column.column->type != ColumnType::number)
    throw Error(fmt::format("\"{}\" holds no numbers", column.column->name), "give a column of numbers");
  return *numbers;
}

/// Without the dust of binary fractions.
double tidy(double value) { return std::isfinite(value) ? std::round(value * 1e9) / 1e9 : value; }

Column number_column(std::string name, std::string unit, ColumnRole role, Numbers numbers) {
  Column column;
  column.name = std::move(name);
  column.unit = std::move(unit);
  column.role = role;
  column.data = std::move(numbers);
  return column;
}

Column number_column(std::string name, std::string unit, ColumnRole role, const std::vector<double>& values) {
  return number_column(std::move(name), std::move(unit), role, Numbers::narrowed(values));
}

Column word_column(std::string name, ColumnRole role, const std::vector<std::string>& words) {
  Column column;
  column.name = std::move(name);
  column.type = ColumnType::category;
  column.role = role;
  column.data = Categories::of(words);
  return column;
}

/// A table of stretches: its keys, to which columns are added.
class TableBuilder {
 public:
  TableBuilder(const Drillholes& drillholes, std::string name) : source_(drillholes) {
    result_.table.name = std::move(name);
    result_.table.role = TableRole::interval;
  }
  void add(std::uint32_t hole, double from_m, double to_m) {
    result_.hole.push_back(hole);
    result_.from_m.push_back(tidy(from_m));
    result_.to_m.push_back(tidy(to_m));
  }
  std::size_t rows() const { return result_.hole.size(); }
  void add_keys() {
    std::vector<std::string> ids;
    for (const std::uint32_t hole : result_.hole) ids.push_back(source_.holes[hole].id);
    add(word_column("hole", ColumnRole::hole_id, ids));
  }
  void add_depths() {
    add(number_column("from", "m", ColumnRole::from, result_.from_m));
    add(number_column("to", "m", ColumnRole::to, result_.to_m));
  }
  void add(Column column) { result_.table.columns.push_back(std::move(column)); }
  std::shared_ptr<const Drillholes> finish() {
    result_.table.rows = result_.table.rows_read = rows();
    auto drillholes = std::make_shared<Drillholes>();
    drillholes->holes = source_.holes;
    drillholes->stations = source_.stations;
    drillholes->collars = source_.collars;
    drillholes->desurvey = source_.desurvey;
    drillholes->intervals.push_back(std::move(result_));
    return drillholes;
  }

 private:
  const Drillholes& source_;
  IntervalTable result_;
};

/// The table along the holes that holds a column; nullptr for a collar's.
const IntervalTable* table_of(const Drillholes& drillholes, const Column& column) {
  for (const IntervalTable* rows : drillholes.downhole_tables())
    if (rows->table.find(column.name) == &column) return rows;
  return nullptr;
}

/// A grade of other samples would be taken at the middles of these. Throws Error.
void refuse_other_samples(const Drillholes& drillholes, const IntervalTable& samples, const Column& grade) {
  const IntervalTable* own = table_of(drillholes, grade);
  if (own == &samples || (own != nullptr && same_stretches(*own, samples))) return;
  throw Error(own == nullptr ? fmt::format("\"{}\" is a column of collars, not of intervals", grade.name)
                             : fmt::format("\"{}\" is a column of {}, whose intervals are not those of {}", grade.name,
                                           own->table.name, samples.table.name),
              "make composites of each table by itself");
}

/// Composites within the categories of another table: samples are cut at its contacts.
Composites cut_composites(const Drillholes& drillholes, const IntervalTable& samples,
                          const std::vector<const Numbers*>& grades, const Numbers* weights,
                          const IntervalTable& contacts, const Categories& categories, const Mask& rows,
                          const CompositeOptions& options) {
  const CutSamples cut = cut_samples(drillholes, samples, rows, contacts, categories);
  Table of_samples;  // of their rows as they are
  of_samples.rows = samples.table.rows;
  for (const Numbers* grade : grades)
    of_samples.columns.push_back(number_column("", "", ColumnRole::attribute, *grade));
  if (weights != nullptr) of_samples.columns.push_back(number_column("", "", ColumnRole::attribute, *weights));
  const Table of_pieces = rows_of(of_samples, cut.row);
  std::vector<const Numbers*> piece_grades;
  for (std::size_t g = 0; g < grades.size(); ++g) piece_grades.push_back(of_pieces.columns[g].numbers());
  Composites composites =
      make_composites(drillholes, cut.pieces, piece_grades,
                      weights != nullptr ? of_pieces.columns.back().numbers() : nullptr, &cut.categories, {}, options);
  composites.overlapping = cut.overlapping;
  return composites;
}

}  // namespace

std::string text_of(const CountedRows& counted) {
  if (counted.filter.empty()) return {};
  return fmt::format("{} of the {} rows of {} count: those that the filter {} lets through",
                     grouped(static_cast<double>(counted.rows)), grouped(static_cast<double>(counted.of)),
                     counted.table, counted.filter);
}

DownholeTable composite_table(Session& session, const Scene& scene, std::size_t index,
                              const CompositeRequest& request) {
  const Layer& layer = scene.layers.at(index);
  const LoadedSourcePtr source = session.loaded(scene, layer.source);
  const Dataset& dataset = *source->dataset;
  if (request.grades.empty()) throw Error("composites need a grade", "name at least one column");
  const ShownTable shown = samples_of(dataset, layer, request.grades.front());
  const auto& drillholes = std::get<Drillholes>(dataset);
  std::vector<ShownColumn> columns;
  std::vector<const Numbers*> grades;
  for (const std::string& name : request.grades) {
    columns.push_back(shown_column(dataset, shown, name));
    grades.push_back(&numbers_of(columns.back()));
    refuse_other_samples(drillholes, *shown.intervals, *columns.back().column);
  }
  std::optional<ShownColumn> weight, within;
  if (!request.weight.empty()) weight = shown_column(dataset, shown, request.weight);
  if (!request.within.empty()) within = shown_column(dataset, shown, request.within);
  if (within && within->by_row->categories() == nullptr)
    throw Error(fmt::format("\"{}\" holds no categories", request.within), "give a column of words");
  Mask rows;
  CountedRows counted = counted_rows(dataset, shown, layer, rows);
  const Categories* categories = within ? within->by_row->categories() : nullptr;
  const Numbers* weights = weight ? &numbers_of(*weight) : nullptr;
  const IntervalTable* contacts = within ? table_of(drillholes, *within->column) : nullptr;
  const bool is_cut = contacts != nullptr && contacts != shown.intervals && !contacts->of_readings();
  const Composites composites =
      is_cut ? cut_composites(drillholes, *shown.intervals, grades, weights, *contacts, *within->column->categories(),
                              rows, request.options)
             : make_composites(drillholes, *shown.intervals, grades, weights, categories, rows, request.options);
  TableBuilder builder(drillholes, "composites");
  std::vector<std::string> names;
  std::vector<std::vector<double>> coverage(grades.size()), values(grades.size());
  for (const Composite& composite : composites.rows) {
    builder.add(composite.hole, composite.from_m, composite.to_m);
    if (categories != nullptr) names.push_back(categories->names()[composite.category]);
    for (std::size_t g = 0; g < grades.size(); ++g) {
      coverage[g].push_back(tidy(composite.coverage[g]));
      values[g].push_back(composite.grade[g]);
    }
  }
  builder.add_keys();
  builder.add_depths();
  if (categories != nullptr) builder.add(word_column(within->column->name, ColumnRole::attribute, names));
  for (std::size_t g = 0; g < grades.size(); ++g) {
    const Column& column = *columns[g].column;
    builder.add(number_column(grades.size() == 1 ? "coverage" : "coverage_" + column.name, "", ColumnRole::attribute,
                              coverage[g]));
    builder.add(number_column(column.name, column.unit, ColumnRole::attribute, values[g]));
  }
  return {builder.finish(), std::move(counted), composites.overlapping, composites.uncovered};
}

InterceptTable intercept_table(const LoadedSourcePtr& source, const Layer& layer, const std::string& grade,
                               const InterceptOptions& options) {
  const Dataset& dataset = *source->dataset;
  const ShownTable shown = samples_of(dataset, layer, grade);
  const ShownColumn column = shown_column(dataset, shown, grade);
  Mask rows;
  CountedRows counted = counted_rows(dataset, shown, layer, rows);
  return {source, std::move(counted), grade_name(*column.column),
          find_intercepts(std::get<Drillholes>(dataset), *shown.intervals, numbers_of(column), rows, options)};
}

DownholeTable as_table(const InterceptTable& found, const std::optional<Plane>& plane) {
  const Drillholes& drillholes = found.drillholes();
  TableBuilder builder(drillholes, "intercepts");
  std::vector<double> level, length, grade, grade_length, dilution, thickness;
  const auto add = [&](const Intercept& intercept, double nested) {
    builder.add(intercept.hole, intercept.from_m, intercept.to_m);
    level.push_back(nested);
    length.push_back(tidy(intercept.length_m()));
    grade.push_back(intercept.grade);
    grade_length.push_back(tidy(intercept.grade * intercept.length_m()));
    dilution.push_back(tidy(intercept.dilution_m));
    thickness.push_back(
        plane ? tidy(true_thickness_m(drillholes, intercept.hole, intercept.from_m, intercept.to_m, *plane))
              : std::numeric_limits<double>::quiet_NaN());
  };
  for (const Intercept& intercept : found.intercepts.rows) {
    add(intercept, 0);
    for (const Intercept& nested : intercept.including) add(nested, 1);
  }
  const auto attribute = [&](const char* name, const std::string& unit, const std::vector<double>& values) {
    builder.add(number_column(name, unit, ColumnRole::attribute, values));
  };
  builder.add_keys();
  attribute("level", "", level);
  builder.add_depths();
  attribute("length", "m", length);
  attribute(found.grade.element.c_str(), found.grade.unit, grade);
  attribute("grade_x_length", "", grade_length);
  attribute("dilution", "m", dilution);
  attribute("true_thickness", "m", thickness);
  return {builder.finish(), found.counted, found.intercepts.overlapping, 0};
}

void write_downhole_csv(Session& session, const Scene& scene, std::size_t index, const DownholeTable& table,
                        const std::filesystem::path& file, Progress& progress) {
  io::ExportLayer layer = session.export_layer(scene, index, {});
  auto dataset = std::make_shared<const Dataset>(*table.drillholes);
  layer.interval_table = &std::get<Drillholes>(*dataset).intervals.front();
  layer.dataset = std::move(dataset);
  layer.visible_rows = {};
  layer.colour_of_row = nullptr;
  for (const io::ExportFormat& format : io::export_formats())
    if (format.extension == "csv") format.write(layer, file, progress);
}

}  // namespace lode
