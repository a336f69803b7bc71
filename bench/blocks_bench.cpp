// How fast blocks follow a grade slider, as a multiple of reading the grade column once on all cores, and beside VTK's
// own filters in the same process. LODE_BENCH_100M=1 adds 100 M blocks (1.5 GiB).
#include <benchmark/benchmark.h>
#include <vtkCellData.h>
#include <vtkDataSetSurfaceFilter.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPolyData.h>
#include <vtkThreshold.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>

#include "core/filter.h"
#include "core/geometry.h"
#include "core/parallel.h"
#include "core/tonnage.h"

namespace {

using namespace lode;

double now_ms() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

// A body of grade with a smooth rim, in percent with two decimals.
BlockModel smooth_field(std::array<std::uint32_t, 3> count) {
  BlockModel model;
  model.lattice = Lattice::regular({0, 0, 0}, {10, 10, 5}, count);
  std::vector<std::int32_t> mantissas(model.lattice.cells());
  parallel_for(count[2], 1, [&](std::size_t begin, std::size_t end) {
    for (auto k = static_cast<std::uint32_t>(begin); k < end; ++k)
      for (std::uint32_t j = 0; j < count[1]; ++j)
        for (std::uint32_t i = 0; i < count[0]; ++i) {
          const double x = 6.0 * i / count[0], y = 6.0 * j / count[1], z = 6.0 * k / count[2];
          const double field = std::sin(x + 0.5 * std::sin(2 * y)) * std::cos(y) * std::sin(z + 0.3 * x);
          mantissas[model.lattice.cell(i, j, k)] = static_cast<std::int32_t>(std::lround(100 + 100 * field));
        }
  });
  Column grade;
  grade.name = "Li2O_pct";
  grade.unit = "%";
  grade.data = Numbers(ScaledIntegers{std::move(mantissas), 2});
  model.table.rows = model.lattice.cells();
  model.table.columns.push_back(std::move(grade));
  return model;
}

struct Case {
  BlockModel model;
  std::vector<std::uint8_t> index_of_row;
  double read_ms = 0;
};

std::span<const std::int32_t> mantissas_of(const BlockModel& model) {
  return std::get<ScaledIntegers>(model.table.columns[0].numbers()->storage()).mantissas.span();
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

const Case& case_of(std::int64_t millions) {
  static std::map<std::int64_t, Case> cases;
  if (const auto found = cases.find(millions); found != cases.end()) return found->second;
  cases.clear();  // one model in memory at a time
  Case& c = cases[millions];
  c.model = smooth_field(millions == 1    ? std::array<std::uint32_t, 3>{100, 100, 100}
                         : millions == 10 ? std::array<std::uint32_t, 3>{250, 200, 200}
                                          : std::array<std::uint32_t, 3>{500, 500, 400});
  colour_rows(c.model.table.columns[0], make_scale(c.model.table.columns[0], {}), c.index_of_row);
  std::vector<double> reads;
  for (int i = 0; i < 15; ++i) {
    const double begin = now_ms();
    benchmark::DoNotOptimize(read_column(c.model));
    reads.push_back(now_ms() - begin);
  }
  std::sort(reads.begin(), reads.end());
  c.read_ms = reads[reads.size() / 2];
  return c;
}

// A slider that moves: the cut-off differs from one call to the next.
const Filter& next_filter() {
  static const std::vector<Filter> filters = [] {
    std::vector<Filter> all;
    for (int i = 0; i < 40; ++i) all.push_back(Filter::parse("Li2O_pct >= 1." + std::to_string(20 + i)));
    return all;
  }();
  static std::size_t at = 0;
  return filters[at++ % filters.size()];
}

/// Runs `step` and reports its time as a multiple of one read of the column.
template <typename Step>
void measure(benchmark::State& state, Step&& step) {
  const Case& c = case_of(state.range(0));
  double spent_ms = 0;
  for (auto _ : state) {
    const double begin = now_ms();
    step(c);
    spent_ms += now_ms() - begin;
  }
  state.counters["read_ms"] = c.read_ms;
  state.counters["reads"] = spent_ms / static_cast<double>(state.iterations()) / c.read_ms;
}

void read_the_column(benchmark::State& state) {
  measure(state, [](const Case& c) { benchmark::DoNotOptimize(read_column(c.model)); });
}

void mask(benchmark::State& state) {
  Mask rows;
  measure(state, [&](const Case& c) { next_filter().evaluate(c.model.table, rows); });
}

void faces(benchmark::State& state) {
  Mask rows;
  next_filter().evaluate(case_of(state.range(0)).model.table, rows);
  Faces found;
  measure(state, [&](const Case& c) { build_faces(c.model.lattice, rows, found); });
  state.counters["faces"] = static_cast<double>(found.cells.size());
}

void colours(benchmark::State& state) {
  Mask rows;
  next_filter().evaluate(case_of(state.range(0)).model.table, rows);
  Faces found;
  build_faces(case_of(state.range(0)).model.lattice, rows, found);
  std::vector<std::uint8_t> indices;
  measure(state, [&](const Case& c) { colour_faces(c.model, found.cells, c.index_of_row, indices); });
}

void slider_to_faces(benchmark::State& state) {
  Mask rows;
  Faces found;
  std::vector<std::uint8_t> indices;
  measure(state, [&](const Case& c) {
    next_filter().evaluate(c.model.table, rows);
    build_faces(c.model.lattice, rows, found);
    colour_faces(c.model, found.cells, c.index_of_row, indices);
  });
}

void tonnes_at_a_cutoff(benchmark::State& state) {
  Mask rows;
  next_filter().evaluate(case_of(state.range(0)).model.table, rows);
  measure(state, [&](const Case& c) {
    benchmark::DoNotOptimize(tonnage(c.model, rows, {"Li2O_pct", 2.7, "", ""}, {}));
  });
}

void vtk_threshold_and_surface(benchmark::State& state) {
  const Case& c = case_of(state.range(0));
  vtkNew<vtkImageData> image;
  const auto& count = c.model.lattice.count;
  image->SetDimensions(static_cast<int>(count[0]) + 1, static_cast<int>(count[1]) + 1, static_cast<int>(count[2]) + 1);
  vtkNew<vtkFloatArray> grades;
  grades->SetName("Li2O_pct");
  grades->SetNumberOfValues(static_cast<vtkIdType>(c.model.table.rows));
  const std::span<const std::int32_t> mantissas = mantissas_of(c.model);
  for (std::size_t row = 0; row < mantissas.size(); ++row)
    grades->SetValue(static_cast<vtkIdType>(row), static_cast<float>(mantissas[row] / 100.0));
  image->GetCellData()->SetScalars(grades);
  vtkNew<vtkThreshold> threshold;
  threshold->SetInputData(image);
  threshold->SetInputArrayToProcess(0, 0, 0, vtkDataObject::FIELD_ASSOCIATION_CELLS, "Li2O_pct");
  threshold->SetThresholdFunction(vtkThreshold::THRESHOLD_UPPER);
  vtkNew<vtkDataSetSurfaceFilter> surface;
  surface->SetInputConnection(threshold->GetOutputPort());
  int step = 0;
  measure(state, [&](const Case&) {
    threshold->SetUpperThreshold(1.2 + 0.01 * (step++ % 40));
    surface->Update();
  });
  state.counters["faces"] = static_cast<double>(surface->GetOutput()->GetNumberOfCells());
}

}  // namespace

int main(int argc, char** argv) {
  // By size, so that each model is made once.
  std::vector<std::int64_t> sizes{1, 10};
  if (std::getenv("LODE_BENCH_100M") != nullptr) sizes.push_back(100);
  for (const std::int64_t millions : sizes) {
    const auto add = [&](const char* name, void (*function)(benchmark::State&)) {
      benchmark::RegisterBenchmark(name, function)
          ->Arg(millions)
          ->ArgName("million_blocks")
          ->UseRealTime()
          ->Unit(benchmark::kMillisecond);
    };
    add("read_the_column", read_the_column);
    add("mask", mask);
    add("faces", faces);
    add("colours", colours);
    add("slider_to_faces", slider_to_faces);
    add("tonnes_at_a_cutoff", tonnes_at_a_cutoff);
    if (millions <= 10) add("vtk_threshold_and_surface", vtk_threshold_and_surface);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
