// A mine grid as numbers, as WKT and as a pipeline.
#include "geo/mine_grid.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <numbers>

#include "core/error.h"
#include "core/text.h"
#include "geo/crs.h"
#include "geo/proj_handles.h"
#include "geo/wkt.h"

namespace lode::geo {

namespace {

constexpr double degrees_per_radian = 180 / std::numbers::pi;
constexpr std::string_view height_remark = "Mine RL = RL of the base + ";

/// The child of that keyword directly under the outermost node: "CONVERSION[...]"; "" when there is none.
std::string child_of(const std::string& wkt, const std::string& keyword) {
  int depth = 0;
  bool in_text = false;
  std::size_t begin = std::string::npos;
  for (std::size_t i = 0; i < wkt.size(); ++i) {
    if (wkt[i] == '"') in_text = !in_text;
    if (in_text) continue;
    if (begin == std::string::npos && depth == 1 && wkt.compare(i, keyword.size() + 1, keyword + "[") == 0) begin = i;
    if (wkt[i] == '[') ++depth;
    if (wkt[i] == ']' && --depth == 1 && begin != std::string::npos) return wkt.substr(begin, i + 1 - begin);
  }
  return {};
}

/// A quote in WKT is doubled.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

std::string unit_text(const MineGrid& grid) {
  return fmt::format("LENGTHUNIT[{},{}]", quoted(wkt_unit_name(grid.metres_per_unit)), shortest(grid.metres_per_unit));
}

std::string offset_text(const char* name, double value, const MineGrid& grid, int code) {
  return fmt::format("PARAMETER[\"{}\",{},{},ID[\"EPSG\",{}]]", name, shortest(value), unit_text(grid), code);
}

std::string coefficient_text(const char* name, double value, int code) {
  return fmt::format("PARAMETER[\"{}\",{},SCALEUNIT[\"coefficient\",1],ID[\"EPSG\",{}]]", name, shortest(value), code);
}

/// The base without its axes, which WKT takes for metres, easting first, as MineGrid does.
std::string base_text(const std::string& crs) {
  const CrsInfo info = describe_crs(crs);
  PJ_CONTEXT* context = thread_context();
  const ProjObject base = unbound(context, make_crs(context, crs).get());
  constexpr const char* one_line[] = {"MULTILINE=NO", nullptr};
  const std::string wkt = text_of(proj_as_wkt(context, base.get(), PJ_WKT2_2019, one_line));
  const std::string geographic = child_of(wkt, "BASEGEOGCRS"), conversion = child_of(wkt, "CONVERSION");
  if (geographic.empty() || conversion.empty())
    throw Error(fmt::format("a mine grid cannot be turned out of {}", short_name(info)),
                "give a projected CRS, such as a UTM zone");
  const bool as_it_is = info.metres_per_unit == 1 && !info.northing_first;
  const std::string id = as_it_is ? child_of(wkt, "ID") : std::string();
  return fmt::format("BASEPROJCRS[{},\n    {},\n    {}{}{}]", quoted(info.name), geographic, conversion,
                     id.empty() ? "" : ",\n    ", id);
}

}  // namespace

Vec3 MineGrid::mine_from_base(Vec3 base) const {
  return {a1 * base.x + a2 * base.y + a0, b1 * base.x + b2 * base.y + b0, base.z + height_shift_m};
}

Vec3 MineGrid::base_from_mine(Vec3 mine) const {
  const double determinant = a1 * b2 - a2 * b1, x = mine.x - a0, y = mine.y - b0;
  return {(b2 * x - a2 * y) / determinant, (a1 * y - b1 * x) / determinant, mine.z - height_shift_m};
}

double MineGrid::north_azimuth_deg() const {
  const double determinant = a1 * b2 - a2 * b1;
  const double azimuth = degrees_per_radian * std::atan2(-a2 / determinant, a1 / determinant);
  return azimuth < 0 ? azimuth + 360 : azimuth;
}

double MineGrid::scale() const { return metres_per_unit * std::sqrt(std::abs(a1 * b2 - a2 * b1)); }

std::string doubt_of_scale(const MineGrid& grid) {
  constexpr double far_off = 0.05, near = 0.01, foot_m = 0.3048;
  const double scale = grid.scale();
  if (std::abs(scale - 1) < far_off) return {};
  const char* like = std::abs(scale * foot_m - 1) < near   ? ", as if the mine counted in feet"
                     : std::abs(scale / foot_m - 1) < near ? ", as if the mine counted in metres and not in feet"
                                                           : "";
  return fmt::format("lengths in the mine are {:.6g} times those outside{}: check the units and the points", scale,
                     like);
}

MineGrid mine_grid_of(const std::string& base_crs, Vec3 origin_base, Vec3 origin_mine, double north_azimuth_deg,
                      double scale, double mine_metres_per_unit) {
  const CrsInfo base = describe_crs(base_crs);
  if (!base.projected || base.mine_grid)
    throw Error(fmt::format("a mine grid cannot be turned out of {}", short_name(base)),
                "give a projected CRS, such as a UTM zone");
  if (!(scale > 0) || !std::isfinite(scale))
    throw Error(fmt::format("the scale of the mine grid is {}", shortest(scale)), "1 keeps the lengths of the base");
  const double angle = north_azimuth_deg / degrees_per_radian;
  MineGrid grid;
  grid.base_crs = base_crs;
  grid.metres_per_unit = mine_metres_per_unit;
  const double mine_per_metre = scale / mine_metres_per_unit;
  grid.a1 = mine_per_metre * std::cos(angle);
  grid.a2 = -mine_per_metre * std::sin(angle);
  grid.b1 = mine_per_metre * std::sin(angle);
  grid.b2 = mine_per_metre * std::cos(angle);
  const Vec3 from =
      grid.mine_from_base({origin_base.x * base.metres_per_unit, origin_base.y * base.metres_per_unit, 0});
  grid.a0 = origin_mine.x - from.x;
  grid.b0 = origin_mine.y - from.y;
  grid.height_shift_m = origin_mine.z - origin_base.z;
  return grid;
}

std::string mine_grid_wkt(const MineGrid& grid) {
  std::string wkt = fmt::format("DERIVEDPROJCRS[{},\n  {},\n", quoted(grid.name), base_text(grid.base_crs));
  wkt += "  DERIVINGCONVERSION[\"Mine grid\",\n    METHOD[\"Affine parametric transformation\",ID[\"EPSG\",9624]],\n";
  wkt += fmt::format("    {},\n    {},\n    {},\n", offset_text("A0", grid.a0, grid, 8623),
                     coefficient_text("A1", grid.a1, 8624), coefficient_text("A2", grid.a2, 8625));
  wkt += fmt::format("    {},\n    {},\n    {}],\n", offset_text("B0", grid.b0, grid, 8639),
                     coefficient_text("B1", grid.b1, 8640), coefficient_text("B2", grid.b2, 8641));
  wkt +=
      "  CS[Cartesian,2],AXIS[\"easting (E)\",east,ORDER[1]],AXIS[\"northing (N)\",north,ORDER[2]]," + unit_text(grid);
  if (grid.height_shift_m != 0)
    wkt += fmt::format(",\n  REMARK[\"{}{} m\"]", height_remark, shortest(grid.height_shift_m));
  return wkt + "]\n";
}

std::string mine_grid_pipeline(const MineGrid& grid) {
  return fmt::format("+proj=pipeline +step +proj=affine +xoff={} +s11={} +s12={} +yoff={} +s21={} +s22={}{}",
                     shortest(grid.a0), shortest(grid.a1), shortest(grid.a2), shortest(grid.b0), shortest(grid.b1),
                     shortest(grid.b2),
                     grid.height_shift_m == 0 ? std::string() : " +zoff=" + shortest(grid.height_shift_m));
}

double height_shift_of_wkt(const std::string& wkt) {
  const std::size_t at = wkt.find(height_remark);
  double shift_m = 0;
  if (at != std::string::npos)
    std::from_chars(wkt.data() + at + height_remark.size(), wkt.data() + wkt.size(), shift_m);
  return shift_m;
}

}  // namespace lode::geo
