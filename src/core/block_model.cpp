#include "core/block_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "core/density.h"
#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"

namespace lode {

namespace {

/// The bits of `rows` from `first_row` on, moved to the set bits of `present`.
std::uint64_t deposit(std::uint64_t present, const Mask& rows, std::uint64_t first_row) {
  std::uint64_t deposited = 0;
  for (std::uint64_t row = first_row; present != 0; present &= present - 1, ++row)
    if (rows[row]) deposited |= present & (~present + 1);
  return deposited;
}

}  // namespace

void cells_of_rows(const BlockModel& model, const Mask& rows, Mask& cells) {
  if (model.dense()) {
    cells = rows;
    return;
  }
  constexpr std::size_t words_a_range = 4096;
  cells.assign(model.present.size(), false);
  const std::span<const std::uint64_t> present = model.present.mask().words();
  const std::span<std::uint64_t> target = cells.words();
  parallel_for(present.size(), words_a_range, [&](std::size_t begin, std::size_t end) {
    for (std::size_t w = begin; w < end; ++w)
      if (present[w] != 0) target[w] = deposit(present[w], rows, model.present.rank(w * 64));
  });
}

const Column* density_column(const Table& table) {
  const Column* found = nullptr;
  for (const Column& column : table.columns) {
    if (!column.numbers() || column.role != ColumnRole::attribute || !is_density_name(column.name) ||
        !t_per_m3(density_unit(column)))
      continue;
    if (column.name.find_first_of(" _-([,") == std::string::npos) return &column;
    if (!found) found = &column;
  }
  return found;
}

double density_factor(const Column& density) {
  const std::string unit = density_unit(density);
  if (const std::optional<double> factor = t_per_m3(unit)) return *factor;
  throw Error(fmt::format("{} is in {}, which is no unit of density that Lode knows", density.name, unit),
              "state it in t/m3, g/cm3, kg/m3 or lb/ft3");
}

const Column* class_column(const Table& table) {
  constexpr std::array<std::string_view, 6> classes{"class",  "category", "resource_class",
                                                    "rescat", "класс",    "категория"};
  for (const std::string_view name : classes)
    for (const Column& column : table.columns)
      if (column.categories() && column.role == ColumnRole::attribute && fold_case(column.name) == name) return &column;
  return nullptr;
}

}  // namespace lode
