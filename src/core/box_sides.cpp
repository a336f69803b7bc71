#include "core/box_sides.h"

#include <algorithm>
#include <tuple>

namespace lode {

namespace {

/// Joins where one ends and the next begins; `along_b`: rectangles side by side along b, else along c.
void join(std::vector<ExteriorSide>& sides, bool along_b) {
  const auto key = [&](const ExteriorSide& s) {
    const LevelRectangle& r = s.rectangle;
    return along_b ? std::tuple(s.box, r.plane, r.lower_c, r.upper_c, r.lower_b)
                   : std::tuple(s.box, r.plane, r.lower_b, r.upper_b, r.lower_c);
  };
  std::sort(sides.begin(), sides.end(), [&](const ExteriorSide& a, const ExteriorSide& b) { return key(a) < key(b); });
  std::size_t kept = 0;
  for (std::size_t i = 1; i < sides.size(); ++i) {
    ExteriorSide& last = sides[kept];
    const ExteriorSide& next = sides[i];
    LevelRectangle joined = last.rectangle;
    (along_b ? joined.upper_b : joined.upper_c) = along_b ? next.rectangle.upper_b : next.rectangle.upper_c;
    LevelRectangle rest = last.rectangle;
    (along_b ? rest.lower_b : rest.lower_c) = along_b ? rest.upper_b : rest.upper_c;
    (along_b ? rest.upper_b : rest.upper_c) = along_b ? next.rectangle.upper_b : next.rectangle.upper_c;
    if (last.box == next.box && rest == next.rectangle)
      last.rectangle = joined;
    else
      sides[++kept] = next;
  }
  if (!sides.empty()) sides.resize(kept + 1);
}

}  // namespace

void uncovered_of(const LevelRectangle& side, std::span<const LevelRectangle> covers,
                  std::vector<LevelRectangle>& uncovered) {
  // Strips along c between all borders, each with its gaps along b; equal neighbours are joined.
  std::vector<std::uint32_t> borders{side.lower_c, side.upper_c};
  for (const LevelRectangle& cover : covers)
    for (const std::uint32_t border : {cover.lower_c, cover.upper_c})
      if (border > side.lower_c && border < side.upper_c) borders.push_back(border);
  std::sort(borders.begin(), borders.end());
  borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> runs;
  const std::size_t first = uncovered.size();
  for (std::size_t strip = 0; strip + 1 < borders.size(); ++strip) {
    const std::uint32_t lower_c = borders[strip], upper_c = borders[strip + 1];
    runs.clear();
    for (const LevelRectangle& cover : covers)
      if (cover.lower_c <= lower_c && cover.upper_c >= upper_c && cover.upper_b > side.lower_b &&
          cover.lower_b < side.upper_b)
        runs.emplace_back(cover.lower_b, cover.upper_b);
    std::sort(runs.begin(), runs.end());
    runs.emplace_back(side.upper_b, side.upper_b);
    std::uint32_t at = side.lower_b;
    for (const auto& [from, to] : runs) {
      if (from > at) {
        const LevelRectangle gap{side.plane, at, lower_c, from, upper_c};
        const auto below = std::find_if(
            uncovered.begin() + static_cast<std::ptrdiff_t>(first), uncovered.end(), [&](const LevelRectangle& r) {
              return r.upper_c == lower_c && r.lower_b == gap.lower_b && r.upper_b == gap.upper_b;
            });
        if (below != uncovered.end())
          below->upper_c = upper_c;
        else
          uncovered.push_back(gap);
      }
      at = std::max(at, to);
    }
  }
}

void merge_sides(std::vector<ExteriorSide>& sides) {
  join(sides, true);
  join(sides, false);
}

}  // namespace lode
