// Sub-blocked models: time and memory of their contacts, and of a cut-off change. Arguments: millions of sub-blocks
// (5; with LODE_BENCH_100M=1 also 20).
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

#include "core/block_model.h"
#include "core/geometry.h"
#include "core/parallel.h"

namespace {

using namespace lode;

double now_ms() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

constexpr double parent_m = 16;

double grade_at(Vec3 p) {
  return std::sin(p.x / 260 + 0.5 * std::sin(p.y / 130)) * std::cos(p.y / 300) * std::sin(p.z / 170 + p.x / 900);
}

void add(BoxSides& sides, Vec3 lower, Vec3 size) {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const int a = static_cast<int>(axis);
    sides.lower[axis].push_back(lower[a]);
    sides.upper[axis].push_back(lower[a] + size[a]);
  }
}

/// Halved where the body's rim passes through.
void add_octree(BoxSides& sides, Vec3 lower, double size, int most) {
  const double rim = std::abs(grade_at(lower + Vec3{size / 2, size / 2, size / 2}) - 0.55);
  if (most == 0 || rim > 0.006 * size) return add(sides, lower, {size, size, size});
  for (int child = 0; child < 8; ++child)
    add_octree(sides, lower + 0.5 * size * Vec3{1.0 * (child & 1), 1.0 * (child >> 1 & 1), 1.0 * (child >> 2)},
               size / 2, most - 1);
}

/// Cut across z at heights of its own, as surfaces cut blocks, and across x.
void add_free(BoxSides& sides, Vec3 lower) {
  double below = 0;
  for (int layer = 0; layer < 4; ++layer) {
    const double height = layer == 3 ? parent_m - below : 3 + 2 * std::abs(grade_at(lower + Vec3{0, 0, 40.0 * layer}));
    const double cut = 4 + 8 * std::abs(grade_at(lower + Vec3{40.0 * layer, 0, 0}));
    add(sides, lower + Vec3{0, 0, below}, {cut, parent_m, height});
    add(sides, lower + Vec3{cut, 0, below}, {parent_m - cut, parent_m, height});
    below += height;
  }
}

struct Model {
  Lattice lattice;
  BoxSides sides;
};

Model model_of(bool octree, std::uint64_t wanted) {
  Model model;
  // Whole layers of 160 x 160 parents, until there are enough.
  constexpr std::uint32_t side = 160;
  std::uint32_t layers = 0;
  for (; model.sides.size() < wanted; ++layers)
    for (std::uint32_t j = 0; j < side; ++j)
      for (std::uint32_t i = 0; i < side; ++i) {
        const Vec3 lower{parent_m * i, parent_m * j, parent_m * layers};
        octree ? add_octree(model.sides, lower, parent_m, 3) : add_free(model.sides, lower);
      }
  model.lattice = Lattice::regular({}, {parent_m, parent_m, parent_m}, {side, side, layers});
  return model;
}

template <typename Function>
double best_of(int times, const Function& function) {
  double best = HUGE_VAL;
  for (int i = 0; i < times; ++i) {
    const double begin = now_ms();
    function(i);
    best = std::min(best, now_ms() - begin);
  }
  return best;
}

void measure(bool octree, std::uint64_t millions) {
  Model model = model_of(octree, millions * 1000000);
  double begin = now_ms();
  const SubBlocksMade made = make_sub_blocks(model.lattice, std::move(model.sides));
  const double made_ms = now_ms() - begin;
  const SubBlocks& boxes = *made.boxes;
  begin = now_ms();
  BoxOverlaps overlaps;
  const BoxContacts again = find_contacts(boxes, overlaps);
  const double contacts_ms = now_ms() - begin;
  const auto count = static_cast<double>(boxes.size());

  std::vector<float> grade(boxes.size());
  for (std::uint64_t row = 0; row < boxes.size(); ++row)
    grade[row] = static_cast<float>(grade_at(boxes.centroid_lattice(row)));
  std::vector<float> sorted = grade;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(9 * sorted.size() / 10), sorted.end());
  const float tenth = sorted[9 * sorted.size() / 10];
  Mask visible(boxes.size());
  BoxFaces faces;
  std::vector<std::uint8_t> colours;
  const std::vector<std::uint8_t> index_of_row(boxes.size(), 3);
  const auto set_mask = [&](int step) {
    visible.assign(boxes.size(), false);
    const float cutoff = tenth + 0.002F * static_cast<float>(step);
    parallel_for(visible.words().size(), 4096, [&](std::size_t first, std::size_t end) {
      for (std::size_t row = 64 * first; row < std::min<std::size_t>(64 * end, grade.size()); ++row)
        if (grade[row] >= cutoff) visible.set(row);
    });
  };
  double faces_ms = HUGE_VAL;
  for (int step = 0; step < 8; ++step) {
    set_mask(step);
    const double start = now_ms();
    build_faces(boxes, visible, faces);
    colour_faces(std::span<const BoxFace>(faces.faces), index_of_row, colours);
    if (step > 0) faces_ms = std::min(faces_ms, now_ms() - start);
  }
  const double read_ms = best_of(5, [&](int) {
    std::vector<double> sums(64);
    parallel_for(64, 1, [&](std::size_t first, std::size_t end) {
      for (std::size_t part = first; part < end; ++part)
        for (std::size_t row = part * grade.size() / 64; row < (part + 1) * grade.size() / 64; ++row)
          sums[part] += grade[row];
    });
    if (sums[0] == 0.123) std::abort();
  });
  fmt::print("{:>14} {:>11.1f} M {:>9.0f} {:>12.0f} {:>12.2f} {:>10.1f} {:>13.0f} {:>9.1f} {:>9.1f}\n",
             name(boxes.kind()), count / 1e6, made_ms, contacts_ms,
             static_cast<double>(boxes.contacts().pair_count()) / count, static_cast<double>(boxes.bytes()) / count,
             static_cast<double>(faces.faces.size()) / 1e3, faces_ms, read_ms);
  std::fflush(stdout);
}

}  // namespace

int main() {
  fmt::print("{:>14} {:>13} {:>9} {:>12} {:>12} {:>10} {:>13} {:>9} {:>9}\n", "kind", "sub-blocks", "made ms",
             "contacts ms", "contacts each", "bytes each", "faces (1000s)", "faces ms", "read ms");
  for (const std::uint64_t millions : {5, 20}) {
    if (millions > 5 && std::getenv("LODE_BENCH_100M") == nullptr) break;
    measure(true, millions);
    measure(false, millions);
  }
  return 0;
}
