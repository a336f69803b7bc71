#include "io/roles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <span>
#include <unordered_set>

#include "core/text.h"
#include "io/role_names.h"

namespace lode::io {

namespace {

using Kind = TableGuess::Kind;

/// Finds the columns of a table role by role.
class Guesser {
 public:
  Guesser(const std::vector<ColumnSample>& sample, bool named, std::string_view stem)
      : sample_(sample), named_(named), stem_(fold_case(stem)) {}

  TableGuess guess() {
    TableGuess result = named_ ? from_names() : TableGuess{};
    if (result.kind == Kind::unknown) {
      result = from_values();
      result.from_values = result.kind != Kind::unknown;
    }
    return result;
  }

 private:
  /// The column that goes by the role's most preferred name, not one of `taken`, and of a family of names if that is
  /// given.
  const ColumnSample* find(ColumnRole role, std::initializer_list<const ColumnSample*> taken = {},
                           std::optional<AxisNames> family = {}) const {
    const ColumnSample* best = nullptr;
    int best_match = -1;
    for (const ColumnSample& column : sample_) {
      if (std::find(taken.begin(), taken.end(), &column) != taken.end()) continue;
      if (family && axis_names_of(role, column.name) != *family) continue;
      const int match = match_role(role, column.name);
      if (match < 0 || (best != nullptr && match >= best_match)) continue;
      if (!is_word_role(role) && !column.number && !is_blank(column)) continue;
      best = &column;
      best_match = match;
    }
    return best;
  }

  static bool is_word_role(ColumnRole role) {
    return role == ColumnRole::hole_id || role == ColumnRole::parent_hole || role == ColumnRole::status;
  }

  static bool is_blank(const ColumnSample& column) {
    return std::all_of(column.texts.begin(), column.texts.end(), [](const std::string& text) { return text.empty(); });
  }

  static bool is_mostly_unique(const ColumnSample& column) {
    const std::unordered_set<std::string> distinct(column.texts.begin(), column.texts.end());
    return 2 * distinct.size() > column.texts.size();
  }

  static void set(Roles& roles, ColumnRole role, const ColumnSample* column) {
    if (column != nullptr) roles[role] = column->name;
  }

  bool stem_has(std::string_view word) const { return stem_.find(word) != std::string::npos; }

  TableGuess from_names() const {
    const ColumnSample* from = find(ColumnRole::from);
    const ColumnSample* to = find(ColumnRole::to, {from});
    auto [x, y, z] = position();
    if (const ColumnSample* exported = exported_x(); exported != nullptr) {
      x = exported;
      y = exported + 1;
      z = exported + 2;
    }
    const ColumnSample* azimuth = find(ColumnRole::azimuth);
    const ColumnSample* dip = find(ColumnRole::dip, {azimuth});
    const ColumnSample* hole = find(ColumnRole::hole_id);
    const ColumnSample* depth = find(ColumnRole::depth, {x, y, z, azimuth, dip, from, to});
    const bool has_place = x != nullptr && y != nullptr;

    if (from != nullptr && to != nullptr) {
      if (hole == nullptr) hole = hole_in_runs(*from);
      if (hole != nullptr) return interval(hole, from, to, has_place ? x : nullptr, y, z);
    }
    if (depth != nullptr && azimuth != nullptr && dip != nullptr && !has_place && !is_structures()) {
      if (hole == nullptr) hole = hole_in_runs(*depth);
      if (hole != nullptr) return survey(hole, depth, azimuth, dip);
    }
    if (has_place && hole == nullptr && (stem_has("collar") || (z != nullptr && azimuth != nullptr && dip != nullptr)))
      hole = unique_words();
    const ColumnSample* total = find(ColumnRole::total_depth, {x, y, z, azimuth, dip, hole});
    const bool says_collar = stem_has("collar") || (total != nullptr && is_end_of_hole(*total));
    if (has_place && hole != nullptr && !is_centroid(*x) && (says_collar || is_mostly_unique(*hole))) {
      return collar(hole, x, y, z, total, azimuth, dip);
    }
    if (has_place) return coordinates(x, y, z, hole);
    if (hole == nullptr && depth == nullptr)
      if (const auto guess = indices()) return *guess;
    if (hole != nullptr && depth != nullptr) return depth_readings(hole, depth, azimuth, dip);
    return {};
  }

