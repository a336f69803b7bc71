#include "core/coarse_blocks.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "core/parallel.h"

namespace lode {

namespace {

constexpr unsigned most_merged = 64;

/// Bits first .. first + count - 1 of a mask, count <= 64.
std::uint64_t bits_at(std::span<const std::uint64_t> words, std::uint64_t first, unsigned count) {
  const std::size_t w = first / 64;
  const unsigned bit = first % 64;
  std::uint64_t bits = words[w] >> bit;
  if (bit + count > 64) bits |= words[w + 1] << (64 - bit);
  return count == 64 ? bits : bits & ((std::uint64_t{1} << count) - 1);
}

std::array<std::uint32_t, 3> halved(std::array<std::uint32_t, 3> count) {
  for (std::uint32_t& c : count) c = (c + 1) / 2;
  return count;
}

/// Of every pair of bits, whether any is set, moved together.
std::uint64_t pairs_of(std::uint64_t bits) {
  bits = (bits | (bits >> 1)) & 0x5555555555555555U;
  bits = (bits | (bits >> 1)) & 0x3333333333333333U;
  bits = (bits | (bits >> 2)) & 0x0f0f0f0f0f0f0f0fU;
  bits = (bits | (bits >> 4)) & 0x00ff00ff00ff00ffU;
  bits = (bits | (bits >> 8)) & 0x0000ffff0000ffffU;
  return (bits | (bits >> 16)) & 0x00000000ffffffffU;
}

/// Sets bits that other threads may be setting in the same word.
void set_bits(std::span<std::uint64_t> words, std::uint64_t first, std::uint64_t bits) {
  if (bits == 0) return;
  const std::size_t w = first / 64;
  const unsigned bit = first % 64;
  std::atomic_ref(words[w]).fetch_or(bits << bit, std::memory_order_relaxed);
  if (bit != 0 && (bits >> (64 - bit)) != 0)
    std::atomic_ref(words[w + 1]).fetch_or(bits >> (64 - bit), std::memory_order_relaxed);
}

/// A cell of `coarse` for every 2 x 2 x 2 cells of `fine`: whether any of them is set.
void halve(std::array<std::uint32_t, 3> count, const Mask& fine, Mask& coarse) {
  const std::array<std::uint32_t, 3> half = halved(count);
  coarse.assign(std::size_t{half[0]} * half[1] * half[2], false);
  const std::span<const std::uint64_t> from = fine.words();
  const std::span<std::uint64_t> to = coarse.words();
  parallel_for(half[2], 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k)
      for (std::uint32_t j = 0; j < half[1]; ++j)
        for (std::uint32_t i = 0; i < count[0]; i += 64) {
          const unsigned cells = std::min(64U, count[0] - i);
          std::uint64_t any = 0;
          for (std::size_t fk = 2 * k; fk < std::min<std::size_t>(2 * k + 2, count[2]); ++fk)
            for (std::uint32_t fj = 2 * j; fj < std::min(2 * j + 2, count[1]); ++fj)
              any |= bits_at(from, i + std::uint64_t{count[0]} * (fj + count[1] * fk), cells);
          set_bits(to, i / 2 + std::uint64_t{half[0]} * (j + std::uint64_t{half[1]} * k), pairs_of(any));
        }
  });
}

void set_lattice(const Lattice& fine, unsigned merged, Lattice& coarse) {
  coarse.source_from_lattice = fine.source_from_lattice;
  for (std::size_t a = 0; a < 3; ++a) {
    coarse.count[a] = (fine.count[a] + merged - 1) / merged;
    coarse.edges[a].clear();
    for (std::uint32_t i = 0; i < fine.count[a]; i += merged) coarse.edges[a].push_back(fine.edges[a][i]);
    coarse.edges[a].push_back(fine.edges[a].back());
  }
}

