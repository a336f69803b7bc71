// A million intervals: desurveyed and placed, made into pieces, drawn; beside vtkTubeFilter on the same traces in the
// same OpenGL context. LODE_BENCH_INTERVALS sets another number.
#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>
#include <vtkTubeFilter.h>
#include <vtk_glew.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "core/camera.h"
#include "core/geometry.h"
#include "core/parallel.h"
#include "platform/gl_context.h"
#include "render/gl_window.h"
#include "render/renderer.h"

namespace {

using namespace lode;

constexpr int width_px = 1280, height_px = 800, later_frames = 5;
constexpr std::uint32_t intervals_a_hole = 500;

double now_ms() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Holes of 500 m on a grid of 50 m, bending, assayed every metre.
Drillholes database(std::uint32_t intervals) {
  Drillholes drillholes;
  std::mt19937 random(1);
  std::uniform_real_distribution<double> spread(-1, 1);
  const std::uint32_t holes = std::max(1U, intervals / intervals_a_hole);
  const auto side = static_cast<std::uint32_t>(std::ceil(std::sqrt(holes)));
  IntervalTable table;
  std::vector<double> grades;
  for (std::uint32_t h = 0; h < holes; ++h) {
    Hole hole{"H" + std::to_string(h),
              {500000 + 50.0 * (h % side), 6e6 + 50.0 * (h / side), 400},
              intervals_a_hole,
              static_cast<std::uint32_t>(drillholes.stations.size()),
              0};
    double azimuth = 180 + 90 * spread(random), dip = -65 + 10 * spread(random);
    for (double depth = 0; depth < intervals_a_hole; depth += 30, ++hole.station_count) {
      drillholes.stations.push_back({depth, azimuth, dip});
      azimuth += 1.5 * spread(random);
      dip += 0.8 * spread(random);
    }
    drillholes.holes.push_back(hole);
    for (std::uint32_t i = 0; i < intervals_a_hole; ++i) {
      table.hole.push_back(h);
      table.from_m.push_back(i);
      table.to_m.push_back(i + 1);
      grades.push_back(std::round(100 * std::abs(std::sin(0.02 * i + h))) / 100);
    }
  }
  Column grade;
  grade.name = "Li2O_pct";
  grade.unit = "%";
  grade.data = Numbers::narrowed(grades);
  table.table.name = "assay";
  table.table.rows = grades.size();
  table.table.columns.push_back(grade);
  drillholes.intervals.push_back(std::move(table));
  return drillholes;
}

struct Frames {
  double first_ms = 0, later_ms = 0;
};

Camera camera_at(const Bounds& bounds, double azimuth_deg) {
  Camera camera;
  camera.azimuth_deg = azimuth_deg;
  camera.elevation_deg = -30;
  return fitted(camera, bounds, 1, static_cast<double>(width_px) / height_px);
}

Frames draw_with_lode(platform::OffscreenGl& gl, const Drillholes& drillholes, const PlacedDrillholes& placed) {
  render::Renderer renderer({[&] { gl.make_current(); }, [&] { return gl.is_current(); }, true});
  const IntervalTable& table = drillholes.intervals[0];
  const auto scale = std::make_shared<const ColourScale>(make_scale(table.table.columns[0], {}));
  render::Picture warm;  // compiles nothing of what is measured, makes the framebuffers
  warm.bounds_scene.add(Vec3{0, 0, 0});
  warm.bounds_scene.add(Vec3{1, 1, 1});
  warm.show_grid = warm.show_legend = warm.show_north = warm.show_scale_bar = false;
  renderer.draw(warm, width_px, height_px);
  Frames frames;
  double begin = now_ms();
  std::vector<std::uint8_t> colours;
  colour_rows(table.table.columns[0], *scale, colours);
  auto geometry = std::make_shared<Geometry>(
      make_segments(drillholes, placed, &table, Mask(table.table.rows, true), colours, true, std::nullopt));
  std::get<Segments>(*geometry).radius_m = 1.5;
  render::Picture picture = warm;
  picture.bounds_scene = std::get<Segments>(*geometry).bounds_scene();
  picture.camera = camera_at(picture.bounds_scene, 30);
  picture.layers.push_back({.geometry = geometry, .scale = scale});
  renderer.draw(picture, width_px, height_px);
  frames.first_ms = now_ms() - begin;
  std::vector<double> later;
  for (int i = 1; i <= later_frames; ++i) {
    picture.camera = camera_at(picture.bounds_scene, 30 + 5 * i);
    begin = now_ms();
    renderer.draw(picture, width_px, height_px);
    later.push_back(now_ms() - begin);
  }
  frames.later_ms = median(later);
  return frames;
}

/// The vertices of the traces as polylines, moved near the origin: VTK draws in float32.
vtkSmartPointer<vtkPolyData> polylines(const PlacedDrillholes& placed, Vec3 origin) {
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> lines;
  vtkNew<vtkFloatArray> grades;
  grades->SetName("Li2O_pct");
  for (std::size_t h = 0; h < placed.traces.size(); ++h) {
    const PlacedTrace& trace = placed.traces[h];
    lines->InsertNextCell(static_cast<int>(trace.depth_m.size()));
    for (std::size_t i = 0; i < trace.depth_m.size(); ++i) {
      const Vec3 p = trace.position_scene[i] - origin;
      lines->InsertCellPoint(points->InsertNextPoint(p.x, p.y, p.z));
      grades->InsertNextValue(static_cast<float>(std::abs(std::sin(0.02 * trace.depth_m[i] + static_cast<double>(h)))));
    }
  }
  const auto data = vtkSmartPointer<vtkPolyData>::New();
  data->SetPoints(points);
  data->SetLines(lines);
  data->GetPointData()->SetScalars(grades);
  return data;
}

void look(vtkRenderer& renderer, const Camera& camera, Vec3 origin) {
  const CameraAxes axes = axes_of(camera);
  const Vec3 focal = camera.focal_scene - origin, eye = focal - camera.view_height_m * axes.forward;
  vtkCamera& target = *renderer.GetActiveCamera();
  target.ParallelProjectionOn();
  target.SetFocalPoint(focal.x, focal.y, focal.z);
  target.SetPosition(eye.x, eye.y, eye.z);
  target.SetViewUp(axes.up.x, axes.up.y, axes.up.z);
  target.SetParallelScale(camera.view_height_m / 2);
  renderer.ResetCameraClippingRange();
}

Frames draw_with_vtk(platform::OffscreenGl& gl, const PlacedDrillholes& placed, const Bounds& bounds) {
  gl.make_current();
  vtkNew<render::GlWindow> window;
  window->set_context({[&] { gl.make_current(); }, [&] { return gl.is_current(); }, true});
  window->SetMultiSamples(0);
  window->OpenGLInit();
  window->SetSize(width_px, height_px);
  vtkNew<vtkRenderer> renderer;
  window->AddRenderer(renderer);
  window->Render();
  const Vec3 origin = bounds.centre();
  const vtkSmartPointer<vtkPolyData> data = polylines(placed, origin);
  Frames frames;
  double begin = now_ms();
  vtkNew<vtkTubeFilter> tubes;
  tubes->SetInputData(data);
  tubes->SetRadius(1.5);
  tubes->SetNumberOfSides(12);
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(tubes->GetOutputPort());
  mapper->SetScalarRange(0, 1);
  vtkNew<vtkActor> actor;
  actor->SetMapper(mapper);
  renderer->AddActor(actor);
  look(*renderer, camera_at(bounds, 30), origin);
  window->Render();
  glFinish();
  frames.first_ms = now_ms() - begin;
  std::vector<double> later;
  for (int i = 1; i <= later_frames; ++i) {
    look(*renderer, camera_at(bounds, 30 + 5 * i), origin);
    begin = now_ms();
    window->Render();
    glFinish();
    later.push_back(now_ms() - begin);
  }
  frames.later_ms = median(later);
  window->Finalize();
  return frames;
}

}  // namespace