  /// x, y and z, of names that stand together: E, N and RL beside an attribute called x.
  std::array<const ColumnSample*, 3> position() const {
    const ColumnSample* x = find(ColumnRole::x);
    const ColumnSample* y = find(ColumnRole::y, {x});
    if (x != nullptr && y != nullptr && axis_names_of(ColumnRole::x, x->name) != axis_names_of(ColumnRole::y, y->name))
      for (const AxisNames family : {AxisNames::letters, AxisNames::compass, AxisNames::geographic}) {
        const ColumnSample* east = find(ColumnRole::x, {}, family);
        const ColumnSample* north = find(ColumnRole::y, {east}, family);
        if (east == nullptr || north == nullptr) continue;
        x = east;
        y = north;
        break;
      }
    const ColumnSample* z = find(ColumnRole::z, {x, y});
    if (x != nullptr && y != nullptr && plain_name(x->name) == "x" && plain_name(y->name) == "y")
      for (const ColumnSample& column : sample_)
        if (plain_name(column.name) == "z" && column.number) z = &column;
    return {x, y, z};
  }

  /// The first of x, y, z as `lode export` adds them behind a table's own columns, which may hold a position in another
  /// CRS under a name that is preferred; nullptr when there are none.
  const ColumnSample* exported_x() const {
    static constexpr std::array<std::string_view, 3> position{"x", "y", "z"};
    static constexpr std::array<std::string_view, 6> block{"x", "y", "z", "dx", "dy", "dz"};
    static constexpr std::array<std::string_view, 9> interval{"x",      "y",    "z",    "x_from", "y_from",
                                                              "z_from", "x_to", "y_to", "z_to"};
    const auto ends_with = [this](std::span<const std::string_view> names) -> const ColumnSample* {
      if (sample_.size() < names.size()) return nullptr;
      const ColumnSample* first = &sample_[sample_.size() - names.size()];
      for (std::size_t i = 0; i < names.size(); ++i)
        if (first[i].name != names[i] || !first[i].number) return nullptr;
      return first;
    };
    if (const ColumnSample* first = ends_with(block); first != nullptr) return first;
    if (const ColumnSample* first = ends_with(interval); first != nullptr) return first;
    return ends_with(position);
  }

  TableGuess depth_readings(const ColumnSample* hole, const ColumnSample* depth, const ColumnSample* azimuth,
                            const ColumnSample* dip) const {
    TableGuess guess{Kind::depth_readings, {}};
    set(guess.roles, ColumnRole::hole_id, hole);
    set(guess.roles, ColumnRole::depth, depth);
    if (!is_structures()) return guess;
    set(guess.roles, ColumnRole::alpha, find(ColumnRole::alpha));
    set(guess.roles, ColumnRole::beta, find(ColumnRole::beta));
    const ColumnSample* direction = dip_direction();
    if (dip != nullptr && (direction != nullptr || azimuth != nullptr)) {
      set(guess.roles, ColumnRole::dip, dip);
      set(guess.roles, ColumnRole::azimuth, direction != nullptr ? direction : azimuth);
    }
    return guess;
  }

  const ColumnSample* dip_direction() const {
    for (const ColumnSample& column : sample_)
      if (column.number && plain_name(column.name).starts_with("dipdir")) return &column;
    return nullptr;
  }

  /// Oriented structures have a depth, a dip and an azimuth as surveys do.
  bool is_structures() const {
    if (stem_has("struct")) return true;
    return std::any_of(sample_.begin(), sample_.end(), [](const ColumnSample& column) {
      const std::string plain = plain_name(column.name);
      const bool of_core =
          match_role(ColumnRole::alpha, column.name) >= 0 || match_role(ColumnRole::beta, column.name) >= 0;
      return of_core || plain.starts_with("dipdir") || plain.starts_with("structure");
    });
  }

  /// Names that say the end of a hole and no other depth.
  static bool is_end_of_hole(const ColumnSample& column) {
    const std::string plain = plain_name(column.name);
    for (const std::string_view word : {"total", "max", "end", "eoh", "final"})
      if (plain.find(word) != std::string::npos) return true;
    return false;
  }

  static bool is_centroid(const ColumnSample& x) {
    const std::string plain = plain_name(x.name);
    return plain == "xc" || plain.find("cent") != std::string::npos;
  }