/// The visible block of a coarse one that lies nearest behind its face.
class NearestBehind {
 public:
  NearestBehind(const Lattice& lattice, const Mask& visible, unsigned merged, int direction)
      : lattice_(lattice), words_(visible.words()), merged_(merged), axis_(direction / 2), upper_(direction % 2 == 1) {}

  std::uint64_t operator()(FaceCell cell) const {
    const std::array<std::uint32_t, 3> first{cell.i * merged_, cell.j * merged_, cell.k * merged_};
    std::array<std::uint32_t, 3> size;
    for (std::size_t a = 0; a < 3; ++a) size[a] = std::min(merged_, lattice_.count[a] - first[a]);
    return axis_ == 0 ? along_u(first, size) : across_u(first, size);
  }

 private:
  std::uint64_t row_at(const std::array<std::uint32_t, 3>& first, std::uint32_t j, std::uint32_t k) const {
    return lattice_.cell(first[0], first[1] + j, first[2] + k);
  }

  std::uint64_t along_u(const std::array<std::uint32_t, 3>& first, const std::array<std::uint32_t, 3>& size) const {
    std::uint64_t best = 0;
    unsigned best_depth = ~0U;
    for (std::uint32_t k = 0; k < size[2]; ++k)
      for (std::uint32_t j = 0; j < size[1]; ++j) {
        const std::uint64_t row = row_at(first, j, k), bits = bits_at(words_, row, size[0]);
        if (bits == 0) continue;
        const auto i = static_cast<unsigned>(upper_ ? std::bit_width(bits) - 1 : std::countr_zero(bits));
        const unsigned depth = upper_ ? size[0] - 1 - i : i;
        if (depth < best_depth) best_depth = depth, best = row + i;
        if (depth == 0) return best;
      }
    return best;
  }

  std::uint64_t across_u(const std::array<std::uint32_t, 3>& first, const std::array<std::uint32_t, 3>& size) const {
    const std::uint32_t layers = size[static_cast<std::size_t>(axis_)], rows = axis_ == 1 ? size[2] : size[1];
    for (std::uint32_t depth = 0; depth < layers; ++depth)
      for (std::uint32_t other = 0; other < rows; ++other) {
        const std::uint32_t at = upper_ ? layers - 1 - depth : depth;
        const std::uint64_t row = axis_ == 1 ? row_at(first, at, other) : row_at(first, other, at);
        if (const std::uint64_t bits = bits_at(words_, row, size[0]); bits != 0)
          return row + static_cast<std::uint64_t>(std::countr_zero(bits));
      }
    return row_at(first, 0, 0);
  }

  const Lattice& lattice_;
  std::span<const std::uint64_t> words_;
  std::uint32_t merged_;
  int axis_;
  bool upper_;
};

/// The visible sub-block of a parent that lies nearest behind a face of the direction.
std::uint64_t nearest_within(const SubBlocks& boxes, std::uint64_t parent, const Mask& visible, int direction) {
  const auto [first, end] = boxes.rows_of(parent);
  const auto axis = static_cast<std::size_t>(direction / 2);
  std::uint64_t best = first;
  std::int64_t best_height = std::numeric_limits<std::int64_t>::min();
  for (std::uint64_t row = first; row < end; ++row) {
    if (!visible[row]) continue;
    const BoxLevels box = boxes.box(row);
    const std::int64_t height =
        direction % 2 == 1 ? std::int64_t{box.upper[axis]} : -static_cast<std::int64_t>(box.lower[axis]);
    if (height > best_height) best_height = height, best = row;
  }
  return best;
}

/// `cells`: a bit a cell of the lattice; index_of(cell, direction): the colour of what is visible of it.
template <typename IndexOf>
void colour(const Lattice& lattice, const Mask& cells, const IndexOf& index_of, CoarseBlocks& coarse) {
  coarse.colour_index.resize(coarse.faces.cells.size());
  for (int direction = 0; direction < 6; ++direction) {
    const NearestBehind nearest(lattice, cells, coarse.as.merged, direction);
    const std::span<const FaceCell> faces = coarse.faces.of(direction);
    std::uint8_t* const to = coarse.colour_index.data() + coarse.faces.begin[static_cast<std::size_t>(direction)];
    parallel_for(faces.size(), std::size_t{1} << 12, [&](std::size_t begin, std::size_t end) {
      for (std::size_t f = begin; f < end; ++f) to[f] = index_of(nearest(faces[f]), direction);
    });
  }
}

