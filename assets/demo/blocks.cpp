#include "blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/parallel.h"
#include "core/write_file.h"
#include "deposit.h"

namespace demo {

using lode::Vec3;

namespace {

constexpr double block_m = 5;
constexpr int columns_x = 210, columns_y = 190, benches = 84;
constexpr Vec3 lower_corner{centre_utm.x - 525, centre_utm.y - 475, 140};
constexpr double below_ground_m = 300, near_dyke_m = 62;
constexpr double measured_m = 30, indicated_m = 60;

Rock block_mean(Vec3 centroid, double distance_m) {
  if (distance_m > 2 * block_m) return rock_at(centroid);
  Rock mean;
  constexpr int n = 2;
  for (int i = 0; i < n * n * n; ++i) {
    const Vec3 inside{(i % n + 0.5) / n - 0.5, (i / n % n + 0.5) / n - 0.5, (i / (n * n) + 0.5) / n - 0.5};
    const Rock rock = rock_at(centroid + block_m * inside);
    mean.density += rock.density / (n * n * n);
    mean.li2o_pct += rock.li2o_pct * rock.density;
    mean.ta2o5_ppm += rock.ta2o5_ppm * rock.density;
  }
  mean.li2o_pct /= mean.density * n * n * n;
  mean.ta2o5_ppm /= mean.density * n * n * n;
  return mean;
}

const char* class_at(double distance_to_hole_m) {
  if (distance_to_hole_m < measured_m) return "measured";
  if (distance_to_hole_m < indicated_m) return "indicated";
  return "inferred";
}

/// The blocks of one column, from the deepest up.
void append_column(double x, double y, std::span<const Vec3> drilled, std::string& text) {
  const double ground = topography_rl(x, y);
  std::vector<Vec3> near;
  for (const Vec3 p : drilled)
    if (std::hypot(p.x - x, p.y - y) < indicated_m) near.push_back(p);
  for (int k = 0; k < benches; ++k) {
    const Vec3 centroid{x, y, lower_corner.z + (k + 0.5) * block_m};
    if (centroid.z > ground || centroid.z < ground - below_ground_m) continue;
    const double distance = distance_to_dyke_m(centroid);
    if (distance > near_dyke_m) continue;
    double to_hole = 1e9;
    for (const Vec3 p : near) to_hole = std::min(to_hole, length(p - centroid));
    const Rock rock = block_mean(centroid, distance);
    fmt::format_to(std::back_inserter(text), "{:.1f},{:.1f},{:.1f},{:.3f},{:.0f},{:.2f},{}\n", x, y, centroid.z,
                   rock.li2o_pct, rock.ta2o5_ppm, rock.density, class_at(to_hole));
  }
}

}  // namespace

void write_blocks(std::span<const DrilledHole> holes, const std::filesystem::path& file) {
  std::vector<Vec3> drilled;
  for (const DrilledHole& hole : holes) drilled.insert(drilled.end(), hole.path_utm.begin(), hole.path_utm.end());

  std::vector<std::string> rows(columns_y);
  lode::parallel_for(columns_y, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t j = begin; j < end; ++j)
      for (int i = 0; i < columns_x; ++i)
        append_column(lower_corner.x + (i + 0.5) * block_m, lower_corner.y + (static_cast<double>(j) + 0.5) * block_m,
                      drilled, rows[j]);
  });
  lode::write_whole(file, [&](const std::filesystem::path& beside) {
    std::ofstream stream(beside, std::ios::binary);
    stream << "x,y,z,Li2O_pct,Ta2O5_ppm,density,class\n";
    for (const std::string& text : rows) stream << text;
  });
}

}  // namespace demo
