#include "core/delaunay.h"

#include <cmath>
#include <utility>

namespace lode {

namespace {

/// The sign of a sum of numbers, exactly: numbers are replaced by pairs of the same sum, largest last, until only the
/// last one matters (Shewchuk's expansions).
template <std::size_t n>
double sign_of_sum(std::array<double, n> terms) {
  std::array<double, n> expansion{};
  std::size_t size = 0;
  for (double sum : terms) {
    for (std::size_t i = 0; i < size; ++i) {
      const double a = expansion[i], b = sum;
      sum = a + b;
      const double of_b = sum - a;
      expansion[i] = (a - (sum - of_b)) + (b - of_b);
    }
    expansion[size++] = sum;
  }
  for (std::size_t i = size; i > 0; --i)
    if (expansion[i - 1] != 0) return expansion[i - 1];
  return 0;
}

/// Edges of a planar subdivision. Edge e has its twin e ^ 2 (the other way) and two dual edges; four numbers an edge.
class QuadEdges {
 public:
  using Edge = std::uint32_t;
  static constexpr std::uint32_t removed = 0xffffffff;

  explicit QuadEdges(std::size_t points) {
    next_.reserve(points * 14);
    origin_.reserve(points * 14);
  }

  static Edge twin(Edge e) { return e ^ 2; }
  std::uint32_t origin(Edge e) const { return origin_[e]; }
  std::uint32_t end(Edge e) const { return origin_[twin(e)]; }
  /// The next edge around the origin, counter-clockwise; and the one before.
  Edge next_around(Edge e) const { return next_[e]; }
  Edge before_around(Edge e) const { return dual(next_[dual(e)]); }
  /// The next edge around the face on the left, and around that on the right the one before.
  Edge next_left(Edge e) const { return dual(next_[dual_back(e)]); }
  Edge before_right(Edge e) const { return next_[twin(e)]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(next_.size()); }
  bool is_removed(Edge e) const { return origin_[e] == removed; }

  Edge make(std::uint32_t from, std::uint32_t to) {
    const Edge e = size();
    next_.insert(next_.end(), {e, e + 3, e + 2, e + 1});
    origin_.insert(origin_.end(), {from, removed, to, removed});
    return e;
  }
  void splice(Edge a, Edge b) {
    const Edge alpha = dual(next_[a]), beta = dual(next_[b]);
    std::swap(next_[a], next_[b]);
    std::swap(next_[alpha], next_[beta]);
  }
  /// A new edge from the end of a to the origin of b, with the same face on the left of all three.
  Edge connect(Edge a, Edge b) {
    const Edge e = make(end(a), origin(b));
    splice(e, next_left(a));
    splice(twin(e), b);
    return e;
  }
  void remove(Edge e) {
    splice(e, before_around(e));
    splice(twin(e), before_around(twin(e)));
    origin_[e] = origin_[twin(e)] = removed;
  }

 private:
  static Edge dual(Edge e) { return (e & ~3u) | ((e + 1) & 3u); }
  static Edge dual_back(Edge e) { return (e & ~3u) | ((e + 3) & 3u); }

  std::vector<Edge> next_;
  std::vector<std::uint32_t> origin_;
};

class Triangulator {
 public:
  explicit Triangulator(std::span<const PlanPoint> points) : points_(points), edges_(points.size()) {}

  std::vector<std::array<std::uint32_t, 3>> triangles() {
    if (points_.size() < 3) return {};
    divide(0, static_cast<std::uint32_t>(points_.size()));
    std::vector<std::array<std::uint32_t, 3>> result;
    result.reserve(points_.size() * 2);
    for (Edge e = 0; e < edges_.size(); e += 2) {
      if (edges_.is_removed(e)) continue;
      const Edge second = edges_.next_left(e), third = edges_.next_left(second);
      if (e > second || e > third || edges_.next_left(third) != e) continue;
      const std::uint32_t a = edges_.origin(e), b = edges_.origin(second), c = edges_.origin(third);
      if (turn(points_[a], points_[b], points_[c]) > 0) result.push_back({a, b, c});
    }
    return result;
  }

 private:
  using Edge = QuadEdges::Edge;
  /// The hull's edges counter-clockwise out of the leftmost point and clockwise out of the rightmost.
  struct Hull {
    Edge left, right;
  };

  bool left_of(std::uint32_t p, Edge e) const {
    return turn(points_[p], points_[edges_.origin(e)], points_[edges_.end(e)]) > 0;
  }
  bool right_of(std::uint32_t p, Edge e) const {
    return turn(points_[p], points_[edges_.end(e)], points_[edges_.origin(e)]) > 0;
  }
  bool in_circle_of(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) const {
    return in_circle(points_[a], points_[b], points_[c], points_[d]);
  }

