#include "geo/wkt.h"

#include <cmath>

#include "core/text.h"
#include "geo/proj_handles.h"

namespace lode::geo {

namespace {

std::string wkt_of(const PJ* crs, PJ_WKT_TYPE type) {
  const char* const options[] = {"MULTILINE=NO", nullptr};
  return text_of(proj_as_wkt(thread_context(), crs, type, options));
}

/// PROJ drops the remark that holds the height shift of a mine grid: its own text is kept, on one line.
std::string mine_grid_text(const std::string& crs) {
  std::string line;
  for (const char c : trim(crs))
    if (c != '\r' && c != '\n') line += c;
  return line;
}

bool is_mine_grid(const std::string& crs) {
  PJ_CONTEXT* context = thread_context();
  return geo::is_mine_grid(context, unbound(context, make_crs(context, crs).get()).get());
}

}  // namespace

std::string wkt_unit_name(double metres_per_unit) {
  struct Unit {
    double metres;
    const char* name;
  };
  for (const Unit unit : {Unit{1, "metre"}, Unit{0.3048, "foot"}, Unit{1200.0 / 3937, "US survey foot"}})
    if (std::abs(unit.metres - metres_per_unit) < 1e-12) return unit.name;
  return "unit of the data";
}

std::string prj_text(const std::string& crs) {
  if (crs.empty()) return {};
  if (is_mine_grid(crs)) return mine_grid_text(crs);
  const ProjObject object = make_crs(thread_context(), crs);
  const std::string esri = wkt_of(object.get(), PJ_WKT1_ESRI);
  return esri.empty() ? wkt_of(object.get(), PJ_WKT2_2019) : esri;
}

std::string wkt2_text(const std::string& crs) {
  if (crs.empty()) return {};
  return is_mine_grid(crs) ? mine_grid_text(crs) : wkt_of(make_crs(thread_context(), crs).get(), PJ_WKT2_2019);
}

}  // namespace lode::geo
