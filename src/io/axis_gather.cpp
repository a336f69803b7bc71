// The columns of a table whose rows run along the axes of a grid, put in the order of its cells.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <ranges>
#include <type_traits>

#include "core/parallel.h"
#include "io/axis_order.h"
#include "io/reordered_table.h"

namespace lode::io {

namespace {

constexpr std::size_t line_bytes = 64;  // of a processor's cache
constexpr std::size_t depth = 64;       // cells of a strip that are moved together: bits of a word

#if defined(__GNUC__)
void fetch(const void* line) { __builtin_prefetch(line, 0); }
void fetch_to_write(const void* line) { __builtin_prefetch(line, 1); }
#else
void fetch(const void*) {}
void fetch_to_write(const void*) {}
#endif

/// `size` places or cells that follow one another: which have a row, and the row of the first that has.
struct Window {
  std::uint64_t row = 0, bits = 0;
  std::size_t size = 0;

  bool full() const { return size > 0 && bits == ~std::uint64_t{0} >> (64 - size); }
};

/// A mask, or all.
class Filled {
 public:
  explicit Filled(const RankedMask& mask) : mask_(mask), all_(mask.size() == 0) {}

  std::uint64_t rows_before(std::uint64_t at) const {
    if (all_) return at;
    return at == mask_.size() ? mask_.count() : mask_.rank(at);
  }

  /// `size` from 1 to 64.
  Window window(std::uint64_t at, std::size_t size) const {
    const std::uint64_t wanted = ~std::uint64_t{0} >> (64 - size);
    if (all_) return {at, wanted, size};
    const auto words = mask_.mask().words();
    std::uint64_t bits = words[at / 64] >> at % 64;
    if (at % 64 + size > 64) bits |= words[at / 64 + 1] << (64 - at % 64);
    return {mask_.rank(at), bits & wanted, size};
  }

 private:
  const RankedMask& mask_;
  bool all_;
};

/// Cells of a strip that are moved together: side by side along x, as many as values fill a line of the cache, and one
/// after another along the fastest axis.
template <std::size_t width>
struct Block {
  std::size_t size = 0;               ///< along the fastest axis
  std::array<Window, width> columns;  ///< of places, one for each cell along x: the block's, the lowest first
  std::array<Window, depth> rows;     ///< of cells, one for each along the fastest axis: side by side
};

class CellsInOrder {
 public:
  explicit CellsInOrder(const RowsAlongAxes& rows)
      : order_(rows.order),
        cell_step_{1, order_.count[0], std::uint64_t{order_.count[0]} * order_.count[1]},
        places_(rows.places),
        cells_(rows.cells),
        size_(cells_.rows_before(cell_step_[2] * order_.count[2])) {}

  std::size_t size() const { return size_; }

  template <typename T>
  SharedArray<T> gathered(const SharedArray<T>& of_rows) const {
    return gathered_from<T>(of_rows.data());
  }

  SharedArray<std::uint32_t> row_numbers(std::uint32_t first) const {
    return gathered_from<std::uint32_t>(std::views::iota(first).begin());
  }

 private:
  template <typename T, typename Rows>
  SharedArray<T> gathered_from(Rows of_rows) const {
    const std::shared_ptr<T[]> of_cells = std::make_shared_for_overwrite<T[]>(size_);
    if (order_.count[0] == 1 || std::abs(order_.step[0]) == 1)
      copy_runs(of_rows, of_cells.get());
    else
      transpose(of_rows, of_cells.get());
    return {std::span<const T>(of_cells.get(), size_), of_cells};
  }

  std::uint64_t place(const std::array<std::uint64_t, 3>& ijk) const {
    std::int64_t at = order_.first;
    for (std::size_t axis = 0; axis < 3; ++axis) at += order_.step[axis] * static_cast<std::int64_t>(ijk[axis]);
    return static_cast<std::uint64_t>(at);
  }

  /// Where rows follow one another along x.
  template <typename T, typename Rows>
  void copy_runs(Rows of_rows, T* of_cells) const {
    constexpr std::size_t runs_at_once = 256;
    const std::uint64_t length = order_.count[0];
    const bool up = order_.step[0] >= 0;
    parallel_for(order_.count[1] * std::size_t{order_.count[2]}, runs_at_once, [&](std::size_t begin, std::size_t end) {
      for (std::size_t run = begin; run < end; ++run) {
        const std::uint64_t to = cells_.rows_before(run * length);
        const std::size_t count = cells_.rows_before((run + 1) * length) - to;
        const std::uint64_t lowest = place({up ? 0 : length - 1, run % order_.count[1], run / order_.count[1]});
        const auto first = of_rows + static_cast<std::ptrdiff_t>(places_.rows_before(lowest));
        if (up)
          std::copy_n(first, count, of_cells + to);
        else
          std::reverse_copy(first, first + static_cast<std::ptrdiff_t>(count), of_cells + to);
      }
    });
  }

