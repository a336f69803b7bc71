// The candidates between two systems, with what only the choice among them needs.
#pragma once

#include <vector>

#include "geo/crs.h"
#include "geo/proj_handles.h"

namespace lode::geo {

struct Candidate {
  Operation operation;
  std::string authority_pipeline;       ///< in the authorities' axis orders, as projinfo prints it
  std::vector<std::string> codes;       ///< "EPSG:15865": of the operation and of its steps
  std::vector<std::string> step_names;  ///< "Pulkovo 1942 to WGS 84 (16)"
};

/// Best first, as operations() says. `all`: also superseded ones and those made for other areas.
std::vector<Candidate> candidates(PJ_CONTEXT* context, const PJ* from, const PJ* to, std::optional<Vec3> at, bool all);

/// Whether both name the same system, whatever order their axes have.
bool same_system(PJ_CONTEXT* context, const PJ* a, const PJ* b);

}  // namespace lode::geo
