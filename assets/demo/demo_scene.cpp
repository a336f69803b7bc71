#include "demo_scene.h"

#include "deposit.h"
#include "names.h"

namespace demo {

using lode::ColumnRole;
using lode::TableRole;

namespace {

lode::Source drillholes(const std::filesystem::path& folder) {
  const auto interval = [&](const char* file) {
    return lode::SourceFile{folder / file,
                            TableRole::interval,
                            {{ColumnRole::hole_id, "Скважина"}, {ColumnRole::from, "От"}, {ColumnRole::to, "До"}}};
  };
  lode::Source source;
  source.name = "Drillholes";
  source.kind = lode::DatasetKind::drillholes;
  source.format = "csv";
  source.crs = sk42_crs;
  source.operation = sk42_operation;
  source.dip_convention = lode::DipConvention::negative_down;
  source.files = {{folder / "collar.csv",
                   TableRole::collar,
                   {{ColumnRole::hole_id, "Скважина"},
                    {ColumnRole::x, "Y"},
                    {ColumnRole::y, "X"},
                    {ColumnRole::z, "Z"},
                    {ColumnRole::total_depth, "Глубина"}}},
                  {folder / "survey.csv",
                   TableRole::survey,
                   {{ColumnRole::hole_id, "Скважина"},
                    {ColumnRole::depth, "Глубина"},
                    {ColumnRole::azimuth, "Азимут"},
                    {ColumnRole::dip, "Угол"}}},
                  interval("assay.csv"),
                  interval("lithology.csv")};
  return source;
}

lode::Source blocks(const std::filesystem::path& folder) {
  lode::Source source;
  source.name = "Blocks";
  source.kind = lode::DatasetKind::blocks;
  source.format = "csv";
  source.crs = utm_crs;
  source.files = {
      {folder / "blocks.csv", TableRole::blocks, {{ColumnRole::x, "x"}, {ColumnRole::y, "y"}, {ColumnRole::z, "z"}}}};
  return source;
}

lode::Source topography(const std::filesystem::path& folder) {
  lode::Source source;
  source.name = "Topography";
  source.kind = lode::DatasetKind::surface;
  source.format = "geotiff";
  source.crs = geographic_crs;
  source.crs_from_file = true;
  source.files = {{folder / "topography.tif", TableRole::points, {}}};
  return source;
}

lode::Camera camera(double azimuth_deg, double elevation_deg, double view_height_m) {
  lode::Camera camera;
  camera.focal_scene = {centre_utm.x, centre_utm.y, 410};
  camera.azimuth_deg = azimuth_deg;
  camera.elevation_deg = elevation_deg;
  camera.view_height_m = view_height_m;
  camera.perspective = true;
  return camera;
}

}  // namespace

lode::Scene demo_scene(const std::filesystem::path& folder) {
  lode::Scene scene;
  scene.title = "Lithium pegmatite swarm, East Kazakhstan";
  scene.note = "Synthetic demo deposit";
  scene.crs = utm_crs;
  scene.sources = {drillholes(folder), blocks(folder), topography(folder)};

  lode::ColourStyle grade;
  grade.column = "Li2O_pct";
  grade.bins = {0.2, 0.5, 0.8, 1.1, 1.4};
  lode::Layer holes, model, ground;
  holes.name = "Drillholes";
  holes.source = 0;
  holes.table = "assay";
  holes.colour = grade;
  model.name = "Blocks";
  model.source = 1;
  model.colour = grade;
  model.filter = "Li2O_pct >= 0.8";
  ground.name = "Topography";
  ground.source = 2;
  ground.opacity = 0.16;
  ground.colour.colour = {216, 212, 200, 255};
  scene.layers = {holes, model, ground};

  scene.camera = camera(46, -19, 720);
  scene.views = {{"along strike", camera(strike_azimuth_deg, -8, 620)},
                 {"across strike", camera(strike_azimuth_deg - 90, -12, 700)}};
  scene.section.slab = {centre_utm, {0.8660254037844386, 0.5, 0}, 90};
  scene.section.step_m = 90;
  return scene;
}

}  // namespace demo