  /// Where they do along another axis: strip by strip of cells side by side, along that axis.
  template <typename T, typename Rows>
  void transpose(Rows of_rows, T* of_cells) const {
    constexpr std::size_t width = line_bytes / sizeof(T), strips_at_once = 8;
    const std::size_t fastest = order_.count[1] > 1 && std::abs(order_.step[1]) == 1 ? 1 : 2, other = 3 - fastest;
    const std::size_t strips = (order_.count[0] + width - 1) / width;
    parallel_for(strips * order_.count[other], strips_at_once, [&](std::size_t begin, std::size_t end) {
      for (std::size_t strip = begin; strip < end; ++strip) {
        std::array<std::uint64_t, 3> at{strip % strips * width, 0, 0};
        at[other] = strip / strips;
        transpose_strip<width>(of_rows, at, fastest, of_cells);
      }
    });
  }

  template <std::size_t width, typename T, typename Rows>
  void transpose_strip(Rows of_rows, std::array<std::uint64_t, 3> at, std::size_t fastest, T* of_cells) const {
    std::array<Block<width>, 2> blocks;
    locate(blocks[0], at, fastest, of_rows, of_cells);
    for (std::size_t turn = 0; blocks[turn].size > 0; turn = 1 - turn) {
      at[fastest] += depth;
      locate(blocks[1 - turn], at, fastest, of_rows, of_cells);  // and fetches it meanwhile
      move(blocks[turn], order_.step[fastest] > 0, of_rows, of_cells);
    }
  }

  /// The block of the cells from `at` on; of size 0 beyond the last.
  template <std::size_t width, typename T, typename Rows>
  void locate(Block<width>& block, std::array<std::uint64_t, 3> at, std::size_t fastest, Rows of_rows,
              T* of_cells) const {
    block.size = 0;
    if (at[fastest] >= order_.count[fastest]) return;
    block.size = std::min<std::size_t>(depth, order_.count[fastest] - at[fastest]);
    const std::size_t side_by_side = std::min<std::size_t>(width, order_.count[0] - at[0]);
    const std::uint64_t cell = at[0] + at[1] * cell_step_[1] + at[2] * cell_step_[2];
    for (std::size_t i = 0; i < block.size; ++i) {
      block.rows[i] = cells_.window(cell + i * cell_step_[fastest], side_by_side);
      fetch_to_write(of_cells + block.rows[i].row);
      fetch_to_write(of_cells + block.rows[i].row + width - 1);
    }
    if (order_.step[fastest] < 0) at[fastest] += block.size - 1;
    for (std::size_t x = 0; x < side_by_side; ++x, ++at[0]) {
      block.columns[x] = places_.window(place(at), block.size);
      if constexpr (std::is_pointer_v<Rows>)
        for (std::size_t i = 0; i < depth; i += width) fetch(of_rows + block.columns[x].row + i);
    }
    for (std::size_t x = side_by_side; x < width; ++x) block.columns[x] = {};
  }

  /// By way of a small copy: rows apart by a power of two would push one another out of the processor's cache.
  template <std::size_t width, typename T, typename Rows>
  static void move(const Block<width>& block, bool up, Rows of_rows, T* of_cells) {
    std::array<std::array<T, depth>, width> values;
    for (std::size_t x = 0; x < width; ++x) {
      const Window& column = block.columns[x];
      auto from = of_rows + static_cast<std::ptrdiff_t>(column.row);
      if (column.full() && up)
        std::copy_n(from, column.size, values[x].begin());
      else
        for (std::uint64_t bits = column.bits; bits != 0; bits &= bits - 1) {
          const auto i = static_cast<std::size_t>(std::countr_zero(bits));
          values[x][up ? i : block.size - 1 - i] = *from++;
        }
    }
    for (std::size_t i = 0; i < block.size; ++i) {
      const Window& row = block.rows[i];
      T* to = of_cells + row.row;
      if (row.full() && row.size == width)
        for (std::size_t x = 0; x < width; ++x) to[x] = values[x][i];
      else
        for (std::uint64_t bits = row.bits; bits != 0; bits &= bits - 1)
          *to++ = values[static_cast<std::size_t>(std::countr_zero(bits))][i];
    }
  }

  const AxisOrder order_;
  const std::array<std::uint64_t, 3> cell_step_;
  const Filled places_, cells_;
  const std::size_t size_;
};

}  // namespace

Table in_order_of_cells(Table table, const RowsAlongAxes& rows) {
  return reordered(std::move(table), CellsInOrder(rows));
}

}  // namespace lode::io
