#include "geo/transform.h"

#include <fmt/format.h>

#include <cmath>
#include <deque>
#include <limits>
#include <numbers>

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
  double in_factor = 1, out_factor = 1;  ///< degrees to radians where PROJ wants or gives them
};

Pipeline make_pipeline(const std::string& text) {
  PJ_CONTEXT* context = thread_context();
  Pipeline pipeline{text, ProjObject(proj_create(context, text.c_str()))};
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

void transform_on_this_thread(const std::string& text, std::span<Vec3> points) {
  const Pipeline& pipeline = thread_pipeline(text);
  PJ* operation = pipeline.operation.get();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (Vec3& p : points) {
    const PJ_COORD placed =
        proj_trans(operation, PJ_FWD, proj_coord(p.x * pipeline.in_factor, p.y * pipeline.in_factor, 0, HUGE_VAL));
    const bool good = std::isfinite(placed.xy.x) && std::isfinite(placed.xy.y);
    if (!good) proj_errno_reset(operation);
    p.x = good ? placed.xy.x * pipeline.out_factor : nan;
    p.y = good ? placed.xy.y * pipeline.out_factor : nan;
  }
}

}  // namespace

PointTransform make_transform(const std::string& pipeline) {
  thread_pipeline(pipeline);
  return [pipeline](std::span<Vec3> points) {
    constexpr std::size_t grain = 4096;
    if (points.size() <= grain) return transform_on_this_thread(pipeline, points);
    parallel_for(points.size(), grain, [&](std::size_t begin, std::size_t end) {
      transform_on_this_thread(pipeline, points.subspan(begin, end - begin));
    });
  };
}

}  // namespace lode::geo
