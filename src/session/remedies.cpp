#include "session/remedies.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace lode {

namespace {

/// Finds what a Problem is about in a scene, and collects the scenes that mend it.
class Remedies {
 public:
  Remedies(const Scene& scene, const Problem& problem) : scene_(scene), problem_(problem) {
    for (std::size_t s = 0; s < scene.sources.size(); ++s)
      for (std::size_t f = 0; f < scene.sources[s].files.size(); ++f)
        if (utf8(scene.sources[s].files[f].path) == problem.file) {
          source_ = s;
          file_ = f;
          known_ = true;
        }
  }

  std::vector<Remedy> find() {
    if (!known_) return {};
    const Source& source = scene_.sources[source_];
    const std::string& check = problem_.check;
    if (check == "dip-sign") {
      if (source.dip_convention != DipConvention::negative_down)
        add("Take negative dips as down", [](Source& s) { s.dip_convention = DipConvention::negative_down; });
      if (source.dip_convention != DipConvention::positive_down)
        add("Take positive dips as down", [](Source& s) { s.dip_convention = DipConvention::positive_down; });
    } else if (check == "hole-id-mismatch" && !source.join_similar_ids) {
      add("Join ids that differ in spelling", [](Source& s) { s.join_similar_ids = true; });
    } else if (check == "ambiguous-date") {
      add("Take the month first", [](Source& s) { s.date_order = DateOrder::month_first; });
      add("Take the day first", [](Source& s) { s.date_order = DateOrder::day_first; });
    } else if (check == "below-detection") {
      below_detection(source);
    } else if (check == "mixed-units" && problem_.hole.empty()) {
      depths_in_other_unit();
    } else if (check == "unlikely-value" && !problem_.column.empty()) {
      const bool density = source.kind == DatasetKind::blocks;
      if (density && source.format != "csv") return {};
      for (const char* unit : density ? std::array{"kg/m3", "lb/ft3"} : std::array{"ppm", "ppb"})
        add("Read " + problem_.column + " as " + unit,
            [&](Source& s) { s.files[file_].units[problem_.column] = unit; });
    } else if (check == "likely-missing-code" || (check == "not-a-number" && problem_.severity == Severity::warning)) {
      missing_code();
    } else if (check == "local-beside-located") {
      add("Take it to be in " + scene_.crs, [&](Source& s) { s.crs = scene_.crs; });
    } else if (check == "far-from-others") {
      leave_out();
    }
    return std::move(remedies_);
  }

 private:
  template <typename Change>
  void add(std::string label, const Change& change) {
    Remedy remedy{std::move(label), scene_};
    change(remedy.scene.sources[source_]);
    remedies_.push_back(std::move(remedy));
  }

  void below_detection(const Source& source) {
    constexpr std::pair<BelowDetection, const char*> rules[] = {{BelowDetection::half_limit, "Use half the limit"},
                                                                {BelowDetection::limit, "Use the limit"},
                                                                {BelowDetection::zero, "Use zero"},
                                                                {BelowDetection::missing, "Take them as missing"}};
    for (const auto& [rule, label] : rules)
      if (rule != source.below_detection) add(label, [&](Source& s) { s.below_detection = rule; });
  }

  /// The rows are too deep: they are feet; too shallow: the holes are.
  void depths_in_other_unit() {
    const bool rows_in_feet = problem_.message.find("rows in feet") != std::string::npos;
    add(rows_in_feet ? "Read the depths of this table as feet" : "Read the depths of the holes as feet",
        [&](Source& s) {
          for (SourceFile& file : s.files) {
            const bool meant = rows_in_feet ? &file == &s.files[file_] : file.role == TableRole::collar;
            if (!meant) continue;
            for (const ColumnRole role : {ColumnRole::from, ColumnRole::to, ColumnRole::depth, ColumnRole::total_depth,
                                          ColumnRole::kickoff_depth})
              if (const auto column = file.columns.find(role); column != file.columns.end())
                file.units[column->second] = "ft";
          }
        });
  }

  /// The text that was found, as the message quotes it.
  void missing_code() {
    const std::size_t open = problem_.message.find('"'), close = problem_.message.rfind('"');
    if (open == std::string::npos || close <= open + 1) return;
    const std::string code = problem_.message.substr(open + 1, close - open - 1);
    add("Take \"" + code + "\" as a code for missing", [&](Source& s) { s.missing_codes.push_back(code); });
  }

  void leave_out() {
    if (scene_.sources.size() < 2) return;
    Remedy remedy{"Leave it out", scene_};
    Scene& scene = remedy.scene;
    const std::size_t source = source_;
    scene.sources.erase(scene.sources.begin() + static_cast<std::ptrdiff_t>(source));
    std::erase_if(scene.layers, [&](const Layer& layer) { return layer.source == source; });
    for (Layer& layer : scene.layers)
      if (layer.source > source) --layer.source;
    remedies_.push_back(std::move(remedy));
  }

  const Scene& scene_;
  const Problem& problem_;
  std::size_t source_ = 0, file_ = 0;
  bool known_ = false;
  std::vector<Remedy> remedies_;
};

}  // namespace

std::vector<Remedy> remedies_for(const Scene& scene, const Problem& problem) { return Remedies(scene, problem).find(); }

std::vector<IgnoreChoice> ignore_choices(const Problem& problem) {
  const std::string file = utf8(path_from_utf8(problem.file).filename());
  std::vector<IgnoreChoice> choices;
  if (problem.line > 0) choices.push_back({"in this row", {problem.check, file, problem.hole, problem.line, {}}});
  if (!problem.hole.empty()) choices.push_back({"in hole " + problem.hole, {problem.check, {}, problem.hole, 0, {}}});
  if (!problem.column.empty())
    choices.push_back({"in column " + problem.column, {problem.check, file, {}, 0, problem.column}});
  if (!file.empty()) choices.push_back({"in all of " + file, {problem.check, file, {}, 0, {}}});
  choices.push_back({"everywhere", {problem.check, {}, {}, 0, {}}});
  return choices;
}

}  // namespace lode
