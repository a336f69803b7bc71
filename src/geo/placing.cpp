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
  for (const Candidate::Step& step : candidate.steps)
    if (!step.code.empty() && fold_case(step.code) == (digits ? "epsg:" + folded : folded)) return 3;
  if (digits) return 0;
  for (const Candidate::Step& step : candidate.steps)
    if (fold_case(step.name) == folded) return 2;
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
    text += fmt::format("{}\"{}\" ({})", i == 0 ? "" : ", ", list[i].operation.shift, accuracy_text(list[i].operation));
  if (list.size() > most) text += fmt::format(" and {} more", list.size() - most);
  return text;
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
                           const std::string& wanted, std::optional<Vec3> degrees, const std::vector<Candidate>& list) {
  if (const Candidate* found = best_match(list, wanted)) return *found;
  const std::vector<Candidate> all = candidates_at(context, source, target, degrees, true);
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
                     candidate.operation.shift, accuracy_text(other), other.missing_grid, used.name,
                     accuracy_text(used)));
    return;
  }
}

/// Says which of the operations not used differ by over a metre at the data.
void warn_of_differences(const std::vector<Candidate>& list, const Candidate& used, Placing& placing) {
  constexpr double said_from_m = 1;
  double most = 0;
  std::string text;
  for (const Candidate& candidate : list) {
    const Operation& other = candidate.operation;
    if (!other.covers || other.ballpark || !(other.away_m > said_from_m)) continue;
    most = std::max(most, other.away_m);
    text += fmt::format("{}\"{}\" ({}) lies {:.1f} m away", text.empty() ? "" : ", ", other.shift, accuracy_text(other),
                        other.away_m);
  }
  if (text.empty()) return;
  warn(placing, "operation-ambiguous",
       fmt::format("operations from {} to {} differ by up to {:.1f} m at the data: used \"{}\" ({}); {}; choose one by "
                   "its name as the operation",
                   placing.from, placing.to, most, used.operation.shift, accuracy_text(used.operation), text));
}

/// Whether only the heights of an operation are a guess, so that positions in plan are right.
bool guesses_heights_alone(const Operation& operation) {
  return operation.ballpark && operation.name.find("ballpark vertical") != std::string::npos &&
         operation.name.find("Ballpark geographic") == std::string::npos;
}

