// PROJ's objects with owners; included inside src/geo alone.
#pragma once

#include <proj.h>
#include <proj_experimental.h>

#include <memory>
#include <string>

#include "core/vec.h"
#include "geo/crs.h"

namespace lode::geo {

struct ProjDeleter {
  void operator()(PJ* object) const { proj_destroy(object); }
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
  void operator()(PJ_OBJ_LIST* list) const { proj_list_destroy(list); }
};
using ProjObject = std::unique_ptr<PJ, ProjDeleter>;
using ProjContext = std::unique_ptr<PJ_CONTEXT, ProjDeleter>;
using ProjList = std::unique_ptr<PJ_OBJ_LIST, ProjDeleter>;

/// A context that prints nothing and uses no network.
ProjContext make_context();
/// This thread's own context.
PJ_CONTEXT* thread_context();

/// The horizontal CRS of a text: a code, WKT, a PROJ string or a name. Heights (compound or 3D) are taken off, since a
/// placement never changes RL. Throws Error when PROJ does not know it or it is no system of plan coordinates.
ProjObject make_crs(PJ_CONTEXT* context, const std::string& text);

/// The same with its heights, of whatever kind.
ProjObject make_whole_crs(PJ_CONTEXT* context, const std::string& text);

/// The CRS that states the axes: a bound CRS wraps it.
ProjObject unbound(PJ_CONTEXT* context, const PJ* crs);
/// Whether it is turned out of a projected CRS.
bool is_mine_grid(PJ_CONTEXT* context, const PJ* crs);
/// The base of a mine grid, else the CRS itself, unbound.
ProjObject earth_bound_of(PJ_CONTEXT* context, const PJ* crs);

/// Of a CRS or an operation; not known() when none is stated.
Area area_of_use(PJ_CONTEXT* context, const PJ* object);

/// "" for nullptr.
inline std::string text_of(const char* text) { return text == nullptr ? std::string() : std::string(text); }

/// From a CRS to its own longitude and latitude in degrees, x first; nullptr where it has none.
ProjObject degrees_transform(PJ_CONTEXT* context, const PJ* crs);
/// A point through it; NaN in x and y when it fails.
Vec3 transformed(PJ* transform, Vec3 point, PJ_DIRECTION direction);
/// Longitude and latitude in degrees of a point of the CRS, x first; NaN when it fails.
Vec3 degrees_of(PJ_CONTEXT* context, const PJ* crs, Vec3 point);
/// And back.
Vec3 point_of_degrees(PJ_CONTEXT* context, const PJ* crs, Vec3 degrees);

}  // namespace lode::geo
