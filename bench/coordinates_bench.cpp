// A million points from one system into another: by PROJ itself with a context a thread, by Lode's placing, and by Lode
// from text to text as `lode crs convert` does it. All on the threads Lode uses (LODE_THREADS).
#include <benchmark/benchmark.h>
#include <proj.h>

#include <random>
#include <string>
#include <thread>
#include <vector>

#include "core/parallel.h"
#include "geo/convert_text.h"
#include "geo/crs.h"

namespace {

using namespace lode;

constexpr std::size_t count = 1'000'000;

struct Case {
  const char *name, *from, *to, *operation;
  Vec3 low, high;
};
const Case cases[] = {
    {"UTM_44_to_45", "EPSG:32644", "EPSG:32645", "", {300000, 5000000, 0}, {700000, 6000000, 1000}},
    {"SK42_14_to_UTM_44",
     "EPSG:28414",
     "EPSG:32644",
     "Pulkovo 1942 to WGS 84 (16)",
     {14300000, 5000000, 0},
     {14700000, 6000000, 1000}},
};

std::vector<Vec3> points_of(const Case& c) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> x(c.low.x, c.high.x), y(c.low.y, c.high.y), z(c.low.z, c.high.z);
  std::vector<Vec3> points(count);
  for (Vec3& point : points) point = {x(random), y(random), z(random)};
  return points;
}

geo::Placing placing_of(const Case& c) {
  Bounds bounds;
  bounds.add(c.low);
  bounds.add(c.high);
  return geo::make_placing(c.from, c.to, c.operation, bounds);
}

/// What PROJ's own documentation recommends: a context and an operation a thread, each a share of the points.
void by_proj(benchmark::State& state, const Case& c) {
  const std::vector<Vec3> points = points_of(c);
  const std::string pipeline = placing_of(c).operation.pipeline;
  struct Worker {
    PJ_CONTEXT* context = proj_context_create();
    PJ* operation = nullptr;
  };
  std::vector<Worker> workers(thread_count());
  for (Worker& worker : workers) worker.operation = proj_create(worker.context, pipeline.c_str());
  for (auto _ : state) {
    std::vector<Vec3> moved = points;
    std::vector<std::thread> threads;
    for (std::size_t w = 0; w < workers.size(); ++w)
      threads.emplace_back([&, w] {
        const std::size_t begin = count * w / workers.size(), end = count * (w + 1) / workers.size();
        for (std::size_t i = begin; i < end; ++i) {
          const PJ_COORD out =
              proj_trans(workers[w].operation, PJ_FWD, proj_coord(moved[i].x, moved[i].y, 0, HUGE_VAL));
          moved[i].x = out.xy.x;
          moved[i].y = out.xy.y;
        }
      });
    for (std::thread& thread : threads) thread.join();
    benchmark::DoNotOptimize(moved.data());
  }
  for (Worker& worker : workers) {
    proj_destroy(worker.operation);
    proj_context_destroy(worker.context);
  }
}

void by_lode(benchmark::State& state, const Case& c) {
  const std::vector<Vec3> points = points_of(c);
  const geo::Placing placing = placing_of(c);
  for (auto _ : state) {
    std::vector<Vec3> moved = points;
    placing.scene_from_source(moved);
    benchmark::DoNotOptimize(moved.data());
  }
}

void by_lode_as_text(benchmark::State& state, const Case& c) {
  std::string text;
  for (const Vec3& point : points_of(c)) {
    for (const double value : {point.x, point.y, point.z}) {
      geo::append_decimals(text, value, 3);
      text += value == point.z ? '\n' : ' ';
    }
  }
  const geo::TextConversion conversion{placing_of(c).scene_from_source};
  for (auto _ : state) benchmark::DoNotOptimize(geo::convert_text(text, 1, conversion).texts.size());
}

}  // namespace

int main(int argc, char** argv) {
  for (const Case& c : cases) {
    const auto add = [&](const char* name, void (*function)(benchmark::State&, const Case&)) {
      benchmark::RegisterBenchmark((std::string(c.name) + "/" + name).c_str(),
                                   [function, &c](benchmark::State& state) { function(state, c); })
          ->UseRealTime()
          ->Unit(benchmark::kMillisecond);
    };
    add("PROJ_with_a_context_a_thread", by_proj);
    add("Lode_placing", by_lode);
    add("Lode_text_to_text", by_lode_as_text);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
