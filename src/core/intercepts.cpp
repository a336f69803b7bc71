#include "core/intercepts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/desurvey.h"
#include "core/parallel.h"
#include "core/text.h"

namespace lode {

namespace {

/// A stretch of one grade; gaps between samples are pieces too.
struct Piece {
  double from_m, to_m;
  double grade;  ///< after the top cut; NaN: missing
  double length_m() const { return to_m - from_m; }
};

std::vector<Piece> pieces_of(const std::vector<Sample>& samples, const Numbers& grades,
                             const std::optional<double>& top_cut) {
  std::vector<Piece> pieces;
  for (const Sample& sample : samples) {
    if (!pieces.empty() && sample.from_m - pieces.back().to_m > interval_slack_m)
      pieces.push_back({pieces.back().to_m, sample.from_m, std::numeric_limits<double>::quiet_NaN()});
    const double grade = grades[sample.row];
    pieces.push_back({sample.from_m, sample.to_m, top_cut && grade > *top_cut ? *top_cut : grade});
  }
  return pieces;
}

class Finder {
 public:
  Finder(std::uint32_t hole, const InterceptOptions& options) : hole_(hole), options_(options) {}

  std::vector<Intercept> find(std::span<const Piece> pieces, double cutoff) const {
    std::vector<Intercept> found;
    for (std::size_t first = 0; first < pieces.size(); ++first) {
      if (!(pieces[first].grade >= cutoff)) continue;
      const std::size_t last = last_of(pieces, first, cutoff);
      Intercept intercept = summed(pieces.subspan(first, last + 1 - first), cutoff);
      constexpr double rounding = 1e-9;
      if (intercept.length_m() >= options_.min_length_m - rounding &&
          intercept.grade * intercept.length_m() >= options_.min_grade_length - rounding) {
        if (options_.including_cutoff && cutoff < *options_.including_cutoff)
          add_nested(pieces.subspan(first, last + 1 - first), intercept);
        found.push_back(std::move(intercept));
      }
      first = last;
    }
    return found;
  }

 private:
  /// The last piece of the intercept that begins with `first`.
  std::size_t last_of(std::span<const Piece> pieces, std::size_t first, double cutoff) const {
    constexpr double rounding = 1e-9;
    std::size_t last = first;
    double total_m = 0, run_m = 0;
    for (std::size_t i = first + 1; i < pieces.size(); ++i) {
      if (pieces[i].grade >= cutoff) {
        total_m += run_m;
        run_m = 0;
        last = i;
        continue;
      }
      if (options_.missing_breaks && std::isnan(pieces[i].grade)) break;
      run_m += pieces[i].length_m();
      if (run_m > options_.max_dilution_m + rounding || total_m + run_m > options_.max_total_dilution_m + rounding)
        break;
    }
    return last;
  }

  Intercept summed(std::span<const Piece> pieces, double cutoff) const {
    Intercept intercept;
    intercept.hole = hole_;
    intercept.from_m = pieces.front().from_m;
    intercept.to_m = pieces.back().to_m;
    double sum = 0, length_m = 0;
    for (const Piece& piece : pieces) {
      length_m += piece.length_m();
      if (!std::isnan(piece.grade)) sum += piece.grade * piece.length_m();
      if (!(piece.grade >= cutoff)) intercept.dilution_m += piece.length_m();
    }
    intercept.grade = sum / length_m;
    return intercept;
  }

  void add_nested(std::span<const Piece> pieces, Intercept& intercept) const {
    intercept.including = find(pieces, *options_.including_cutoff);
    std::erase_if(intercept.including, [&](const Intercept& nested) {  // the whole again says nothing
      return nested.from_m == intercept.from_m && nested.to_m == intercept.to_m;
    });
  }

  std::uint32_t hole_;
  const InterceptOptions& options_;
};

/// At most two decimals, at least one.
std::string metres_text(double value) {
  std::string text = fmt::format("{:.2f}", value);
  if (text.back() == '0') text.pop_back();
  return text;
}

/// Parts of a mass have three significant figures where they are great; per cent and what has no unit two decimals.
std::string grade_text(double value, const std::string& unit) {
  const bool parts = unit == "ppm" || unit == "ppb" || unit == "g/t";
  const int decimals = !parts || value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f}{}{}", value, decimals, unit.empty() ? "" : " ", unit);
}

/// Without what stands between an element and its unit.
std::string_view trimmed_end(std::string_view text) {
  const std::size_t last = text.find_last_not_of("_ ,;:.-([{)]}");
  return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

std::string line_of(const Intercept& intercept, const GradeName& grade, const Drillholes& drillholes,
                    const std::optional<Plane>& plane) {
  std::string text = metres_text(intercept.length_m()) + " m";
  if (plane)
    text += fmt::format(
        " (true thickness {} m)",
        metres_text(true_thickness_m(drillholes, intercept.hole, intercept.from_m, intercept.to_m, *plane)));
  return text + fmt::format(" @ {} {} from {} m", grade_text(intercept.grade, grade.unit), grade.element,
                            metres_text(intercept.from_m));
}

}  // namespace

Intercepts find_intercepts(const Drillholes& drillholes, const IntervalTable& table, const Numbers& grades,
                           const Mask& rows, const InterceptOptions& options) {
  const DownholeSamples samples = downhole_samples(drillholes, table, rows);
  std::vector<std::vector<Intercept>> by_hole(drillholes.holes.size());
  parallel_for(by_hole.size(), 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t h = begin; h < end; ++h) {
      const std::vector<Piece> pieces = pieces_of(samples.of_hole[h], grades, options.top_cut);
      by_hole[h] = Finder(static_cast<std::uint32_t>(h), options).find(pieces, options.cutoff);
    }
  });
  Intercepts intercepts;
  intercepts.overlapping = samples.overlapping;
  for (std::vector<Intercept>& of_hole : by_hole)
    std::move(of_hole.begin(), of_hole.end(), std::back_inserter(intercepts.rows));
  return intercepts;
}

double true_thickness_m(const Drillholes& drillholes, std::uint32_t hole, double from_m, double to_m,
                        const Plane& plane) {
  const Trace trace(drillholes.stations_of(drillholes.holes[hole]), drillholes.desurvey);
  constexpr double radians = std::numbers::pi / 180;
  const double dip = plane.dip_deg * radians, direction = plane.dip_direction_deg * radians;
  const Vec3 normal{std::sin(dip) * std::sin(direction), std::sin(dip) * std::cos(direction), std::cos(dip)};
  return std::abs(dot(normal, trace.offset_at(to_m) - trace.offset_at(from_m)));
}

GradeName grade_name(const Column& column) {
  std::string_view element = column.name;
  if (column.unit.empty()) return {column.name, {}};
  const std::string_view whole = trimmed_end(element);
  for (const std::string_view ending : {"percent", "perc", "pct", "ppm", "ppb", "gpt", "g/t", "%"}) {
    if (whole.size() <= ending.size() || fold_case(whole.substr(whole.size() - ending.size())) != ending) continue;
    if (const std::string_view rest = trimmed_end(whole.substr(0, whole.size() - ending.size())); !rest.empty())
      element = rest;
    break;
  }
  return {std::string(element), column.unit};
}

std::string text_of(const Intercept& intercept, const GradeName& grade, const Drillholes& drillholes,
                    const std::optional<Plane>& plane) {
  std::string text = line_of(intercept, grade, drillholes, plane);
  for (std::size_t i = 0; i < intercept.including.size(); ++i)
    text += (i == 0 ? ", including " : ", and ") + line_of(intercept.including[i], grade, drillholes, plane);
  return text;
}

}  // namespace lode
