#include "geo/transform.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <deque>
#include <limits>
#include <numbers>
#include <string_view>

#include "core/error.h"
#include "core/parallel.h"
#include "geo/proj_handles.h"

namespace lode::geo {

namespace {

constexpr double radians_per_degree = std::numbers::pi / 180;

/// A pipeline ready to run on one thread.
struct Pipeline {
  std::string text;
  ProjObject operation;
  ProjObject with_heights;               ///< where a datum shift runs backwards: the same without holding heights
  double in_factor = 1, out_factor = 1;  ///< degrees to radians where PROJ wants or gives them
};

constexpr std::string_view hold_heights = "+step +proj=push +v_3", free_heights = "+step +proj=pop +v_3";

std::string without(std::string text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part)) text.erase(at, part.size());
  return text;
}

/// Whether the one datum shift of a pipeline in plan runs from its target to its source.
bool runs_backwards(const std::string& text) {
  const std::string_view shift = "+proj=helmert", backwards = "+step +inv +proj=helmert";
  const std::size_t at = text.find(shift);
  return at != std::string::npos && text.find(shift, at + 1) == std::string::npos &&
         text.find(backwards) != std::string::npos && text.find(hold_heights) != std::string::npos;
}

Pipeline make_pipeline(const std::string& text) {
  PJ_CONTEXT* context = thread_context();
  Pipeline pipeline{text, ProjObject(proj_create(context, text.c_str())), nullptr};
  if (runs_backwards(text))
    pipeline.with_heights.reset(proj_create(context, without(without(text, hold_heights), free_heights).c_str()));
  if (pipeline.operation == nullptr || proj_is_crs(pipeline.operation.get()))
    throw Error(fmt::format("PROJ cannot run the pipeline \"{}\": {}", text,
                            text_of(proj_context_errno_string(context, proj_context_errno(context)))),
                "give a pipeline as printed by `projinfo -o PROJ`, x (easting, longitude) first");
  if (proj_angular_input(pipeline.operation.get(), PJ_FWD)) pipeline.in_factor = radians_per_degree;
  if (proj_angular_output(pipeline.operation.get(), PJ_FWD)) pipeline.out_factor = 1 / radians_per_degree;
  return pipeline;
}

/// This thread's pipeline of a text. A scene has a handful, so the oldest of many may go.
const Pipeline& thread_pipeline(const std::string& text) {
  thread_context();  // made first, so that it outlives the operations made in it
  thread_local std::deque<Pipeline> pipelines;
  for (const Pipeline& known : pipelines)
    if (known.text == text) return known;
  constexpr std::size_t max_kept = 32;
  if (pipelines.size() == max_kept) pipelines.pop_front();
  pipelines.push_back(make_pipeline(text));
  return pipelines.back();
}

/// What z becomes before and after an operation; none: it takes no part.
struct Heights {
  double in_factor = 0, out_factor = 0;
};

/// At which height above the ellipsoid of its input a datum shift that runs backwards is to be evaluated: the one that
/// a point at height 0 of its output has there, some tens of metres off. With it the way back is the exact inverse of
/// the way there, where 0 on both would leave tenths of a millimetre. Linear between the corners of the points.
class HeightOfInput {
 public:
  HeightOfInput(const Pipeline& pipeline, std::span<const Vec3> points) {
    if (pipeline.with_heights == nullptr) return;
    for (const Vec3& point : points) bounds_.add(Vec3{point.x, point.y, 0});
    if (bounds_.empty()) return;
    size_ = bounds_.size();
    for (int corner = 0; corner < 4; ++corner)
      corners_[static_cast<std::size_t>(corner)] = at_corner(pipeline, corner % 2 == 0 ? bounds_.min.x : bounds_.max.x,
                                                             corner / 2 == 0 ? bounds_.min.y : bounds_.max.y);
    any_ = true;
  }

  double operator()(const Vec3& point) const {
    if (!any_) return 0;
    const double u = size_.x > 0 ? (point.x - bounds_.min.x) / size_.x : 0;
    const double v = size_.y > 0 ? (point.y - bounds_.min.y) / size_.y : 0;
    return (1 - v) * ((1 - u) * corners_[0] + u * corners_[1]) + v * ((1 - u) * corners_[2] + u * corners_[3]);
  }

 private:
  static double at_corner(const Pipeline& pipeline, double x, double y) {
    const PJ_COORD there = proj_trans(pipeline.with_heights.get(), PJ_FWD,
                                      proj_coord(x * pipeline.in_factor, y * pipeline.in_factor, 0, HUGE_VAL));
    proj_errno_reset(pipeline.with_heights.get());
    return std::isfinite(there.xyz.z) ? -there.xyz.z : 0;
  }

  Bounds bounds_;
  Vec3 size_;
  std::array<double, 4> corners_{};
  bool any_ = false;
};

void transform_on_this_thread(const std::string& text, Heights heights, std::span<Vec3> points) {
  const Pipeline& pipeline = thread_pipeline(text);
  PJ* operation = pipeline.operation.get();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const HeightOfInput height(pipeline, points);
  for (Vec3& p : points) {
    const double z = (heights.in_factor == 0 ? 0 : p.z * heights.in_factor) + height(p);
    const PJ_COORD placed =
        proj_trans(operation, PJ_FWD, proj_coord(p.x * pipeline.in_factor, p.y * pipeline.in_factor, z, HUGE_VAL));
    const bool good = std::isfinite(placed.xy.x) && std::isfinite(placed.xy.y);
    if (!good) proj_errno_reset(operation);
    p.x = good ? placed.xy.x * pipeline.out_factor : nan;
    p.y = good ? placed.xy.y * pipeline.out_factor : nan;
    if (heights.out_factor != 0) p.z = placed.xyz.z * heights.out_factor;
  }
}

PointTransform transform_of(const std::string& pipeline, Heights heights) {
  thread_pipeline(pipeline);
  return [pipeline, heights](std::span<Vec3> points) {
    constexpr std::size_t grain = 4096;
    if (points.size() <= grain) return transform_on_this_thread(pipeline, heights, points);
    parallel_for(points.size(), grain, [&](std::size_t begin, std::size_t end) {
      transform_on_this_thread(pipeline, heights, points.subspan(begin, end - begin));
    });
  };
}

}  // namespace

PointTransform make_transform(const std::string& pipeline) { return transform_of(pipeline, {}); }

PointTransform make_transform_at_heights(const std::string& pipeline) { return transform_of(pipeline, {1, 0}); }

PointTransform make_transform_with_heights(const std::string& pipeline, double from_metres_per_unit,
                                           double to_metres_per_unit) {
  return transform_of(pipeline, {1 / from_metres_per_unit, to_metres_per_unit});
}

}  // namespace lode::geo
