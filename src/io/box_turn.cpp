#include "io/box_turn.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "core/parallel.h"
#include "io/lattice_axis.h"

namespace lode::io {

namespace {

using Directions = std::array<Vec3, 3>;

constexpr double degree = std::numbers::pi / 180;

Directions turned_level(double angle_rad) {
  const double c = std::cos(angle_rad), s = std::sin(angle_rad);
  return {Vec3{c, s, 0}, Vec3{-s, c, 0}, Vec3{0, 0, 1}};
}

/// Half a turn leaves boxes the same.
double within_half_turn(double angle_rad) {
  constexpr double half_turn = std::numbers::pi;
  return angle_rad - half_turn * std::round(angle_rad / half_turn);
}

/// Rows around some of the centroids; all of few.
std::vector<std::size_t> some_rows(const Centroids& centroids) {
  constexpr std::size_t few = 4000, places = 16;
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < centroids.size() && centroids.size() <= few; ++row) rows.push_back(row);
  if (!rows.empty()) return rows;
  std::array<std::vector<std::pair<double, std::size_t>>, places> around;  // heaps, the farthest in front
  parallel_for(places, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t place = begin; place < end; ++place) {
      auto& nearest = around[place];
      const Vec3 seed = centroids[(2 * place + 1) * centroids.size() / (2 * places)];
      if (!finite(seed)) continue;
      centroids.for_each(0, centroids.size(), [&](std::size_t row, const Centroids::Buffer& buffer, std::size_t i) {
        const Vec3 d = Vec3{buffer.axes[0][i], buffer.axes[1][i], buffer.axes[2][i]} - seed;
        const double squared = dot(d, d);
        const bool full = nearest.size() == few / places;
        if (!std::isfinite(squared) || (full && squared >= nearest.front().first)) return;
        if (full) {
          std::ranges::pop_heap(nearest);
          nearest.pop_back();
        }
        nearest.emplace_back(squared, row);
        std::ranges::push_heap(nearest);
      });
    }
  });
  for (const auto& nearest : around)
    for (const auto& [squared, row] : nearest) rows.push_back(row);
  std::ranges::sort(rows);
  rows.erase(std::ranges::unique(rows).begin(), rows.end());
  return rows;
}

}  // namespace

NearBoxes::NearBoxes(const Centroids& centroids, const std::array<std::vector<double>, 3>& sizes) {
  rounding_ = 4 * std::max(centroids.rounding(0), centroids.rounding(1));
  for (const std::size_t row : some_rows(centroids)) {
    const Box box{centroids[row], {sizes[0][row], sizes[1][row], sizes[2][row]}};
    if (finite(box.centre) && finite(box.size) && box.size.x > 0 && box.size.y > 0 && box.size.z > 0)
      boxes_.push_back(box);
  }
  for (std::uint32_t a = 0; a < boxes_.size(); ++a)
    for (std::uint32_t b = a + 1; b < boxes_.size(); ++b) {
      const Vec3 apart = boxes_[b].centre - boxes_[a].centre, reach = 0.5 * (boxes_[a].size + boxes_[b].size);
      if (dot(apart, apart) <= dot(reach, reach)) pairs_.emplace_back(a, b);
    }
}

BoxContacts NearBoxes::contacts(const Directions& directions) const {
  constexpr double deep = 0.05, near = 0.01;  // of the shorter side
  BoxContacts found;
  for (const auto& [a, b] : pairs_) {
    const Vec3 apart = boxes_[b].centre - boxes_[a].centre;
    int within = 0, meeting = 0;
    for (int axis = 0; axis < 3; ++axis) {
      const double shared = (boxes_[a].size[axis] + boxes_[b].size[axis]) / 2 -
                            std::abs(dot(directions[static_cast<std::size_t>(axis)], apart));
      const double shorter = std::min(boxes_[a].size[axis], boxes_[b].size[axis]);
      within += shared > rounding_ + deep * shorter ? 1 : 0;
      meeting += std::abs(shared) <= rounding_ + near * shorter ? 1 : 0;
    }
    found.overlaps += within == 3 ? 1 : 0;
    found.touching += within == 2 && meeting == 1 ? 1 : 0;
  }
  return found;
}

