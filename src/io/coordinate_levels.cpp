#include "io/coordinate_levels.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>

#include "core/lattice.h"
#include "core/parallel.h"

namespace lode::io {

namespace {

constexpr std::size_t few_rows = std::size_t{1} << 20;  ///< of these every value is a level, however many there are
constexpr std::size_t range_rows = std::size_t{1} << 18;

/// Values by a key, with how often each occurs and their sum beyond the first.
class LevelTable {
 public:
  std::size_t size() const { return used_; }

  void add(std::int64_t key, double value) {
    if (used_ > 0) {  // rows of a grid repeat a level, or come to the one that came after it before
      if (key != slots_[last_].key) {
        const std::size_t next = slots_[last_].next;
        if (slots_[next].key != key || slots_[next].rows == 0) return add_elsewhere(key, value);
        last_ = next;
      }
      return add_to(slots_[last_], value);
    }
    add_elsewhere(key, value);
  }

  template <typename Function>
  void for_each(Function&& function) const {
    for (const Slot& slot : slots_)
      if (slot.rows > 0) function(slot.key, slot.first + slot.beyond / static_cast<double>(slot.rows), slot.rows);
  }

 private:
  struct Slot {
    std::int64_t key = 0;
    double first = 0, beyond = 0;
    std::size_t rows = 0;
    std::size_t next = 0;  ///< where the level was that followed
  };

  void add_elsewhere(std::int64_t key, double value) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    const std::size_t place = place_of(key);
    if (slots_[place].rows == 0) {
      slots_[place] = {key, value, 0, 0, 0};
      ++used_;
    }
    slots_[last_].next = place;
    last_ = place;
    add_to(slots_[last_], value);
  }

  static void add_to(Slot& slot, double value) {
    slot.beyond += value - slot.first;
    ++slot.rows;
  }

  std::size_t place_of(std::int64_t key) const {
    const std::uint64_t mixed = static_cast<std::uint64_t>(key) * 0x9E3779B97F4A7C15u;
    std::size_t place = (mixed >> 32) & (slots_.size() - 1);
    while (slots_[place].rows > 0 && slots_[place].key != key) place = (place + 1) & (slots_.size() - 1);
    return place;
  }

  void grow() {
    std::vector<Slot> before(std::max<std::size_t>(64, 2 * slots_.size()));
    before.swap(slots_);
    for (Slot& slot : before) {
      slot.next = 0;
      if (slot.rows > 0) slots_[place_of(slot.key)] = slot;
    }
    last_ = 0;
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0, last_ = 0;
};

using Tables = std::array<LevelTable, 3>;

/// Tables of ranges of rows. An axis with more than `most` levels in a range is given up: it has none.
template <typename Key>
std::vector<Tables> tables_of(const Centroids& centroids, std::size_t most, std::array<std::atomic<bool>, 3>& given_up,
                              const Key& key_of) {
  std::vector<Tables> tables((centroids.size() + range_rows - 1) / range_rows);
  parallel_for(centroids.size(), range_rows, [&](std::size_t begin, std::size_t end) {
    Tables& own = tables[begin / range_rows];
    centroids.for_each(begin, end, [&](std::size_t, const Centroids::Buffer& buffer, std::size_t i) {
      if (!std::isfinite(buffer.axes[0][i])) return;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        if (given_up[axis].load(std::memory_order_relaxed)) continue;
        const double value = buffer.axes[axis][i];
        own[axis].add(key_of(value), value);
        if (own[axis].size() > most) given_up[axis] = true;
      }
    });
  });
  return tables;
}

std::vector<Level> sorted_levels(const std::vector<Tables>& tables, std::size_t axis) {
  struct Entry {
    std::int64_t key;
    double value;
    std::size_t rows;
  };
  std::vector<Entry> entries;
  for (const Tables& own : tables)
    own[axis].for_each([&](std::int64_t key, double value, std::size_t rows) {
      entries.push_back({key, value, rows});
    });
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
  std::vector<Level> levels;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i == 0 || entries[i].key != entries[i - 1].key) levels.emplace_back();
    Level& level = levels.back();
    level.rows += entries[i].rows;
    level.value +=
        (entries[i].value - level.value) * static_cast<double>(entries[i].rows) / static_cast<double>(level.rows);
  }
  std::ranges::sort(levels, {}, &Level::value);
  return levels;
}

