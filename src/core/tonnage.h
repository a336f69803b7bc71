// Tonnes = sum of volume x proportion x density; grades weighted by tonnes, by volume without density.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/bits.h"
#include "core/block_model.h"

namespace lode {

struct TonnageOptions {
  std::string grade;                                          ///< column name; "" for volume and tonnes alone
  std::variant<std::monostate, std::string, double> density;  ///< none given: density_column() if any; name; t/m3
  std::string proportion;                                     ///< ore fraction column 0..1, only when named
  std::string by;                                             ///< category column; "": the class column if any
  bool operator==(const TonnageOptions&) const = default;
};

/// Totals of the blocks at or above a cut-off.
struct TonnageRow {
  double cutoff = 0;  ///< NaN when none applies
  std::uint64_t blocks = 0;
  double volume_m3 = 0;            ///< with the proportion applied
  std::optional<double> tonnes;    ///< empty without density
  std::optional<double> grade;     ///< mean, in the column's unit; empty when no block counts
  std::optional<double> metal_t;   ///< empty without density or a known unit
  std::optional<double> metal_oz;  ///< troy ounces, for g/t and ppb only
};

struct Tonnage {
  std::string grade_unit;
  std::string density_used;           ///< column name, or "2.7 t/m3", or ""
  std::uint64_t without_density = 0;  ///< visible blocks left out for lack of density
  std::uint64_t without_grade = 0;    ///< visible blocks that lack the grade: above no cut-off
  std::vector<TonnageRow> rows;       ///< one a cut-off
  std::string by;                     ///< the column of the split, or ""
  std::vector<std::pair<std::string, std::vector<TonnageRow>>> groups;  ///< name (missing: "(missing)"), rows a cut-off
};

/// Every cut-off in one pass over the rows that `visible` lets through. A block is above when grade >= cut-off, decided
/// on the decimals of the file. Volumes come from the source block sizes. `cutoffs` ascending; empty: one row without a
/// cut-off. Sums do not depend on the number of threads. Throws Error for an unknown or unfit column.
Tonnage tonnage(const BlockModel& model, const Mask& visible, const TonnageOptions& options,
                std::span<const double> cutoffs);

/// Memory of tonnage() to be used again; for one thread at a time.
class TonnageScratch {
 public:
  TonnageScratch();
  ~TonnageScratch();
  struct State;
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};
/// The same into `result`, allocating nothing once scratch and result have served such a model, the same options and as
/// many cut-offs.
void tonnage(const BlockModel& model, const Mask& visible, const TonnageOptions& options,
             std::span<const double> cutoffs, TonnageScratch& scratch, Tonnage& result);

/// A, A + STEP, ... with B included within 1e-9 of a step, each as the decimal it stands for (0.1:0.3:0.1 holds 0.3).
/// Throws Error for text that is no A:B:STEP or a single number.
std::vector<double> parse_cutoffs(std::string_view text);

}  // namespace lode
