#include "geo/operations.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "geo/grid_factors.h"
#include "geo/transform.h"

namespace lode::geo {

namespace {

struct FactoryDeleter {
  void operator()(PJ_OPERATION_FACTORY_CONTEXT* factory) const { proj_operation_factory_context_destroy(factory); }
};

/// Operations inverted by PROJ carry "INVERSE(EPSG)" as their authority.
std::string code_of(const PJ* object) {
  std::string authority = text_of(proj_get_id_auth_name(object, 0));
  const std::string code = text_of(proj_get_id_code(object, 0));
  if (code.empty()) return {};
  if (authority.starts_with("INVERSE(") && authority.ends_with(")"))
    authority = authority.substr(8, authority.size() - 9);
  return authority + ":" + code;
}

void add_steps(PJ_CONTEXT* context, const PJ* object, Candidate& candidate) {
  candidate.steps.push_back({text_of(proj_get_name(object)), code_of(object)});
  if (proj_get_type(object) != PJ_TYPE_CONCATENATED_OPERATION) return;
  for (int i = 0; i < proj_concatoperation_get_step_count(context, object); ++i) {
    const ProjObject step(proj_concatoperation_get_step(context, object, i));
    if (step != nullptr) add_steps(context, step.get(), candidate);
  }
}

/// Whether an operation only counts anew within one datum, which is exact: PROJ states no accuracy for these.
bool keeps_datum(PJ_CONTEXT* context, const PJ* operation) {
  const PJ_TYPE type = proj_get_type(operation);
  if (type != PJ_TYPE_CONCATENATED_OPERATION) return type == PJ_TYPE_CONVERSION;
  for (int i = 0; i < proj_concatoperation_get_step_count(context, operation); ++i) {
    const ProjObject step(proj_concatoperation_get_step(context, operation, i));
    if (step == nullptr || !keeps_datum(context, step.get())) return false;
  }
  return true;
}

std::string missing_grid_of(PJ_CONTEXT* context, const PJ* operation) {
  for (int i = 0; i < proj_coordoperation_get_grid_used_count(context, operation); ++i) {
    const char* name = nullptr;
    int available = 0;
    if (proj_coordoperation_get_grid_used(context, operation, i, &name, nullptr, nullptr, nullptr, nullptr, nullptr,
                                          &available) &&
        !available)
      return text_of(name);
  }
  return {};
}

/// The step that shifts the datum is what tells candidates apart: the projections around it are the same in all.
void add_shift(Candidate& candidate) {
  Operation& operation = candidate.operation;
  operation.shift = operation.name;
  for (const Candidate::Step& step : candidate.steps)
    if (step.name.find(" to ") != std::string::npos && step.name.find(" + ") == std::string::npos) {
      operation.shift = step.name;
      operation.shift_code = step.code;
      return;
    }
}

std::optional<Candidate> candidate_of(PJ_CONTEXT* context, const PJ* operation, const std::optional<Vec3>& degrees) {
  const ProjObject x_first(proj_normalize_for_visualization(context, operation));
  const char* text = x_first == nullptr ? nullptr : proj_as_proj_string(context, x_first.get(), PJ_PROJ_5, nullptr);
  if (text == nullptr) return std::nullopt;
  Candidate candidate;
  candidate.operation.pipeline = text;
  candidate.authority_pipeline = text_of(proj_as_proj_string(context, operation, PJ_PROJ_5, nullptr));
  candidate.operation.name = text_of(proj_get_name(operation));
  candidate.operation.accuracy_m = proj_coordoperation_get_accuracy(context, operation);
  if (candidate.operation.accuracy_m < 0 && keeps_datum(context, operation)) candidate.operation.accuracy_m = 0;
  candidate.operation.ballpark = proj_coordoperation_has_ballpark_transformation(context, operation) != 0;
  candidate.operation.missing_grid = missing_grid_of(context, operation);
  candidate.operation.area = area_of_use(context, operation);
  if (degrees && finite(*degrees))
    candidate.operation.covers = candidate.operation.area.degrees_outside(degrees->x, degrees->y) == 0;
  add_steps(context, operation, candidate);
  add_shift(candidate);
  return candidate;
}

void add_candidates(PJ_CONTEXT* context, const PJ* from, const PJ* to, const std::optional<Vec3>& degrees, bool all,
                    PROJ_GRID_AVAILABILITY_USE grids, std::vector<Candidate>& found) {
  const std::unique_ptr<PJ_OPERATION_FACTORY_CONTEXT, FactoryDeleter> factory(
      proj_create_operation_factory_context(context, nullptr));
  proj_operation_factory_context_set_spatial_criterion(context, factory.get(),
                                                       PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
  proj_operation_factory_context_set_grid_availability_use(context, factory.get(), grids);
  if (all) {
    proj_operation_factory_context_set_discard_superseded(context, factory.get(), 0);
  } else if (degrees && finite(*degrees)) {
    constexpr double half_deg = 0.01;  // PROJ finds little in an area without extent
    proj_operation_factory_context_set_area_of_interest(context, factory.get(), degrees->x - half_deg,
                                                        degrees->y - half_deg, degrees->x + half_deg,
                                                        degrees->y + half_deg);
  }
  const ProjList list(proj_create_operations(context, from, to, factory.get()));
  const int count = list == nullptr ? 0 : proj_list_get_count(list.get());
  for (int i = 0; i < count; ++i) {
    const ProjObject operation(proj_list_get(context, list.get(), i));
    std::optional<Candidate> candidate = candidate_of(context, operation.get(), degrees);
    if (!candidate) continue;
    const bool known = std::any_of(found.begin(), found.end(), [&](const Candidate& other) {
      return other.operation.pipeline == candidate->operation.pipeline;
    });
    if (!known) found.push_back(*std::move(candidate));
  }
}

}  // namespace

std::vector<Candidate> candidates_at(PJ_CONTEXT* context, const PJ* from, const PJ* to,
                                     const std::optional<Vec3>& degrees, bool all) {
  // PROJ leaves out what needs a missing grid in one list and its stand-ins in the other: both together are complete.
  std::vector<Candidate> found;
  add_candidates(context, from, to, degrees, all, PROJ_GRID_AVAILABILITY_IGNORED, found);
  add_candidates(context, from, to, degrees, all, PROJ_GRID_AVAILABILITY_USED_FOR_SORTING, found);
  std::stable_sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    const auto key = [](const Operation& operation) {
      const double accuracy = operation.accuracy_m < 0 ? HUGE_VAL : operation.accuracy_m;
      return std::tuple(!operation.covers, operation.ballpark, accuracy);
    };
    return key(a.operation) < key(b.operation);
  });
  return found;
}

