#include "io/block_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/checks.h"
#include "core/rotation.h"
#include "core/text.h"
#include "io/lattice_fit.h"
#include "io/table_rows.h"

namespace lode::io {

Problem problem_at_row(const Table& table, std::size_t row, const char* check, std::string message,
                       std::string action) {
  Problem problem = problem_of(check);
  problem.file = table.file;
  problem.line = table.lines[row];
  problem.message = std::move(message);
  problem.action = std::move(action);
  return problem;
}

BlockModel model_of_cells(Table table, Lattice lattice, const std::vector<std::uint64_t>& cell,
                          const std::function<std::string(std::size_t)>& where, Problems& problems) {
  std::vector<std::uint32_t> rows;
  rows.reserve(table.rows);
  for (std::size_t row = 0; row < table.rows; ++row) {
    if (cell[row] != LatticeFit::off_lattice)
      rows.push_back(static_cast<std::uint32_t>(row));
    else if (const std::string place = where(row); !place.empty())
      problems.push_back(problem_at_row(table, row, "block-off-lattice", "the block " + place + " is off the grid",
                                        "the block is left out"));
  }
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return cell[a] != cell[b] ? cell[a] < cell[b] : a < b; };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::sort(rows.begin(), rows.end(), before);
  std::vector<std::uint32_t> kept;
  kept.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    if (kept.empty() || cell[kept.back()] != cell[row]) {
      kept.push_back(row);
      continue;
    }
    problems.push_back(
        problem_at_row(table, row, "duplicate-block",
                       fmt::format("the block {} is given in line {} already", where(row), table.lines[kept.back()]),
                       "the first is kept"));
  }
  BlockModel model;
  model.lattice = std::move(lattice);
  if (kept.size() < model.lattice.cells()) {
    Mask present(model.lattice.cells());
    for (const std::uint32_t row : kept) present.set(cell[row]);
    model.present = RankedMask(std::move(present));
  }
  const bool in_order = kept.size() == table.rows && std::is_sorted(kept.begin(), kept.end());
  model.table = in_order ? std::move(table) : select_rows(table, kept);
  return model;
}

std::string grid_text(const BlockModel& model) {
  const Lattice& lattice = model.lattice;
  const auto size = [&](int axis) {
    return lattice.even(axis) ? shortest(lattice.edges[static_cast<std::size_t>(axis)][1]) : "uneven";
  };
  std::string text =
      fmt::format("{} x {} x {} {} of {} x {} x {}", lattice.count[0], lattice.count[1], lattice.count[2],
                  model.sub_blocked() ? "parents" : "blocks", size(0), size(1), size(2));
  if (model.sub_blocked())
    text += fmt::format(" with {} blocks, {}", grouped(static_cast<double>(model.sub_blocks->size())),
                        name(model.sub_blocks->kind()));
  const std::string turned = describe_rotation(lattice.source_from_lattice);
  return turned.empty() ? text : text + ", " + turned;
}

}  // namespace lode::io
