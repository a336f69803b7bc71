#include "session/import_decisions.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "core/length_unit.h"
#include "core/text.h"

namespace lode {

namespace {

std::string line_of(const SourceFile& file) {
  std::string text = utf8(file.path.filename()) + ": " + name(file.role);
  const char* mark = "; ";
  for (const auto& [role, column] : file.columns) {
    text += mark + std::string(name(role)) + " " + column;
    mark = ", ";
  }
  for (const auto& [column, unit] : file.units) text += ", " + column + " in " + unit;
  for (const std::string& column : file.ignored_columns) text += ", " + column + " not read";
  if (!file.encoding.empty()) text += ", in " + file.encoding;
  return text;
}

std::string length_unit_text(double metres) {
  for (const auto& [unit, title] :
       {std::pair{LengthUnit::feet, "feet"}, {LengthUnit::us_survey_feet, "US survey feet"}})
    if (std::abs(metres - metres_per(unit)) < 1e-9) return fmt::format("{} of {:.7g} m", title, metres);
  return "units of " + shortest(metres) + " m";
}

const char* title_of_delimiter(const std::string& delimiter) {
  if (delimiter == ",") return "commas between cells";
  if (delimiter == ";") return "semicolons between cells";
  if (delimiter == "\t") return "tabs between cells";
  if (delimiter == "|") return "bars between cells";
  return delimiter == " " ? "blanks between cells" : "delimiters that differ";
}

const char* title_of(DipConvention convention) {
  switch (convention) {
    case DipConvention::negative_down:
      return "negative dips are down";
    case DipConvention::positive_down:
      return "positive dips are down";
    case DipConvention::from_values:
      break;
  }
  return "dips as most go down";
}

std::string azimuths_of(const Source& source) {
  switch (source.azimuth_reference) {
    case AzimuthReference::grid:
      break;
    case AzimuthReference::true_north:
      return "azimuths from true north";
    case AzimuthReference::magnetic:
      return "azimuths from magnetic north, declination " + shortest(source.declination_deg);
  }
  return "azimuths from grid north";
}

const char* title_of(BelowDetection rule) {
  switch (rule) {
    case BelowDetection::limit:
      return "the limit where below detection";
    case BelowDetection::zero:
      return "zero where below detection";
    case BelowDetection::missing:
      return "missing where below detection";
    case BelowDetection::half_limit:
      break;
  }
  return "half the limit where below detection";
}

const char* title_of(DateOrder order) {
  switch (order) {
    case DateOrder::year_first:
      return "dates year first";
    case DateOrder::day_first:
      return "dates day first";
    case DateOrder::month_first:
      return "dates month first";
    case DateOrder::from_values:
      break;
  }
  return "";
}

}  // namespace

std::vector<std::string> decisions_of(const Source& source) {
  if (source.format != "csv") return {};
  std::vector<std::string> lines;
  for (const SourceFile& file : source.files) lines.push_back(line_of(file));
  std::string all = source.encoding.empty() ? "encoding found from the files" : source.encoding;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) all += ", " + text;
  };
  add(title_of_delimiter(source.delimiter));
  if (source.decimal_mark == ",") add("decimal commas");
  add(title_of(source.date_order));
  if (source.kind == DatasetKind::drillholes) {
    add(title_of(source.dip_convention));
    add(azimuths_of(source));
    add(title_of(source.below_detection));
    if (!source.negatives_below_detection) add("negative assays are values");
    if (source.depth_metres_per_unit != 1) add("depths in " + length_unit_text(source.depth_metres_per_unit));
    if (!source.standard_missing_codes) add("-9, -99, NS and their like are values");
    if (source.join_similar_ids) add("hole ids of other spelling joined");
  }
  if (source.rl_metres_per_unit != 1) add("RLs in " + length_unit_text(source.rl_metres_per_unit));
  if (source.plan_units_per_unit != 1) add("eastings in " + shortest(source.plan_units_per_unit) + " units of the CRS");
  std::string codes;
  for (const std::string& code : source.missing_codes) codes += (codes.empty() ? "missing codes " : " ") + code;
  add(codes);
  std::string chosen;
  for (const std::string& column : source.attributes)
    chosen += (chosen.empty() ? "beside the keys only " : ", ") + column;
  add(chosen);
  lines.push_back(all);
  return lines;
}

}  // namespace lode
