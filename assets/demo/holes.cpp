#include "holes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "core/desurvey.h"
#include "core/write_file.h"
#include "geo/crs.h"
#include "names.h"

namespace demo {

using lode::Vec3;

namespace {

constexpr int fences = 10, holes_in_fence = 6;

double rounded(double value, double step) { return std::round(value / step) * step; }

std::vector<lode::Station> survey(unsigned number, double total_depth_m) {
  std::vector<lode::Station> stations;
  const double azimuth = 330 + 4 * (random_unit(number, 3) - 0.5);
  const double dip = -60 + 3 * (random_unit(number, 4) - 0.5);
  const double turn = 0.025 * (random_unit(number, 5) - 0.35), lift = 0.012 + 0.012 * random_unit(number, 6);
  for (double depth = 0; depth < total_depth_m; depth += 30) {
    const double wobble = random_unit(number, 100 + static_cast<unsigned>(depth)) - 0.5;
    stations.push_back(
        {depth, rounded(azimuth + turn * depth + 0.6 * wobble, 0.1), rounded(dip + lift * depth + 0.4 * wobble, 0.1)});
  }
  return stations;
}

/// Contacts to the nearest 0.1 m; pieces under 0.3 m are not logged apart.
std::vector<Logged> log_of(const lode::Trace& trace, Vec3 collar, double total_depth_m) {
  std::vector<Logged> log;
  const int steps = static_cast<int>(std::lround(total_depth_m * 10));
  for (int i = 0; i < steps; ++i) {
    const Lithology lithology = rock_at(collar + trace.offset_at(0.1 * i + 0.05)).lithology;
    if (!log.empty() && log.back().lithology == lithology) {
      log.back().to_m = 0.1 * (i + 1);
    } else if (log.size() > 1 && log.back().to_m - log.back().from_m < 0.25) {
      log.back().lithology = lithology;
      log.back().to_m = 0.1 * (i + 1);
    } else {
      log.push_back({0.1 * i, 0.1 * (i + 1), lithology});
    }
  }
  return log;
}

bool is_dyke(Lithology lithology) {
  return lithology == Lithology::spodumene_pegmatite || lithology == Lithology::aplite ||
         lithology == Lithology::weathered_pegmatite;
}

Assay assayed(const lode::Trace& trace, Vec3 collar, double from_m, double to_m, unsigned sample) {
  Assay assay{from_m, to_m, 0, 0};
  constexpr int points = 8;
  for (int i = 0; i < points; ++i) {
    const Rock rock = rock_at(collar + trace.offset_at(from_m + (i + 0.5) / points * (to_m - from_m)));
    assay.li2o_pct += rock.li2o_pct / points;
    assay.ta2o5_ppm += rock.ta2o5_ppm / points;
  }
  assay.li2o_pct *= 1 + 0.16 * (random_unit(sample, 7) - 0.5);
  assay.ta2o5_ppm *= 1 + 0.3 * (random_unit(sample, 8) - 0.5);
  return assay;
}

/// Sampled to the contacts: about 1 m in the dykes, about 3 m in the schist.
std::vector<Assay> assays_of(const std::vector<Logged>& log, const lode::Trace& trace, Vec3 collar, unsigned number) {
  std::vector<Assay> assays;
  for (const Logged& piece : log) {
    const double wanted = is_dyke(piece.lithology) ? 1.0 : 3.0;
    const double piece_m = piece.to_m - piece.from_m;
    const int count = std::max(1, static_cast<int>(std::lround(piece_m / wanted)));
    double from = piece.from_m;
    for (int i = 0; i < count; ++i) {
      const double to = i + 1 == count ? piece.to_m : rounded(piece.from_m + piece_m * (i + 1) / count, 0.1);
      if (to - from < 0.05) continue;
      assays.push_back(assayed(trace, collar, from, to, number * 1000 + static_cast<unsigned>(assays.size())));
      from = to;
    }
  }
  return assays;
}

DrilledHole drill(int fence, int place) {
  const unsigned number = static_cast<unsigned>(100 * (fence + 1) + place + 1);
  DrilledHole hole;
  hole.id = fmt::format("ДЛ-{}", number);
  const Local at{-405.0 + 90 * fence + 8 * (random_unit(number, 1) - 0.5),
                 -135.0 + 95 * place + 14 * (random_unit(number, 2) - 0.5), 0};
  hole.collar_utm = utm_of(at);
  hole.collar_utm.z = topography_rl(hole.collar_utm.x, hole.collar_utm.y);
  hole.total_depth_m = rounded(190 + 110 * random_unit(number, 9) + 0.05, 0.1);
  hole.stations = survey(number, hole.total_depth_m);

  // Offsets along grid north of SK-42 zone 14, whose central meridian is that of UTM zone 44: the two norths agree
  // within 0.001 degree, the scales by 0.0004, 6 cm over the horizontal length of a hole.
  const lode::Trace trace(hole.stations);
  hole.log = log_of(trace, hole.collar_utm, hole.total_depth_m);
  hole.assays = assays_of(hole.log, trace, hole.collar_utm, number);
  for (double depth = 0; depth <= hole.total_depth_m; depth += 5)
    hole.path_utm.push_back(hole.collar_utm + trace.offset_at(depth));
  return hole;
}

void write_text(const std::filesystem::path& file, const std::string& text) {
  lode::write_whole(file, [&](const std::filesystem::path& beside) {
    std::ofstream(beside, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
  });
}

std::string with_limit(double value, double limit, int decimals) {
  return value < limit ? fmt::format("<{}", limit) : fmt::format("{:.{}f}", value, decimals);
}

}  // namespace

std::vector<DrilledHole> drill_holes() {
  std::vector<DrilledHole> holes;
  for (int fence = 0; fence < fences; ++fence)
    for (int place = 0; place < holes_in_fence; ++place) holes.push_back(drill(fence, place));
  return holes;
}

void write_holes(const std::vector<DrilledHole>& holes, const std::filesystem::path& folder) {
  std::vector<Vec3> collars;
  lode::Bounds bounds;
  for (const DrilledHole& hole : holes) {
    collars.push_back(hole.collar_utm);
    bounds.add(hole.collar_utm);
  }
  lode::geo::make_placing(utm_crs, sk42_crs, sk42_operation, bounds).scene_from_source(collars);

  std::string collar = "Скважина,X,Y,Z,Глубина\n", survey = "Скважина,Глубина,Азимут,Угол\n";
  std::string lithology = "Скважина,От,До,Порода\n", assay = "Скважина,От,До,Проба,Li2O_pct,Ta2O5_ppm\n";
  int sample = 100000;
  for (std::size_t h = 0; h < holes.size(); ++h) {
    const DrilledHole& hole = holes[h];
    fmt::format_to(std::back_inserter(collar), "{},{:.2f},{:.2f},{:.2f},{:.1f}\n", hole.id, collars[h].y, collars[h].x,
                   collars[h].z, hole.total_depth_m);
    for (const lode::Station& s : hole.stations)
      fmt::format_to(std::back_inserter(survey), "{},{:.0f},{:.1f},{:.1f}\n", hole.id, s.depth_m, s.azimuth_deg,
                     s.dip_deg);
    for (const Logged& piece : hole.log)
      fmt::format_to(std::back_inserter(lithology), "{},{:.1f},{:.1f},{}\n", hole.id, piece.from_m, piece.to_m,
                     russian_name(piece.lithology));
    for (const Assay& a : hole.assays)
      fmt::format_to(std::back_inserter(assay), "{},{:.1f},{:.1f},П{},{},{}\n", hole.id, a.from_m, a.to_m, ++sample,
                     with_limit(a.li2o_pct, 0.01, 2), with_limit(a.ta2o5_ppm, 1, 0));
  }
  write_text(folder / "collar.csv", collar);
  write_text(folder / "survey.csv", survey);
  write_text(folder / "lithology.csv", lithology);
  write_text(folder / "assay.csv", assay);
}

}  // namespace demo
