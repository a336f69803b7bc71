// How fast blocks follow a grade slider: mask, faces, colours, upload and frame, each alone and together, beside one
// vectorised read of the grade column by the same threads and beside VTK's own filters in the same process.
//   blocks_bench [MILLIONS...]     default: 1 10; 100 takes 1.5 GiB
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <optional>
#include <vector>

#include "core/filter.h"
#include "core/geometry.h"
#include "core/parallel.h"
#include "core/text.h"
#include "fields.h"
#include "platform/gl_context.h"
#include "render/renderer.h"
#include "vtk_route.h"

namespace {

using namespace lode;
using namespace lode::bench;

double now_ms() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

/// The median time of `runs` calls of step(run).
double median_ms(int runs, const std::function<void(int)>& step) {
  std::vector<double> times;
  for (int run = 0; run < runs; ++run) {
    const double begin = now_ms();
    step(run);
    times.push_back(now_ms() - begin);
  }
  std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
  return times[static_cast<std::size_t>(runs / 2)];
}

std::uint32_t read_column(const BlockModel& model) {
  const std::span<const std::int32_t> values = mantissas_of(model);
  std::atomic<std::uint32_t> total{0};
  parallel_for(values.size(), std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
    std::uint32_t sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += static_cast<std::uint32_t>(values[i]);
    total += sum;
  });
  return total;
}

/// What a drag reuses from one cut-off to the next.
struct Buffers {
  Mask rows;
  Faces faces;
  std::vector<std::uint8_t> colour_index;
};

struct Times {
  double mask = 0, faces = 0, colours = 0, together = 0, upload = 0, frame = 0, vtk = 0;
  std::uint64_t face_count = 0;
  const char* vtk_route = "";
};

class Bench {
 public:
  Bench(Field field, unsigned millions) : field_(field), millions_(millions), model_(std::make_shared<BlockModel>()) {
    *model_ = generated_model(field, millions);
    const Column& grade = model_->table.columns[0];
    scale_ = std::make_shared<ColourScale>(make_scale(grade, {}));
    colour_rows(grade, *scale_, index_of_row_);
    static std::uint32_t kept = 0;
    read_ms_ = median_ms(15, [&](int) { kept += read_column(*model_); });
  }

  void print_share(double share) {
    const std::int32_t cutoff = cutoff_of_share(*model_, share);
    // The slider moves: the cut-off differs from one run to the next.
    filters_.clear();
    for (int i = 0; i < 4; ++i) filters_.push_back(Filter::parse("Li2O_pct >= " + shortest((cutoff + i % 2) / 100.0)));
    const Times t = measure(cutoff);
    const double gb_per_s = static_cast<double>(model_->table.rows) * 4 / read_ms_ / 1e6;
    fmt::print(
        "| {} | {} M | {:.0f} % | {} | {:.2f} ({:.1f}) | {:.2f} | {:.2f} | {:.2f} | {:.2f} | **{:.1f}** | {:.1f} | "
        "{:.0f} | {} |\n",
        name(field_), millions_, 100 * share, grouped(static_cast<double>(t.face_count)), read_ms_, gb_per_s, t.mask,
        t.faces, t.colours, t.together, t.together / read_ms_, t.upload, t.frame,
        t.vtk > 0 ? fmt::format("{:.0f} ({}) | **{:.0f}**", t.vtk, t.vtk_route, t.vtk / t.together) : "- | -");
    std::fflush(stdout);
  }

 private:
  Times measure(std::int32_t cutoff) {
    const int runs = millions_ >= 100 ? 7 : 15;
    Buffers b;
    const auto filter = [&](int run) -> const Filter& { return filters_[static_cast<std::size_t>(run) % 4]; };
    const auto follow = [&](int run) {
      filter(run).evaluate(model_->table, b.rows);
      build_faces(model_->lattice, b.rows, b.faces);
      colour_faces(*model_, b.faces.cells, index_of_row_, b.colour_index);
    };
    follow(0);
    Times t;
    t.together = median_ms(runs, follow);
    t.mask = median_ms(runs, [&](int run) { filter(run).evaluate(model_->table, b.rows); });
    filter(0).evaluate(model_->table, b.rows);
    t.faces = median_ms(runs, [&](int) { build_faces(model_->lattice, b.rows, b.faces); });
    t.colours = median_ms(runs, [&](int) { colour_faces(*model_, b.faces.cells, index_of_row_, b.colour_index); });
    t.face_count = b.faces.cells.size();
    draw(std::move(b), t);
    if (millions_ <= 10) run_vtk(cutoff, t);
    return t;
  }

  void draw(Buffers b, Times& t) {
    platform::OffscreenGl gl;
    render::Renderer renderer({[&] { gl.make_current(); }, [&] { return gl.is_current(); }, true});
    LatticeFaces blocks;
    blocks.model = model_;
    blocks.scene_from_lattice = model_->lattice.source_from_lattice;
    blocks.visible = std::move(b.rows);
    blocks.faces = std::move(b.faces);
    blocks.colour_index = std::move(b.colour_index);
    render::Picture picture;
    picture.bounds_scene = blocks.bounds_scene();
    picture.camera.azimuth_deg = 30;
    picture.camera.elevation_deg = -30;
    picture.camera.focal_scene = picture.bounds_scene.centre();
    picture.show_grid = picture.show_legend = picture.show_north = picture.show_scale_bar = false;
    picture.layers.push_back({.geometry = std::make_shared<const Geometry>(std::move(blocks)), .scale = scale_});
    std::vector<double> frames;
    for (int run = 0; run < 5; ++run) {
      const render::FrameTimes times = renderer.draw(picture, 1280, 720);
      if (run == 0) t.upload = times.upload_ms;
      frames.push_back(times.frame_ms);
    }
    std::sort(frames.begin(), frames.end());
    t.frame = frames[2];
  }

  void run_vtk(std::int32_t cutoff, Times& t) {
    VtkRoute vtk(*model_);
    const auto take = [&](const VtkRoute::Result& result, const char* route) {
      if (result.faces != t.face_count || (t.vtk > 0 && result.ms >= t.vtk)) return;
      t.vtk = result.ms;
      t.vtk_route = route;
    };
    for (int run = 0; run < 2; ++run) {
      take(vtk.by_ghosts(cutoff), "ghosts");
      take(vtk.by_threshold(cutoff), "threshold");
    }
  }

  Field field_;
  unsigned millions_;
  std::shared_ptr<BlockModel> model_;
  std::shared_ptr<const ColourScale> scale_;
  std::vector<std::uint8_t> index_of_row_;
  std::vector<Filter> filters_;
  double read_ms_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  std::vector<unsigned> sizes;
  for (int i = 1; i < argc; ++i) {
    const int millions = std::atoi(argv[i]);
    if (millions < 1 || millions > 2000) {
      fmt::print(stderr, "blocks_bench [MILLIONS...], each 1 to 2000\n");
      return 2;
    }
    sizes.push_back(static_cast<unsigned>(millions));
  }
  if (sizes.empty()) sizes = {1, 10};
  fmt::print("{} threads; milliseconds, medians; 1280x720\n\n", thread_count());
  fmt::print(
      "| field | blocks | visible | faces | read (GB/s) | mask | faces | colours | together | in reads | upload | "
      "frame | VTK | VTK / together |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (const unsigned millions : sizes)
    for (const Field field : {Field::veins, Field::lognormal, Field::noise}) {
      Bench bench(field, millions);
      for (const double share : {0.05, 0.10, 0.20}) bench.print_share(share);
    }
  return 0;
}
