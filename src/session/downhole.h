// Composites and intercepts of a drillhole layer, as tables that can be written.
#pragma once

#include <string>
#include <vector>

#include "core/composites.h"
#include "core/intercepts.h"
#include "session/session.h"

namespace lode {

struct CompositeRequest {
  std::vector<std::string> grades;
  std::string within;  ///< a column of categories; "": none
  std::string weight;  ///< a density; "": none
  CompositeOptions options;
};

/// The rows of a table of samples that a layer's filter lets count; samples that it hides are as if missing.
struct CountedRows {
  std::string table;
  std::string filter;  ///< "": none
  std::uint64_t rows = 0, of = 0;
};

/// "3 of the 6 rows of assay count: those that the filter Li2O_pct > 1 lets through"; "" without a filter.
std::string text_of(const CountedRows& counted);

/// Drillholes of the same holes with one table, and what was left out of it.
struct DownholeTable {
  std::shared_ptr<const Drillholes> drillholes;
  CountedRows counted;
  std::uint64_t overlapping = 0;  ///< of them left out
  std::uint64_t uncovered = 0;    ///< composites without enough samples, left out
};

/// Of the rows that the layer's filter lets through: hole, from, to, the category, coverage, grades. Samples are those
/// of the table that has the first grade: the one that the layer shows, else the first, whatever it shows. Throws Error
/// when the layer holds no drillholes, a column is missing or of the wrong type, or the grades are of different
/// samples.
DownholeTable composite_table(Session& session, const Scene& scene, std::size_t layer, const CompositeRequest& request);

/// Of the rows that the layer's filter lets through, of a table that has the grade as in composite_table().
struct InterceptTable {
  LoadedSourcePtr source;
  CountedRows counted;
  GradeName grade;
  Intercepts intercepts;

  const Drillholes& drillholes() const { return std::get<Drillholes>(*source->dataset); }
};
InterceptTable intercept_table(const LoadedSourcePtr& source, const Layer& layer, const std::string& grade,
                               const InterceptOptions& options);

/// Intercepts and, at level 1, those nested in them, as the rows of a table: hole, level, from, to, length, grade,
/// grade x length, dilution, true thickness.
DownholeTable as_table(const InterceptTable& found, const std::optional<Plane>& plane);

/// Writes the one table as CSV with positions in the scene's CRS. Whole or not at all.
void write_downhole_csv(Session& session, const Scene& scene, std::size_t layer, const DownholeTable& table,
                        const std::filesystem::path& file, Progress& progress);

}  // namespace lode