  static TableGuess interval(const ColumnSample* hole, const ColumnSample* from, const ColumnSample* to,
                             const ColumnSample* x, const ColumnSample* y, const ColumnSample* z) {
    TableGuess guess{Kind::interval, {}};
    set(guess.roles, ColumnRole::hole_id, hole);
    set(guess.roles, ColumnRole::from, from);
    set(guess.roles, ColumnRole::to, to);
    if (x != nullptr && y != nullptr && z != nullptr && x != from && x != to && y != from && y != to) {
      set(guess.roles, ColumnRole::x, x);
      set(guess.roles, ColumnRole::y, y);
      set(guess.roles, ColumnRole::z, z);
    }
    return guess;
  }

  static TableGuess survey(const ColumnSample* hole, const ColumnSample* depth, const ColumnSample* azimuth,
                           const ColumnSample* dip) {
    TableGuess guess{Kind::survey, {}};
    set(guess.roles, ColumnRole::hole_id, hole);
    set(guess.roles, ColumnRole::depth, depth);
    set(guess.roles, ColumnRole::azimuth, azimuth);
    set(guess.roles, ColumnRole::dip, dip);
    return guess;
  }

  TableGuess collar(const ColumnSample* hole, const ColumnSample* x, const ColumnSample* y, const ColumnSample* z,
                    const ColumnSample* total, const ColumnSample* azimuth, const ColumnSample* dip) const {
    TableGuess guess{Kind::collar, {}};
    set(guess.roles, ColumnRole::hole_id, hole);
    set(guess.roles, ColumnRole::x, x);
    set(guess.roles, ColumnRole::y, y);
    set(guess.roles, ColumnRole::z, z);
    set(guess.roles, ColumnRole::total_depth, total);
    if (dip != nullptr) {
      set(guess.roles, ColumnRole::azimuth, azimuth);
      set(guess.roles, ColumnRole::dip, dip);
    }
    guess.geographic = is_geographic_name(x->name) && is_geographic_name(y->name);
    set(guess.roles, ColumnRole::parent_hole, find(ColumnRole::parent_hole, {hole}));
    const ColumnSample* kickoff = find(ColumnRole::kickoff_depth, {total});
    if (guess.roles.contains(ColumnRole::parent_hole)) set(guess.roles, ColumnRole::kickoff_depth, kickoff);
    if (const ColumnSample* status = find(ColumnRole::status); status != nullptr && says_planned(*status))
      set(guess.roles, ColumnRole::status, status);
    return guess;
  }

  static bool says_planned(const ColumnSample& column) {
    return std::ranges::any_of(column.texts, [](const std::string& text) { return is_planned_status(text); });
  }

  TableGuess coordinates(const ColumnSample* x, const ColumnSample* y, const ColumnSample* z,
                         const ColumnSample* hole) const {
    TableGuess guess{Kind::coordinates, {}};
    set(guess.roles, ColumnRole::x, x);
    set(guess.roles, ColumnRole::y, y);
    set(guess.roles, ColumnRole::z, z);
    guess.geographic = is_geographic_name(x->name) && is_geographic_name(y->name);
    const ColumnSample* sizes[3] = {find(ColumnRole::size_x), find(ColumnRole::size_y), find(ColumnRole::size_z)};
    if (z != nullptr && sizes[0] != nullptr && sizes[1] != nullptr && sizes[2] != nullptr) {
      set(guess.roles, ColumnRole::size_x, sizes[0]);
      set(guess.roles, ColumnRole::size_y, sizes[1]);
      set(guess.roles, ColumnRole::size_z, sizes[2]);
      guess.sizes = true;
    }
    if (z != nullptr && is_centroid(*x)) guess.sizes = true;
    const ColumnSample* indices[3] = {find(ColumnRole::index_i), find(ColumnRole::index_j), find(ColumnRole::index_k)};
    if (indices[0] != nullptr && indices[1] != nullptr && indices[2] != nullptr) {
      set(guess.roles, ColumnRole::index_i, indices[0]);
      set(guess.roles, ColumnRole::index_j, indices[1]);
      set(guess.roles, ColumnRole::index_k, indices[2]);
    } else {
      set(guess.roles, ColumnRole::hole_id, hole);
    }
    return guess;
  }

  /// Indices of blocks without coordinates: i, j, k, or one of all three (IJK).
  std::optional<TableGuess> indices() const {
    const ColumnSample *i = find(ColumnRole::index_i), *j = find(ColumnRole::index_j), *k = find(ColumnRole::index_k);
    const bool combined = i != nullptr && plain_name(i->name) == "ijk";
    if (i == nullptr || (!combined && (j == nullptr || k == nullptr))) return std::nullopt;
    TableGuess guess{Kind::coordinates, {}};
    guess.sizes = true;
    set(guess.roles, ColumnRole::index_i, i);
    if (combined) return guess;
    set(guess.roles, ColumnRole::index_j, j);
    set(guess.roles, ColumnRole::index_k, k);
    return guess;
  }