void warn_of_choice(const Candidate& used, const CrsInfo& from, const CrsInfo& to, Placing& placing) {
  if (guesses_heights_alone(used.operation))
    warn(placing, "operation-ambiguous",
         fmt::format("RLs stay as they are: no shift from {} to {} is known here", from.vertical, to.vertical));
  else if (used.operation.ballpark)
    warn(placing, "operation-ambiguous",
         fmt::format(
             "no datum shift from {} to {} is known here: placed as if both had the same datum, which may be off by "
             "hundreds of metres",
             placing.from, placing.to));
  if (!used.operation.covers)
    warn(placing, "operation-ambiguous",
         fmt::format("the data lies outside the area that \"{}\" was made for", used.operation.shift));
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

namespace {

/// What was chosen before, with what the candidates tell of it today.
Candidate pinned_candidate(const Pinned& pinned, const std::vector<Candidate>& list) {
  Candidate used;
  if (const Candidate* found = best_match(list, pinned.pipeline)) used = *found;
  used.operation.pipeline = pinned.pipeline;
  used.operation.name = pinned.name;
  used.operation.accuracy_m = pinned.accuracy_m;
  used.operation.missing_grid.clear();
  if (used.operation.shift.empty()) used.operation.shift = pinned.name;
  return used;
}

Candidate best_candidate(const Placing& placing, const std::vector<Candidate>& list) {
  const auto first =
      std::find_if(list.begin(), list.end(), [](const Candidate& c) { return c.operation.missing_grid.empty(); });
  if (first != list.end()) return *first;
  throw Error(fmt::format("no operation from {} to {} can be used", placing.from, placing.to),
              list.empty() ? "choose another CRS for the scene" : "install the grid " + list[0].operation.missing_grid);
}

/// RLs of mine grids differ by a constant from those of the CRS they were turned out of.
void shift_heights(const CrsInfo& from, const CrsInfo& to, Placing& placing) {
  const double shift_m = to.height_shift_m - from.height_shift_m;
  if (shift_m == 0) return;
  placing.notes.push_back(fmt::format("RLs are {} by {} m: the height shift of {}", shift_m > 0 ? "raised" : "lowered",
                                      shortest(std::abs(shift_m)), from.height_shift_m != 0 ? from.name : to.name));
  placing.scene_from_source = [plan = std::move(placing.scene_from_source), shift_m](std::span<Vec3> points) {
    if (plan) plan(points);
    for (Vec3& point : points) point.z += shift_m;
  };
}

/// Whether RLs go from one vertical datum to the other: only when the user asks and both systems have one.
bool with_heights(const CrsInfo& from, const CrsInfo& to, const PlacingChoice& choice, Placing& placing) {
  if (!choice.vertical_datums) return false;
  if (!from.vertical.empty() && !to.vertical.empty()) return true;
  placing.notes.push_back(fmt::format("RLs stay as they are: {} states no vertical datum",
                                      from.vertical.empty() ? placing.from : placing.to));
  return false;
}

void keep_others(std::vector<Candidate>& list, const Operation& used, const std::string& target,
                 const std::vector<Vec3>& probes, Placing& placing) {
  for (Candidate& candidate : list) {
    Operation& other = candidate.operation;
    if (other.pipeline == used.pipeline) continue;
    if (other.missing_grid.empty() && !probes.empty())
      other.away_m = distance_m(used.pipeline, other.pipeline, target, probes);
    placing.others.push_back(other);
  }
}

}  // namespace

Placing make_placing(const std::string& from, const std::string& to, const PlacingChoice& choice, const Bounds& data) {
  PJ_CONTEXT* context = thread_context();
  ProjObject source = make_crs(context, from), target = make_crs(context, to);
  const CrsInfo source_info = describe_crs(from), target_info = describe_crs(to);
  Placing placing;
  placing.from = short_name(source_info);
  placing.to = short_name(target_info);
  placing.units = {source_info.metres_per_unit, source_info.geographic};
  const std::vector<Vec3> probes = probes_of(data);
  std::optional<Vec3> degrees;
  if (!probes.empty()) degrees = degrees_of(context, source.get(), probes.front());
  const bool heights = with_heights(source_info, target_info, choice, placing);
  if (heights) {
    source = make_whole_crs(context, from);
    target = make_whole_crs(context, to);
  }
  const std::string& wanted = choice.wanted;
  if (!is_pipeline(wanted) && same_system(context, source.get(), target.get())) {
    placing.operation.name = "none: the same CRS";
    placing.operation.accuracy_m = 0;
    shift_heights(source_info, target_info, placing);
    return placing;
  }
  std::vector<Candidate> list = candidates_at(context, source.get(), target.get(), degrees, false);
  const Candidate used = choice.pinned ? pinned_candidate(*choice.pinned, list)
                         : trim(wanted).empty()
                             ? best_candidate(placing, list)
                             : wanted_candidate(context, source.get(), target.get(), placing, wanted, degrees, list);
  if (!used.operation.missing_grid.empty())
    throw Error(fmt::format("\"{}\" needs the grid {}, which is not installed", used.operation.shift,
                            used.operation.missing_grid),
                "install it (Debian: proj-data; else cdn.proj.org) or choose another operation");
  placing.operation = used.operation;
  placing.scene_from_source =
      heights ? make_transform_with_heights(used.operation.pipeline, source_info.vertical_metres_per_unit,
                                            target_info.vertical_metres_per_unit)
              : make_transform(used.operation.pipeline);
  keep_others(list, used.operation, to, probes, placing);
  warn_of_choice(used, source_info, target_info, placing);
  if (heights && !guesses_heights_alone(used.operation))
    placing.notes.push_back(fmt::format("RLs go from {} to {}", source_info.vertical, target_info.vertical));
  if (trim(wanted).empty()) {
    warn_of_missing_grid(list, placing);
    warn_of_differences(list, used, placing);
  }
  shift_heights(source_info, target_info, placing);
  return placing;
}

Placing make_placing(const std::string& from, const std::string& to, const std::string& wanted, const Bounds& data) {
  return make_placing(from, to, PlacingChoice{wanted, std::nullopt, false}, data);
}

}  // namespace lode::geo
