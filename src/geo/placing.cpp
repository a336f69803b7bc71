// The choice of one operation for a whole dataset.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "geo/operations.h"
#include "geo/transform.h"

namespace lode::geo {

namespace {

std::string accuracy_text(const Operation& operation) {
  if (operation.ballpark) return "ballpark";
  return operation.accuracy_m < 0 ? "unknown accuracy" : shortest(operation.accuracy_m) + " m";
}

/// The step that shifts the datum: what tells candidates apart. The projections around it are the same in all.
std::string short_name(const Candidate& candidate) {
  for (const std::string& name : candidate.step_names)
    if (name.find(" to ") != std::string::npos && name.find(" + ") == std::string::npos) return name;
  return candidate.operation.name;
}

std::string squeezed(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (!std::isspace(static_cast<unsigned char>(c)) && c != '+') result += c;
  return result;
}

bool is_pipeline(const std::string& wanted) { return wanted.find("proj=") != std::string::npos; }

/// 0: no match; greater is better.
int match(const Candidate& candidate, const std::string& wanted) {
  if (is_pipeline(wanted)) {
    const std::string text = squeezed(wanted);
    return text == squeezed(candidate.operation.pipeline) || text == squeezed(candidate.authority_pipeline) ? 3 : 0;
  }
  const std::string folded = fold_case(trim(wanted));
  const bool digits = std::all_of(folded.begin(), folded.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  for (const std::string& code : candidate.codes)
    if (fold_case(code) == (digits ? "epsg:" + folded : folded)) return 3;
  if (digits) return 0;
  for (const std::string& name : candidate.step_names)
    if (fold_case(name) == folded) return 2;
  return fold_case(candidate.operation.name).find(folded) != std::string::npos ? 1 : 0;
}

const Candidate* best_match(const std::vector<Candidate>& list, const std::string& wanted) {
  const Candidate* best = nullptr;
  int best_score = 0;
  for (const Candidate& candidate : list) {
    const int score = 2 * match(candidate, wanted) + (candidate.operation.missing_grid.empty() ? 1 : 0);
    if (score >= 2 && score > best_score) best = &candidate, best_score = score;
  }
  return best;
}

std::string listed(const std::vector<Candidate>& list) {
  std::string text;
  constexpr std::size_t most = 6;
  for (std::size_t i = 0; i < std::min(most, list.size()); ++i)
    text += fmt::format("{}\"{}\" ({})", i == 0 ? "" : ", ", short_name(list[i]), accuracy_text(list[i].operation));
  if (list.size() > most) text += fmt::format(" and {} more", list.size() - most);
  return text;
}

/// Largest distance in plan, in metres on the ground, between what two operations make of the data's corners and
/// middle.
double distance_m(const Placing& placing, const CrsInfo& target, const Operation& other, const std::vector<Vec3>& at) {
  std::vector<Vec3> ours = at, theirs = at;
  placing.scene_from_source(ours);
  make_transform(other.pipeline)(theirs);
  double most = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    Vec3 difference = theirs[i] - ours[i];
    if (target.geographic) {
      constexpr double metres_per_degree = 111320;
      difference.x *= metres_per_degree * std::cos(ours[i].y / 57.29577951308232);
      difference.y *= metres_per_degree;
    } else {
      difference = target.metres_per_unit * difference;
    }
    const double distance = std::hypot(difference.x, difference.y);
    if (std::isfinite(distance)) most = std::max(most, distance);
  }
  return most;
}

std::vector<Vec3> probes_of(const Bounds& data) {
  if (data.empty()) return {};
  const Vec3 a = data.min, b = data.max;
  return {data.centre(), {a.x, a.y, 0}, {b.x, a.y, 0}, {a.x, b.y, 0}, {b.x, b.y, 0}};
}

/// Where there is nothing to choose, as between a datum's own systems: an operation wanted for the other data of a
/// scene does not matter here.
const Candidate* only_choice(const std::vector<Candidate>& list) {
  return list.size() == 1 && list[0].operation.accuracy_m == 0 && !list[0].operation.ballpark ? &list[0] : nullptr;
}

/// The candidate of the wanted name, code or pipeline; a pipeline that is none of the candidates is taken as it is.
Candidate wanted_candidate(PJ_CONTEXT* context, const PJ* source, const PJ* target, const Placing& placing,
                           const std::string& wanted, std::optional<Vec3> at, const std::vector<Candidate>& list) {
  if (const Candidate* found = best_match(list, wanted)) return *found;
  const std::vector<Candidate> all = candidates(context, source, target, at, true);
  if (const Candidate* found = best_match(all, wanted)) return *found;
  if (const Candidate* only = only_choice(list); only != nullptr && !is_pipeline(wanted)) return *only;
  if (!is_pipeline(wanted))
    throw Error(fmt::format("no operation from {} to {} matches \"{}\"", placing.from, placing.to, wanted),
                fmt::format("there are: {}; or give a PROJ pipeline", listed(list)));
  Candidate own;
  own.operation.name = "pipeline as given";
  own.operation.pipeline = std::string(trim(wanted));
  return own;
}

void warn(Placing& placing, const char* check, std::string text) {
  placing.warning_checks.push_back(check);
  placing.warnings.push_back(std::move(text));
}

void warn_of_missing_grid(const std::vector<Candidate>& list, Placing& placing) {
  const Operation& used = placing.operation;
  for (const Candidate& candidate : list) {
    const Operation& other = candidate.operation;
    const bool better = other.covers && !other.ballpark && other.accuracy_m >= 0 &&
                        (used.ballpark || used.accuracy_m < 0 || other.accuracy_m < used.accuracy_m);
    if (other.missing_grid.empty() || !better) continue;
    warn(placing, "missing-grid",
         fmt::format("a more accurate operation, {} ({}), needs the grid {}, which is not installed; used: {} ({})",
                     short_name(candidate), accuracy_text(other), other.missing_grid, used.name, accuracy_text(used)));
    return;
  }
}

void warn_of_differences(const std::vector<Candidate>& list, const Candidate& used, const CrsInfo& target,
                         const std::vector<Vec3>& probes, Placing& placing) {
  constexpr double said_from_m = 1;
  double most = 0;
  std::string text;
  for (const Candidate& candidate : list) {
    const Operation& other = candidate.operation;
    const bool usable = other.covers && other.missing_grid.empty() && !other.ballpark;
    if (!usable || other.pipeline == used.operation.pipeline) continue;
    const double distance = distance_m(placing, target, other, probes);
    if (distance <= said_from_m) continue;
    most = std::max(most, distance);
    text += fmt::format("{}\"{}\" ({}) lies {:.1f} m away", text.empty() ? "" : ", ", short_name(candidate),
                        accuracy_text(other), distance);
  }
  if (text.empty()) return;
  warn(placing, "operation-ambiguous",
       fmt::format("operations from {} to {} differ by up to {:.1f} m at the data: used \"{}\" ({}); {}; choose one by "
                   "its name as the operation",
                   placing.from, placing.to, most, short_name(used), accuracy_text(used.operation), text));
}

void warn_of_choice(const Candidate& used, Placing& placing) {
  if (used.operation.ballpark)
    warn(placing, "operation-ambiguous",
         fmt::format(
             "no datum shift from {} to {} is known here: placed as if both had the same datum, which may be off by "
             "hundreds of metres",
             placing.from, placing.to));
  if (!used.operation.covers)
    warn(placing, "operation-ambiguous",
         fmt::format("the data lies outside the area that \"{}\" was made for", short_name(used)));
}

}  // namespace

bool offers_operation(const std::string& from, const std::string& to, const std::string& wanted, const Bounds& data) {
  if (is_pipeline(wanted)) return false;  // a pipeline says nothing of where it leads
  PJ_CONTEXT* context = thread_context();
  const ProjObject source = make_crs(context, from), target = make_crs(context, to);
  const std::optional<Vec3> at = data.empty() ? std::nullopt : std::optional(data.centre());
  const std::vector<Candidate> list = candidates(context, source.get(), target.get(), at, false);
  const Candidate* found = best_match(list, wanted);
  return found != nullptr && found->operation.missing_grid.empty();
}

Placing make_placing(const std::string& from, const std::string& to, const std::string& wanted, const Bounds& data) {
  PJ_CONTEXT* context = thread_context();
  const ProjObject source = make_crs(context, from), target = make_crs(context, to);
  const CrsInfo source_info = describe_crs(from), target_info = describe_crs(to);
  Placing placing;
  placing.from = source_info.code.empty() ? source_info.name : source_info.code;
  placing.to = target_info.code.empty() ? target_info.name : target_info.code;
  placing.units = {source_info.metres_per_unit, source_info.geographic};
  if (!is_pipeline(wanted) && same_system(context, source.get(), target.get())) {
    placing.operation.name = "none: the same CRS";
    placing.operation.accuracy_m = 0;
    return placing;
  }
  const std::vector<Vec3> probes = probes_of(data);
  const std::optional<Vec3> at = probes.empty() ? std::nullopt : std::optional(probes.front());
  const std::vector<Candidate> list = candidates(context, source.get(), target.get(), at, false);
  Candidate used;
  if (!trim(wanted).empty()) {
    used = wanted_candidate(context, source.get(), target.get(), placing, wanted, at, list);
  } else {
    const auto first =
        std::find_if(list.begin(), list.end(), [](const Candidate& c) { return c.operation.missing_grid.empty(); });
    if (first == list.end())
      throw Error(
          fmt::format("no operation from {} to {} can be used", placing.from, placing.to),
          list.empty() ? "choose another CRS for the scene" : "install the grid " + list[0].operation.missing_grid);
    used = *first;
  }
  if (!used.operation.missing_grid.empty())
    throw Error(
        fmt::format("\"{}\" needs the grid {}, which is not installed", short_name(used), used.operation.missing_grid),
        "install it (Debian: proj-data; else cdn.proj.org) or choose another operation");
  placing.operation = used.operation;
  placing.scene_from_source = make_transform(used.operation.pipeline);
  for (const Candidate& candidate : list)
    if (candidate.operation.pipeline != used.operation.pipeline) placing.others.push_back(candidate.operation);
  warn_of_choice(used, placing);
  if (trim(wanted).empty()) {
    warn_of_missing_grid(list, placing);
    warn_of_differences(list, used, target_info, probes, placing);
  }
  return placing;
}

}  // namespace lode::geo
