// The candidates between two systems, with what only the choice among them needs.
#pragma once

#include <vector>

#include "geo/crs.h"
#include "geo/proj_handles.h"

namespace lode::geo {

struct Candidate {
  Operation operation;
  std::string authority_pipeline;  ///< in the authorities' axis orders, as projinfo prints it
  struct Step {
    std::string name, code;  ///< "Pulkovo 1942 to WGS 84 (16)", "EPSG:15865"
  };
  std::vector<Step> steps;  ///< the operation itself and all it is made of
};

/// Best first, as operations() says. `at`: a point of `from`. `all`: also superseded ones and those made for other
/// areas.
std::vector<Candidate> candidates(PJ_CONTEXT* context, const PJ* from, const PJ* to, std::optional<Vec3> at, bool all);

/// The same at a point in degrees of any datum.
std::vector<Candidate> candidates_at(PJ_CONTEXT* context, const PJ* from, const PJ* to,
                                     const std::optional<Vec3>& degrees, bool all);

/// Largest distance in plan, in metres on the ground, between what two operations make of points.
double distance_m(const std::string& pipeline, const std::string& other, const std::string& target,
                  const std::vector<Vec3>& at);

/// Whether both name the same system, whatever order their axes have.
bool same_system(PJ_CONTEXT* context, const PJ* a, const PJ* b);

}  // namespace lode::geo