  /// A column whose values stand in runs within which `along` never falls, and that changes wherever it does.
  const ColumnSample* hole_in_runs(const ColumnSample& along) const {
    for (const ColumnSample& column : sample_) {
      if (&column == &along || column.texts.size() < 3) continue;
      std::size_t changes = 0, faults = 0, blanks = 0;
      for (std::size_t row = 1; row < column.texts.size(); ++row) {
        const bool changed = column.texts[row] != column.texts[row - 1];
        const bool falls = along.values[row] < along.values[row - 1];
        changes += changed;
        blanks += column.texts[row].empty();
        faults += falls && !changed;
      }
      const std::size_t rows = column.texts.size();
      if (blanks == 0 && 50 * faults <= rows && 2 * changes < rows && (changes > 0 || !column.number)) return &column;
    }
    return nullptr;
  }

  /// The first column of words that are all different.
  const ColumnSample* unique_words() const {
    for (const ColumnSample& column : sample_)
      if (!column.number && !column.texts.empty() && is_mostly_unique(column) && !is_blank(column)) return &column;
    return nullptr;
  }

  std::vector<const ColumnSample*> number_columns() const {
    std::vector<const ColumnSample*> columns;
    for (const ColumnSample& column : sample_)
      if (column.number) columns.push_back(&column);
    return columns;
  }

  static double share(const ColumnSample& column, bool (*test)(double)) {
    std::size_t passed = 0;
    for (const double value : column.values) passed += test(value);
    return column.values.empty() ? 0 : static_cast<double>(passed) / static_cast<double>(column.values.size());
  }

  TableGuess from_values() const {
    if (const auto guess = interval_from_values()) return *guess;
    if (const auto guess = survey_from_values()) return *guess;
    if (const auto guess = collar_from_values()) return *guess;
    if (!named_)
      if (const auto guess = points_from_values()) return *guess;
    return {};
  }

  /// By name, else by values; numbers count as hole ids only where no header says what they are.
  const ColumnSample* hole_of_run(const ColumnSample& along) const {
    if (named_)
      if (const ColumnSample* hole = find(ColumnRole::hole_id)) return hole;
    const ColumnSample* hole = hole_in_runs(along);
    return hole != nullptr && named_ && hole->number ? nullptr : hole;
  }

  static bool rises_within(const ColumnSample& hole, const ColumnSample& along) {
    std::size_t pairs = 0, rising = 0;
    for (std::size_t row = 1; row < hole.texts.size(); ++row) {
      if (hole.texts[row] != hole.texts[row - 1]) continue;
      ++pairs;
      rising += along.values[row] > along.values[row - 1];
    }
    return pairs > 0 && 10 * rising >= 9 * pairs;
  }

  std::optional<TableGuess> interval_from_values() const {
    const auto numbers = number_columns();
    for (std::size_t index = 0; index + 1 < numbers.size(); ++index) {
      const ColumnSample &from = *numbers[index], &to = *numbers[index + 1];
      std::size_t rising = 0, joined = 0, deeper = 0, clear = 0;
      for (std::size_t row = 0; row < from.values.size(); ++row) {
        rising += from.values[row] >= 0 && from.values[row] < to.values[row];
        joined += from.values[row] == 0 || (row > 0 && from.values[row] == to.values[row - 1]);
        if (row == 0 || !(from.values[row] > from.values[row - 1])) continue;
        ++deeper;
        clear += from.values[row] >= to.values[row - 1];
      }
      if (from.values.size() < 3 || 20 * rising < 19 * from.values.size() || 2 * joined < from.values.size() ||
          10 * clear < 9 * deeper)
        continue;
      const ColumnSample* hole = hole_of_run(from);
      if (hole != nullptr && hole != &from && hole != &to && rises_within(*hole, from))
        return interval(hole, &from, &to, nullptr, nullptr, nullptr);
    }
    return std::nullopt;
  }