  Hull divide(std::uint32_t begin, std::uint32_t end) {
    if (end - begin == 2) {
      const Edge a = edges_.make(begin, begin + 1);
      return {a, QuadEdges::twin(a)};
    }
    if (end - begin == 3) return triangle(begin);
    const std::uint32_t middle = begin + (end - begin) / 2;
    const Hull left = divide(begin, middle);
    return merge(left, divide(middle, end));
  }

  Hull triangle(std::uint32_t p) {
    const Edge a = edges_.make(p, p + 1), b = edges_.make(p + 1, p + 2);
    edges_.splice(QuadEdges::twin(a), b);
    const double area = turn(points_[p], points_[p + 1], points_[p + 2]);
    if (area == 0) return {a, QuadEdges::twin(b)};
    const Edge c = edges_.connect(b, a);
    if (area > 0) return {a, QuadEdges::twin(b)};
    return {QuadEdges::twin(c), c};
  }

  Hull merge(Hull left, Hull right) {
    Edge base = common_tangent(left, right);
    for (;;) {  // up between the halves
      const Edge from_left = left_candidate(base), from_right = right_candidate(base);
      const bool left_valid = right_of(edges_.end(from_left), base);
      const bool right_valid = right_of(edges_.end(from_right), base);
      if (!left_valid && !right_valid) return {left.left, right.right};
      const bool take_right =
          !left_valid || (right_valid && in_circle_of(edges_.end(from_left), edges_.origin(from_left),
                                                      edges_.origin(from_right), edges_.end(from_right)));
      base = take_right ? edges_.connect(from_right, QuadEdges::twin(base))
                        : edges_.connect(QuadEdges::twin(base), QuadEdges::twin(from_left));
    }
  }

  /// The lowest edge between the halves, from right to left.
  Edge common_tangent(Hull& left, Hull& right) {
    Edge inner_left = left.right, inner_right = right.left;
    for (;;) {
      if (left_of(edges_.origin(inner_right), inner_left))
        inner_left = edges_.next_left(inner_left);
      else if (right_of(edges_.origin(inner_left), inner_right))
        inner_right = edges_.before_right(inner_right);
      else
        break;
    }
    const Edge base = edges_.connect(QuadEdges::twin(inner_right), inner_left);
    if (edges_.origin(inner_left) == edges_.origin(left.left)) left.left = QuadEdges::twin(base);
    if (edges_.origin(inner_right) == edges_.origin(right.right)) right.right = base;
    return base;
  }

  /// The first edge out of base's end whose circle with base holds no next one; those that do are removed.
  Edge left_candidate(Edge base) {
    Edge candidate = edges_.next_around(QuadEdges::twin(base));
    if (!right_of(edges_.end(candidate), base)) return candidate;
    while (in_circle_of(edges_.end(base), edges_.origin(base), edges_.end(candidate),
                        edges_.end(edges_.next_around(candidate)))) {
      const Edge next = edges_.next_around(candidate);
      edges_.remove(candidate);
      candidate = next;
    }
    return candidate;
  }
  Edge right_candidate(Edge base) {
    Edge candidate = edges_.before_around(base);
    if (!right_of(edges_.end(candidate), base)) return candidate;
    while (in_circle_of(edges_.end(base), edges_.origin(base), edges_.end(candidate),
                        edges_.end(edges_.before_around(candidate)))) {
      const Edge next = edges_.before_around(candidate);
      edges_.remove(candidate);
      candidate = next;
    }
    return candidate;
  }

  std::span<const PlanPoint> points_;
  QuadEdges edges_;
};

}  // namespace

bool in_circle(PlanPoint a, PlanPoint b, PlanPoint c, PlanPoint d) {
  const double ax = a.x - d.x, ay = a.y - d.y, bx = b.x - d.x, by = b.y - d.y, cx = c.x - d.x, cy = c.y - d.y;
  // Every factor is a whole number below 2^53 and exact; the three products are not.
  const double lift[3] = {ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy};
  const double minor[3] = {bx * cy - by * cx, cx * ay - cy * ax, ax * by - ay * bx};
  const double product[3] = {lift[0] * minor[0], lift[1] * minor[1], lift[2] * minor[2]};
  const double sum = product[0] + product[1] + product[2];
  const double size = std::abs(product[0]) + std::abs(product[1]) + std::abs(product[2]);
  constexpr double enough = 1e-15;  // five roundings of 2^-53 each
  if (std::abs(sum) > enough * size) return sum > 0;
  std::array<double, 6> exact{};
  for (std::size_t i = 0; i < 3; ++i) {
    exact[i] = std::fma(lift[i], minor[i], -product[i]);
    exact[i + 3] = product[i];
  }
  return sign_of_sum(exact) > 0;
}

std::vector<std::array<std::uint32_t, 3>> delaunay(std::span<const PlanPoint> points) {
  return Triangulator(points).triangles();
}

}  // namespace lode