std::vector<double> NearBoxes::likely_angles_rad() const {
  constexpr std::size_t bins = 1800, most = 12;
  std::vector<std::size_t> votes(bins, 0);
  const auto vote = [&](double angle_rad) {
    const double share = within_half_turn(angle_rad) / std::numbers::pi + 0.5;
    ++votes[static_cast<std::size_t>(share * bins) % bins];
  };
  for (const auto& [a, b] : pairs_) {
    const Vec3 apart = boxes_[b].centre - boxes_[a].centre, reach = 0.5 * (boxes_[a].size + boxes_[b].size);
    const double slack = rounding_ + 1e-3 * std::min({reach.x, reach.y, reach.z});
    if (std::abs(apart.z) > reach.z - slack) continue;  // not beside one another
    const double bearing = std::atan2(apart.y, apart.x), squared = apart.x * apart.x + apart.y * apart.y;
    for (const int axis : {0, 1}) {
      const double along = reach[axis], most_beside = reach[1 - axis], beside_squared = squared - along * along;
      const double slack_squared = 2 * along * slack;
      if (beside_squared < -slack_squared || beside_squared > most_beside * most_beside) continue;
      const double beside = beside_squared <= slack_squared ? 0 : std::sqrt(beside_squared);
      const double turned = std::atan2(beside, along), axis_rad = axis * std::numbers::pi / 2;
      vote(bearing - axis_rad - turned);
      vote(bearing - axis_rad + turned);
    }
  }
  std::vector<std::pair<std::size_t, std::size_t>> peaks;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    const std::size_t before = votes[(bin + bins - 1) % bins], after = votes[(bin + 1) % bins];
    if (votes[bin] > 0 && votes[bin] >= before && votes[bin] >= after)
      peaks.emplace_back(before + votes[bin] + after, bin);
  }
  std::ranges::sort(peaks, std::greater());
  std::vector<double> angles;
  for (std::size_t i = 0; i < std::min(most, peaks.size()); ++i)
    angles.push_back(((static_cast<double>(peaks[i].second) + 0.5) / bins - 0.5) * std::numbers::pi);
  return angles;
}

/// Sides of two boxes in one plane stay so: least squares of how far they are from that.
NearBoxes::Angle NearBoxes::refined(double angle_rad) const {
  constexpr int rounds = 12;
  constexpr double errors = 15, float_noise_m = 1e-8;
  double away_rad = 0.3 * degree, slack_rad = 0;
  for (int round = 0; round < rounds; ++round, away_rad /= 2) {
    const Directions axes = turned_level(angle_rad);
    double right = 0, squares = 0, off_squares = 0;
    std::size_t count = 0;
    for (const auto& [a, b] : pairs_) {
      const Vec3 apart = boxes_[b].centre - boxes_[a].centre;
      const double slack = 2 * rounding_ + away_rad * std::hypot(apart.x, apart.y);
      for (const int axis : {0, 1}) {
        const double along = dot(axes[static_cast<std::size_t>(axis)], apart);
        const double change = (axis == 0 ? 1 : -1) * dot(axes[static_cast<std::size_t>(1 - axis)], apart);
        const double sum = (boxes_[a].size[axis] + boxes_[b].size[axis]) / 2;
        const double difference = (boxes_[a].size[axis] - boxes_[b].size[axis]) / 2;
        double nearest = HUGE_VAL;
        for (const double meeting : {sum, -sum, difference, -difference})
          if (std::abs(along - meeting) < std::abs(nearest)) nearest = along - meeting;
        if (std::abs(nearest) > slack) continue;
        right -= change * nearest;
        squares += change * change;
        off_squares += nearest * nearest;
        ++count;
      }
    }
    if (!(squares > 0)) break;
    angle_rad += right / squares;
    const double off = std::sqrt(off_squares / static_cast<double>(count));
    slack_rad = errors * std::max(off, float_noise_m) / std::sqrt(squares);
  }
  return {within_half_turn(angle_rad), slack_rad};
}

std::optional<Directions> NearBoxes::level_turn() const {
  constexpr std::size_t least_touching = 8;
  constexpr double most_slack_rad = 0.2 * degree;  // beyond it no sides of boxes lie in one plane, but by chance
  std::optional<Angle> best;
  std::size_t best_touching = 0;
  for (const double likely : likely_angles_rad()) {
    const Angle angle = refined(likely);
    const BoxContacts found = contacts(turned_level(angle.rad));
    if (angle.slack_rad > most_slack_rad || found.touching < least_touching || !found.apart()) continue;
    // A quarter turn of square boxes is as good as none, but for contacts where rounding decides.
    const std::size_t more = std::max(found.touching, best_touching), fewer = std::min(found.touching, best_touching);
    bool better = found.touching > best_touching;
    if (best && 20 * more <= 21 * fewer)
      better = std::abs(angle.rad - best->rad) > std::numbers::pi / 4 ? std::abs(angle.rad) < std::abs(best->rad)
                                                                      : angle.slack_rad < best->slack_rad;
    if (!better) continue;
    best = angle;
    best_touching = found.touching;
  }
  if (!best) return std::nullopt;
  return turned_level(degree * shortest_decimal(best->rad / degree, best->slack_rad / degree));
}

}  // namespace lode::io
