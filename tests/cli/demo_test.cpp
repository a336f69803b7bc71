// The demo deposit meets only by reprojection: collars on the topography, ore intervals in ore blocks.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/desurvey.h"
#include "session/scene_file.h"
#include "session/session.h"
#include "testing/testing.h"

namespace lode::testing {
namespace {

constexpr double ore_pct = 0.5;

/// From SK-42 zone 14 to UTM 44N as if both stood on one datum.
constexpr char without_datum_shift[] =
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=0 +lon_0=81 +k=1 +x_0=14500000 +y_0=0 +ellps=krass "
    "+step +proj=utm +zone=44 +ellps=WGS84";

class Demo : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { scene_ = new Scene(read_scene(program_folder() / "demo" / "demo.lode").scene); }
  static void TearDownTestSuite() { delete scene_; }
  static inline Scene* scene_ = nullptr;
};

const LoadedSource& source_of_kind(Session& session, const Scene& scene, DatasetKind kind) {
  for (std::uint32_t i = 0; i < scene.sources.size(); ++i)
    if (scene.sources[i].kind == kind) return *session.loaded(scene, i);
  throw std::logic_error("the demo lacks a source");
}

/// RL of the triangulated topography below or above a point; NaN beside it.
double topography_rl(const LoadedSource& source, Vec3 p) {
  const auto& surface = std::get<Surface>(*source.dataset);
  for (const auto& triangle : surface.triangles) {
    const Vec3 a = source.positions_scene[triangle[0]], b = source.positions_scene[triangle[1]],
               c = source.positions_scene[triangle[2]];
    const double area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    const double v = ((p.x - a.x) * (c.y - a.y) - (p.y - a.y) * (c.x - a.x)) / area;
    const double w = ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / area;
    if (v >= 0 && w >= 0 && v + w <= 1) return a.z + v * (b.z - a.z) + w * (c.z - a.z);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

/// How many collars lie within 1 m of the topography.
std::size_t collars_on_topography(Session& session, const Scene& scene) {
  const LoadedSource& holes = source_of_kind(session, scene, DatasetKind::drillholes);
  const LoadedSource& ground = source_of_kind(session, scene, DatasetKind::surface);
  std::size_t on = 0;
  for (const PlacedTrace& trace : holes.drillholes->traces) {
    const Vec3 collar = trace.position_scene.front();
    on += std::abs(topography_rl(ground, collar) - collar.z) < 1;
  }
  return on;
}

bool in_ore_block(const LoadedSource& source, Vec3 p) {
  const auto& model = std::get<BlockModel>(*source.dataset);
  const Vec3 at = inverse(source.lattice->scene_from_lattice)(p);
  std::array<std::uint32_t, 3> ijk{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double cell = at[static_cast<int>(axis)] / model.lattice.edges[axis][1];
    if (!(cell >= 0 && cell < model.lattice.count[axis])) return false;
    ijk[axis] = static_cast<std::uint32_t>(cell);
  }
  const std::uint64_t cell = model.lattice.cell(ijk[0], ijk[1], ijk[2]);
  return model.has_row(cell) && (*model.table.find("Li2O_pct")->numbers())[model.row_of_cell(cell)] >= ore_pct;
}

/// The share of the length of ore-grade intervals that lies in ore-grade blocks.
double ore_length_in_ore_blocks(Session& session, const Scene& scene) {
  const LoadedSource& source = source_of_kind(session, scene, DatasetKind::drillholes);
  const LoadedSource& blocks = source_of_kind(session, scene, DatasetKind::blocks);
  double ore_m = 0, inside_m = 0;
  for (const IntervalTable& intervals : std::get<Drillholes>(*source.dataset).intervals) {
    const Column* grade = intervals.table.find("Li2O_pct");
    if (!grade) continue;
    for (std::size_t row = 0; row < intervals.table.rows; ++row) {
      if (!((*grade->numbers())[row] >= ore_pct)) continue;
      constexpr int pieces = 10;
      const double piece_m = (intervals.to_m[row] - intervals.from_m[row]) / pieces;
      for (int i = 0; i < pieces; ++i) {
        ore_m += piece_m;
        const double depth_m = intervals.from_m[row] + (i + 0.5) * piece_m;
        if (in_ore_block(blocks, source.drillholes->position_at(intervals.hole[row], depth_m))) inside_m += piece_m;
      }
    }
  }
  EXPECT_GT(ore_m, 500);
  return inside_m / ore_m;
}

TEST_F(Demo, SaysThatItIsSynthetic) {
  EXPECT_NE(scene_->note.find("Synthetic"), std::string::npos);
  const auto run = run_lode({"info", (program_folder() / "demo" / "demo.lode").string()});
  EXPECT_NE(run.out.find("Synthetic"), std::string::npos);
}

TEST_F(Demo, CollarsLieOnTheTopographyAndOreInOre) {
  Scene scene = *scene_;
  Session session;
  Progress progress;
  session.load(scene, progress);
  const auto& holes = std::get<Drillholes>(*source_of_kind(session, scene, DatasetKind::drillholes).dataset).holes;
  EXPECT_EQ(holes.size(), 60U);
  EXPECT_EQ(collars_on_topography(session, scene), holes.size());
  EXPECT_GT(ore_length_in_ore_blocks(session, scene), 0.9);
  const auto& blocks = std::get<BlockModel>(*source_of_kind(session, scene, DatasetKind::blocks).dataset);
  EXPECT_GT(blocks.table.rows, 900000U);
  EXPECT_LT(blocks.table.rows, 1200000U);
  for (const Problem& problem : session.problems(scene))
    EXPECT_NE(problem.severity, Severity::error) << problem.message;
}

TEST_F(Demo, WithoutTheDatumShiftNothingMeets) {
  Scene scene = *scene_;
  for (Source& source : scene.sources)
    if (source.kind == DatasetKind::drillholes) source.operation = without_datum_shift;
  Session session;
  Progress progress;
  session.load(scene, progress);
  EXPECT_LT(collars_on_topography(session, scene), 15U);
  EXPECT_LT(ore_length_in_ore_blocks(session, scene), 0.4);
}

TEST_F(Demo, AnotherOperationIsTakenWhereItFits) {
  const std::string demo = (program_folder() / "demo" / "demo.lode").string();
  const auto russian = run_lode({"info", demo, "--operation", "Pulkovo 1942 to WGS 84 (20)"});
  EXPECT_EQ(russian.exit_code, 0) << russian.err;
  EXPECT_NE(russian.out.find("Pulkovo 1942 to WGS 84 (20)"), std::string::npos) << russian.out;
  EXPECT_EQ(run_lode({"info", demo, "--operation", "Pulkovo 1942 to WGS 84 (99)"}).exit_code, 1);
  EXPECT_EQ(run_lode({"info", demo, "--operation", "+proj=noop"}).exit_code, 2);  // for which of its inputs?
}

TEST_F(Demo, WithoutADisplayItIsDrawn) {
  const TemporaryFolder folder;
  const auto run = run_lode({"demo"}, folder.path());
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_NE(run.out.find("lode-demo.png"), std::string::npos);
  EXPECT_GT(std::filesystem::file_size(folder.path() / "lode-demo.png"), 50000U);
}

}  // namespace
}  // namespace lode::testing