int main() {
  const char* wanted = std::getenv("LODE_BENCH_INTERVALS");
  const auto intervals = static_cast<std::uint32_t>(wanted != nullptr ? std::strtoul(wanted, nullptr, 10) : 1000000);
  const Drillholes drillholes = database(std::max(intervals, intervals_a_hole));
  std::vector<double> place_ms, segments_ms;
  PlacedDrillholes placed;
  const Mask all(drillholes.intervals[0].table.rows, true);
  for (int i = 0; i < 3; ++i) {
    double begin = now_ms();
    placed = place(drillholes, {}, {}, true);
    place_ms.push_back(now_ms() - begin);
    begin = now_ms();
    make_segments(drillholes, placed, &drillholes.intervals[0], all, {}, true, std::nullopt);
    segments_ms.push_back(now_ms() - begin);
  }
  std::printf("%zu intervals of %zu holes, %u threads, %d x %d pixels, milliseconds\n", all.size(),
              drillholes.holes.size(), thread_count(), width_px, height_px);
  std::printf("desurveyed, from, to and middle placed %10.0f\npieces to draw %34.0f\n", median(place_ms),
              median(segments_ms));
  placed = place(drillholes, {}, {});
  platform::OffscreenGl gl;
  const Frames lode = draw_with_lode(gl, drillholes, placed);
  Bounds bounds;
  for (const PlacedTrace& trace : placed.traces)
    for (const Vec3 p : trace.position_scene) bounds.add(p);
  const Frames vtk = draw_with_vtk(gl, placed, bounds);
  std::printf("%-24s %12s %12s %8s\n", "", "Lode", "vtkTubeFilter", "ratio");
  std::printf("%-24s %12.0f %12.0f %8.1f\n", "first frame", lode.first_ms, vtk.first_ms, vtk.first_ms / lode.first_ms);
  std::printf("%-24s %12.0f %12.0f %8.1f\n", "later frames", lode.later_ms, vtk.later_ms, vtk.later_ms / lode.later_ms);
  return 0;
}