void colour(const BlockModel& model, const Mask& visible, std::span<const std::uint8_t> index_of_row,
            CoarseBlocks& coarse) {
  if (index_of_row.empty()) {
    coarse.colour_index.assign(coarse.faces.cells.size(), 1);
  } else if (model.sub_blocked()) {
    colour(
        model.lattice, coarse.parents,
        [&](std::uint64_t parent, int direction) {
          return index_of_row[nearest_within(*model.sub_blocks, parent, visible, direction)];
        },
        coarse);
  } else {
    colour(
        model.lattice, visible, [&](std::uint64_t cell, int) { return index_of_row[model.row_of_cell(cell)]; }, coarse);
  }
}

/// The parents of which a sub-block is visible.
void parents_of(const BlockModel& model, const Mask& visible, Mask& parents) {
  const std::uint64_t cells = model.lattice.cells();
  parents.assign(cells, false);
  const std::span<const std::uint64_t> words = visible.words();
  const auto any = [&](std::uint64_t first, std::uint64_t end) {
    for (; first < end; first = (first / 64 + 1) * 64) {
      const auto count = static_cast<unsigned>(std::min<std::uint64_t>(64 - first % 64, end - first));
      if (bits_at(words, first, count) != 0) return true;
    }
    return false;
  };
  parallel_for(parents.words().size(), 256, [&](std::size_t begin, std::size_t end) {
    for (std::uint64_t parent = 64 * begin; parent < std::min<std::uint64_t>(64 * end, cells); ++parent) {
      const auto [first, last] = model.sub_blocks->rows_of(parent);
      if (any(first, last)) parents.set(parent);
    }
  });
}

}  // namespace

std::uint64_t face_budget() {
  static const std::uint64_t budget = [] {
    constexpr std::uint64_t usual = 1'000'000;
    const char* text = std::getenv("LODE_FACE_BUDGET");
    if (text == nullptr) return usual;
    const std::string_view view(text);
    std::uint64_t wanted = 0;
    const auto [end, fault] = std::from_chars(view.data(), view.data() + view.size(), wanted);
    return fault == std::errc() && end == view.data() + view.size() && wanted > 0 ? wanted : usual;
  }();
  return budget;
}

void build_coarse(const BlockModel& model, const Mask& visible, std::span<const std::uint8_t> index_of_row,
                  std::uint64_t most_faces, CoarseBlocks& coarse) {
  coarse.as = {.merged = 1, .parents = model.sub_blocked()};
  std::array<std::uint32_t, 3> count = model.lattice.count;
  if (model.lattice.cells() == 0) return;
  if (model.sub_blocked()) {
    parents_of(model, visible, coarse.parents);
    set_lattice(model.lattice, 1, coarse.lattice);
    coarse.visible = coarse.parents;
  }
  const Mask& finest = model.sub_blocked() ? coarse.parents : visible;
  const auto is_enough = [&] {
    if (coarse.as.exact()) return false;
    return coarse.as.merged == most_merged || count_faces(coarse.lattice, coarse.visible, coarse.faces) <= most_faces;
  };
  while (!is_enough()) {
    if (coarse.as.merged > 1) std::swap(coarse.visible, coarse.finer);
    halve(count, coarse.as.merged > 1 ? coarse.finer : finest, coarse.visible);
    count = halved(count);
    coarse.as.merged *= 2;
    set_lattice(model.lattice, coarse.as.merged, coarse.lattice);
  }
  build_faces(coarse.lattice, coarse.visible, coarse.faces);
  colour(model, visible, index_of_row, coarse);
}

}  // namespace lode
