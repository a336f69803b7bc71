#include "geo/wkt.h"

#include "geo/proj_handles.h"

namespace lode::geo {

namespace {

std::string wkt_of(const PJ* crs, PJ_WKT_TYPE type) {
  const char* const options[] = {"MULTILINE=NO", nullptr};
  return text_of(proj_as_wkt(thread_context(), crs, type, options));
}

}  // namespace

std::string prj_text(const std::string& crs) {
  if (crs.empty()) return {};
  const ProjObject object = make_crs(thread_context(), crs);
  const std::string esri = wkt_of(object.get(), PJ_WKT1_ESRI);
  return esri.empty() ? wkt_of(object.get(), PJ_WKT2_2019) : esri;
}

std::string wkt2_text(const std::string& crs) {
  return crs.empty() ? std::string() : wkt_of(make_crs(thread_context(), crs).get(), PJ_WKT2_2019);
}

}  // namespace lode::geo