  std::optional<TableGuess> survey_from_values() const {
    const auto numbers = number_columns();
    for (std::size_t index = 0; index + 2 < numbers.size(); ++index) {
      const ColumnSample& depth = *numbers[index];
      if (depth.values.size() < 3 || depth.values[0] != 0 || share(depth, [](double v) { return v >= 0; }) < 1)
        continue;
      const ColumnSample* hole = hole_of_run(depth);
      if (hole == nullptr || hole == &depth || !rises_within(*hole, depth)) continue;
      const ColumnSample *a = numbers[index + 1], *b = numbers[index + 2];
      const auto is_dip = [](const ColumnSample& c) {
        return share(c, [](double v) { return std::abs(v) <= 90; }) == 1;
      };
      const auto is_azimuth = [](const ColumnSample& c) {
        return share(c, [](double v) { return v >= 0 && v <= 360; }) == 1;
      };
      if (is_dip(*b) && is_azimuth(*a) && (!is_dip(*a) || !is_azimuth(*b))) return survey(hole, &depth, a, b);
      if (is_dip(*a) && is_azimuth(*b) && (!is_dip(*b) || !is_azimuth(*a))) return survey(hole, &depth, b, a);
    }
    return std::nullopt;
  }

  std::optional<TableGuess> collar_from_values() const {
    const ColumnSample* hole = unique_words();
    const auto numbers = number_columns();
    if (hole == nullptr || numbers.size() < 3) return std::nullopt;
    const auto is_large = [](const ColumnSample& c) {
      return share(c, [](double v) { return std::abs(v) >= 1000; }) > 0.8;
    };
    if (!is_large(*numbers[0]) || !is_large(*numbers[1])) return std::nullopt;
    const bool has_depth = numbers.size() > 3 && share(*numbers[3], [](double v) { return v > 0 && v < 20000; }) > 0.9;
    return collar(hole, numbers[0], numbers[1], numbers[2], has_depth ? numbers[3] : nullptr, nullptr, nullptr);
  }

  static bool counts_rows(const ColumnSample& column) {
    if (share(column, [](double v) { return v == std::floor(v); }) < 1) return false;
    std::set<double> distinct(column.values.begin(), column.values.end());
    return distinct.size() == column.values.size() && *distinct.begin() >= 0 &&
           *distinct.rbegin() < 100 * static_cast<double>(distinct.size() + 1);
  }

  std::optional<TableGuess> points_from_values() const {
    auto numbers = number_columns();
    if (numbers.size() > 3 && numbers[0]->values.size() > 1 && counts_rows(*numbers[0])) numbers.erase(numbers.begin());
    if (numbers.size() < 3) return std::nullopt;
    return coordinates(numbers[0], numbers[1], numbers[2], nullptr);
  }

  const std::vector<ColumnSample>& sample_;
  bool named_;
  std::string stem_;
};

}  // namespace

TableGuess guess_table(const std::vector<ColumnSample>& sample, bool named, std::string_view stem) {
  return Guesser(sample, named, stem).guess();
}

bool is_planned_status(std::string_view text) {
  const std::string folded = fold_case(trim(text));
  for (const std::string_view word : {"plan", "propos", "design", "план", "проект", "计划", "设计", "拟"})
    if (folded.starts_with(word)) return true;
  return false;
}

bool is_row_counter(const ColumnSample& column) {
  const std::string plain = plain_name(column.name);
  const bool named = column.name.starts_with("column ") || plain.empty() || plain == "unnamed0" || plain == "index" ||
                     plain == "fid" || plain == "objectid" || plain == "rowid" || plain == "no" || plain == "№";
  if (!named || !column.number || column.values.size() < 2) return false;
  for (std::size_t row = 1; row < column.values.size(); ++row)
    if (column.values[row] != column.values[row - 1] + 1) return false;
  return column.values[0] == 0 || column.values[0] == 1;
}

std::optional<AzimuthReference> azimuth_reference_of_name(std::string_view name) {
  const std::string plain = plain_name(name);
  const auto has = [&](std::string_view word) { return plain.find(word) != std::string::npos; };
  if (has("mag") || has("магн") || has("磁")) return AzimuthReference::magnetic;
  if (has("true") || has("истин") || has("真")) return AzimuthReference::true_north;
  if (has("grid") || has("дирек") || has("坐标")) return AzimuthReference::grid;
  return std::nullopt;
}

bool is_zenith_angle(std::string_view name) {
  const std::string plain = plain_name(name);
  return plain.find("зенит") != std::string::npos || plain.find("zenith") != std::string::npos ||
         plain.find("顶角") != std::string::npos;
}

}  // namespace lode::io