namespace {

/// `away_m` of each from the first that can be run.
void compare(std::vector<Candidate>& list, const std::string& target, const std::vector<Vec3>& at) {
  const auto first = std::find_if(list.begin(), list.end(),
                                  [](const Candidate& candidate) { return candidate.operation.missing_grid.empty(); });
  if (first == list.end() || at.empty()) return;
  const std::string used = first->operation.pipeline;
  for (Candidate& candidate : list)
    if (candidate.operation.missing_grid.empty())
      candidate.operation.away_m = distance_m(used, candidate.operation.pipeline, target, at);
}

std::vector<Operation> operations_of(std::vector<Candidate> list) {
  std::vector<Operation> result;
  for (Candidate& candidate : list) result.push_back(std::move(candidate.operation));
  return result;
}

}  // namespace

double distance_m(const std::string& pipeline, const std::string& other, const std::string& target,
                  const std::vector<Vec3>& at) {
  const CrsInfo info = describe_crs(target);
  std::vector<Vec3> ours = at, theirs = at;
  make_transform(pipeline)(ours);
  make_transform(other)(theirs);
  double most = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    Vec3 difference = theirs[i] - ours[i];
    if (info.geographic) {
      constexpr double metres_per_degree = 111320;
      difference.x *= metres_per_degree * std::cos(ours[i].y / 57.29577951308232);
      difference.y *= metres_per_degree;
    } else {
      const double scale = grid_factors(target, ours[i]).scale;
      difference = info.metres_per_unit / (scale > 0 ? scale : 1) * difference;
    }
    const double distance = std::hypot(difference.x, difference.y);
    if (std::isfinite(distance)) most = std::max(most, distance);
  }
  return most;
}

std::vector<Candidate> candidates(PJ_CONTEXT* context, const PJ* from, const PJ* to, std::optional<Vec3> at, bool all) {
  std::optional<Vec3> degrees;
  if (at) degrees = degrees_of(context, from, *at);
  return candidates_at(context, from, to, degrees, all);
}

bool same_system(PJ_CONTEXT* context, const PJ* a, const PJ* b) {
  if (proj_is_equivalent_to_with_ctx(context, a, b, PJ_COMP_EQUIVALENT) != 0) return true;
  return proj_is_equivalent_to_with_ctx(context, a, b, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS) != 0;
}

std::vector<Operation> operations(const std::string& from, const std::string& to, std::optional<Vec3> at) {
  PJ_CONTEXT* context = thread_context();
  const ProjObject source = make_crs(context, from), target = make_crs(context, to);
  std::vector<Candidate> list = candidates(context, source.get(), target.get(), at, false);
  if (at) compare(list, to, {*at});
  return operations_of(std::move(list));
}

std::vector<Operation> operations_in(const std::string& from, const std::string& to, const Area& area) {
  PJ_CONTEXT* context = thread_context();
  const ProjObject source = make_crs(context, from), target = make_crs(context, to);
  const double east = area.east < area.west ? area.east + 360 : area.east;
  const Vec3 middle{(area.west + east) / 2, (area.south + area.north) / 2, 0};
  std::vector<Candidate> list = candidates_at(context, source.get(), target.get(), middle, false);
  const std::vector<Vec3> corners{middle, {area.west, area.south, 0}, {east, area.north, 0}};
  std::vector<Vec3> points;
  for (const Vec3 corner : corners)
    if (const Vec3 point = point_of_degrees(context, source.get(), corner); finite(point)) points.push_back(point);
  compare(list, to, points);
  return operations_of(std::move(list));
}

}  // namespace lode::geo
