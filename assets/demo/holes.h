// The demo's drillholes: fences of inclined holes across the dykes, as surveyed, logged and assayed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/drillholes.h"
#include "deposit.h"

namespace demo {

struct Assay {
  double from_m, to_m;
  double li2o_pct, ta2o5_ppm;
};

struct Logged {
  double from_m, to_m;
  Lithology lithology;
};

struct DrilledHole {
  std::string id;
  lode::Vec3 collar_utm;
  double total_depth_m = 0;
  std::vector<lode::Station> stations;  ///< as written in the survey file
  std::vector<Logged> log;
  std::vector<Assay> assays;
  std::vector<lode::Vec3> path_utm;  ///< every 5 m
};

std::vector<DrilledHole> drill_holes();

/// Writes collar.csv, survey.csv, lithology.csv and assay.csv with Russian headers, the collars in SK-42 zone 14
/// (EPSG:28414; column X is the northing, Y the easting with its zone number).
void write_holes(const std::vector<DrilledHole>& holes, const std::filesystem::path& folder);

}  // namespace demo