/// How often each mantissa of the range occurs, in rows whose other coordinates are there too.
std::vector<std::uint32_t> counts_of(const std::array<Mantissas, 3>& axes, std::size_t axis, std::size_t rows) {
  const Mantissas& own = axes[axis];
  const bool some_missing = axes[0].some_missing || axes[1].some_missing || axes[2].some_missing;
  const auto is_whole = [&](std::size_t row) {
    return std::ranges::none_of(axes, [row](const Mantissas& m) { return m.of_rows[row] == ScaledIntegers::missing; });
  };
  const std::size_t parts = std::clamp<std::size_t>(rows / (8 * own.range()), 1, thread_count());
  const std::size_t part_rows = (rows + parts - 1) / parts;
  std::vector<std::vector<std::uint32_t>> counts(parts);
  parallel_for(rows, part_rows, [&](std::size_t begin, std::size_t end) {
    std::vector<std::uint32_t> part(own.range());
    for (std::size_t row = begin; row < end;) {
      const std::uint64_t place = own.place(row);
      const std::size_t first = row;
      while (++row < end && own.place(row) == place && !some_missing) {
      }
      if (!some_missing || is_whole(first)) part[place] += static_cast<std::uint32_t>(row - first);
    }
    counts[begin / part_rows] = std::move(part);
  });
  for (std::size_t part = 1; part < parts; ++part)
    for (std::size_t place = 0; place < counts[part].size(); ++place) counts[0][place] += counts[part][place];
  return std::move(counts[0]);
}

/// Where coordinates are decimals of few values; nothing where an axis has more than `most` levels.
std::optional<std::array<std::vector<Level>, 3>> counted_levels(const Centroids& centroids, std::size_t most) {
  const std::array<Mantissas, 3>* axes = centroids.mantissas();
  if (axes == nullptr || centroids.size() > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  std::array<std::vector<Level>, 3> levels;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::vector<std::uint32_t> counts = counts_of(*axes, axis, centroids.size());
    for (std::size_t place = 0; place < counts.size(); ++place)
      if (counts[place] > 0)
        levels[axis].push_back(
            {(*axes)[axis].value((*axes)[axis].lowest + static_cast<std::int64_t>(place)), counts[place]});
    if (levels[axis].size() > most) return std::nullopt;
    std::ranges::sort(levels[axis], {}, &Level::value);
  }
  return levels;
}

double greatest_coordinate(const Centroids& centroids) {
  std::vector<double> greatest((centroids.size() + range_rows - 1) / range_rows, 0);
  parallel_for(centroids.size(), range_rows, [&](std::size_t begin, std::size_t end) {
    double& own = greatest[begin / range_rows];
    centroids.for_each(begin, end, [&](std::size_t, const Centroids::Buffer& buffer, std::size_t i) {
      for (const auto& axis : buffer.axes)
        if (std::abs(axis[i]) > own) own = std::abs(axis[i]);
    });
  });
  return greatest.empty() ? 0 : *std::ranges::max_element(greatest);
}

}  // namespace

std::array<std::vector<Level>, 3> levels_of(const Centroids& centroids) {
  const auto exact = [](double value) { return std::bit_cast<std::int64_t>(value + 0.0); };  // -0 is 0
  std::array<std::vector<Level>, 3> levels;
  std::array<std::atomic<bool>, 3> too_many{};
  const std::size_t most_exact = centroids.size() <= few_rows ? centroids.size() : Lattice::max_count;
  if (auto counted = counted_levels(centroids, most_exact)) return *std::move(counted);
  const auto take = [&](const std::vector<Tables>& tables, const std::array<bool, 3>& wanted) {
    parallel_for(3, 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t axis = begin; axis < end; ++axis)
        if (wanted[axis] && !too_many[axis]) levels[axis] = sorted_levels(tables, axis);
    });
  };
  take(tables_of(centroids, most_exact, too_many, exact), {true, true, true});
  const std::array<bool, 3> again{too_many[0], too_many[1], too_many[2]};
  if (!again[0] && !again[1] && !again[2]) return levels;
  const double quantum = 1e-10 * greatest_coordinate(centroids);
  for (std::size_t axis = 0; axis < 3; ++axis) too_many[axis] = !again[axis];
  const std::vector<Tables> tables =
      tables_of(centroids, 2 * std::size_t{Lattice::max_count}, too_many,
                [quantum](double value) { return static_cast<std::int64_t>(std::llround(value / quantum)); });
  take(tables, again);
  return levels;
}

}  // namespace lode::io
