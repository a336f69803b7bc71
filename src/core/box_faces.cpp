// The faces of boxes between visible and hidden.
#include <algorithm>

#include "core/parallel.h"
#include "core/sub_blocks.h"

namespace lode {

namespace {

LevelRectangle overlap(const BoxLevels& below, const BoxLevels& above, std::size_t axis) {
  const std::size_t b = (axis + 1) % 3, c = (axis + 2) % 3;
  return {below.upper[axis], std::max(below.lower[b], above.lower[b]), std::max(below.lower[c], above.lower[c]),
          std::min(below.upper[b], above.upper[b]), std::min(below.upper[c], above.upper[c])};
}

enum class Seen { none, all, some };

/// Of the boxes of a chunk, 64 at a time.
Seen seen(const BoxContacts::Chunk& chunk, const Mask& visible) {
  const std::span<const std::uint64_t> words = visible.words();
  bool any = false, all = true;
  for (const auto& [first, end] : chunk.rows)
    for (std::size_t w = first / 64; w <= (end - 1) / 64; ++w) {
      std::uint64_t run = ~std::uint64_t{0};
      if (w == first / 64) run <<= first % 64;
      if (w == (end - 1) / 64) run &= ~std::uint64_t{0} >> (63 - (end - 1) % 64);
      any = any || (words[w] & run) != 0;
      all = all && (words[w] & run) == run;
      if (any && !all) return Seen::some;
    }
  return any ? Seen::all : Seen::none;
}

/// How many faces of a chunk look in each direction.
std::array<std::uint64_t, 6> count(const BoxContacts::Chunk& chunk, const Mask& visible) {
  std::array<std::uint64_t, 6> counts{};
  const Seen boxes_seen = seen(chunk, visible);
  if (boxes_seen == Seen::none) return counts;
  for (std::size_t axis = 0; axis < 3 && boxes_seen == Seen::some; ++axis) {
    std::uint64_t up = 0, down = 0;
    for (std::uint32_t p = chunk.pairs_begin[axis]; p < chunk.pairs_begin[axis + 1]; ++p) {
      const bool below = visible[chunk.pairs[p].below], above = visible[chunk.pairs[p].above];
      up += below && !above ? 1 : 0;
      down += above && !below ? 1 : 0;
    }
    counts[2 * axis] = down;
    counts[2 * axis + 1] = up;
  }
  for (std::size_t d = 0; d < 6; ++d)
    for (std::uint32_t e = chunk.exterior_begin[d]; e < chunk.exterior_begin[d + 1]; ++e)
      counts[d] += visible[chunk.exterior[e].box] ? 1 : 0;
  return counts;
}

void write(const SubBlocks& boxes, const BoxContacts::Chunk& chunk, const Mask& visible, std::array<BoxFace*, 6> out) {
  const Seen boxes_seen = seen(chunk, visible);
  if (boxes_seen == Seen::none) return;
  for (std::size_t axis = 0; axis < 3 && boxes_seen == Seen::some; ++axis)
    for (std::uint32_t p = chunk.pairs_begin[axis]; p < chunk.pairs_begin[axis + 1]; ++p) {
      const BoxPair pair = chunk.pairs[p];
      const bool below = visible[pair.below];
      if (below == visible[pair.above]) continue;
      *out[2 * axis + (below ? 1 : 0)]++ = {overlap(boxes.box(pair.below), boxes.box(pair.above), axis),
                                            below ? pair.below : pair.above};
    }
  for (std::size_t d = 0; d < 6; ++d)
    for (std::uint32_t e = chunk.exterior_begin[d]; e < chunk.exterior_begin[d + 1]; ++e)
      if (visible[chunk.exterior[e].box]) *out[d]++ = {chunk.exterior[e].rectangle, chunk.exterior[e].box};
}

}  // namespace

void build_faces(const SubBlocks& boxes, const Mask& visible, BoxFaces& faces) {
  const std::vector<BoxContacts::Chunk>& chunks = boxes.contacts().chunks;
  auto& counts = faces.counts_;
  counts.resize(chunks.size());
  parallel_for(chunks.size(), 8, [&](std::size_t begin, std::size_t end) {
    for (std::size_t chunk = begin; chunk < end; ++chunk) counts[chunk] = count(chunks[chunk], visible);
  });
  std::uint64_t total = 0;
  for (std::size_t d = 0; d < 6; ++d) {
    faces.begin[d] = total;
    for (auto& some : counts) {
      const std::uint64_t found = some[d];
      some[d] = total;
      total += found;
    }
  }
  faces.begin[6] = total;
  faces.faces.resize(total);
  parallel_for(chunks.size(), 8, [&](std::size_t begin, std::size_t end) {
    for (std::size_t chunk = begin; chunk < end; ++chunk) {
      std::array<BoxFace*, 6> out;
      for (std::size_t d = 0; d < 6; ++d) out[d] = faces.faces.data() + counts[chunk][d];
      write(boxes, chunks[chunk], visible, out);
    }
  });
}

}  // namespace lode
