// The decisions of an import that hold for all its tables.
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/import_panel.h"
#include "app/theme.h"
#include "core/text.h"
#include "io/encoding.h"

namespace lode::app {
namespace {

void label(const char* text, const char* help) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(text);
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", help);
  ImGui::SameLine(ImGui::GetFontSize() * 9);
  ImGui::SetNextItemWidth(-1);
}

template <typename Value>
struct Choice {
  const char* title;
  Value value;
};

/// A combo of named values; whether another was chosen.
template <typename Value, std::size_t N>
bool choice(AppState& state, const char* id, const std::array<Choice<Value>, N>& choices, Value& value,
            const std::string& other) {
  std::string shown = other;
  for (const Choice<Value>& row : choices)
    if (row.value == value) shown = row.title;
  bool changed = false;
  const bool open = ImGui::BeginCombo(("##" + std::string(id)).c_str(), shown.c_str());
  trace_item(state, id);
  if (!open) return false;
  for (const Choice<Value>& row : choices) {
    if (ImGui::Selectable(row.title, row.value == value)) {
      changed = !(row.value == value);
      value = row.value;
    }
    trace_item(state, fmt::format("{}.{}", id, row.title));
  }
  ImGui::EndCombo();
  return changed;
}

bool unit_choice(AppState& state, const char* id, double& metres_per_unit) {
  static constexpr std::array<Choice<double>, 4> units{
      {{"metres", 1}, {"feet", 0.3048}, {"US survey feet", 1200.0 / 3937}, {"centimetres", 0.01}}};
  return choice(state, id, units, metres_per_unit, shortest(metres_per_unit) + " m");
}

bool encoding_choice(AppState& state, std::string& encoding) {
  bool changed = false;
  const bool open = ImGui::BeginCombo("##encoding", encoding.empty() ? "guessed" : encoding.c_str());
  trace_item(state, "import.encoding");
  if (!open) return false;
  for (const std::string& name : io::encoding_names()) {
    if (ImGui::Selectable(name.c_str(), name == encoding)) {
      changed = name != encoding;
      encoding = name;
    }
    trace_item(state, "import.encoding." + name);
  }
  ImGui::EndCombo();
  return changed;
}

/// A field that counts when it is left.
bool text_field(AppState& state, const char* id, std::string& text, const char* hint) {
  ImGui::InputTextWithHint(("##" + std::string(id)).c_str(), hint, &text);
  const bool entered = ImGui::IsItemDeactivatedAfterEdit();
  trace_item(state, id);
  return entered;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view word = trim(std::string_view(text).substr(begin, end - begin));
    if (!word.empty()) words.emplace_back(word);
    begin = end + 1;
  }
  return words;
}

/// How the text of the files is to be taken.
bool text_decisions(AppState& state, Source& source) {
  bool changed = false;
  label("Encoding", "Guessed over all tables together. A file with a byte order mark keeps its own.");
  changed |= encoding_choice(state, source.encoding);
  label("Delimiter", "What stands between cells.");
  static const std::array<Choice<std::string>, 6> delimiters{
      {{"found from each file", ""}, {"comma", ","}, {"semicolon", ";"}, {"tab", "\t"}, {"bar", "|"}, {"blanks", " "}}};
  changed |= choice(state, "import.delimiter", delimiters, source.delimiter, source.delimiter);
  label("Decimal mark", "Of numbers such as 1.5 or 1,5.");
  static const std::array<Choice<std::string>, 3> marks{{{"found from each file", ""}, {"point", "."}, {"comma", ","}}};
  changed |= choice(state, "import.decimal_mark", marks, source.decimal_mark, source.decimal_mark);
  label("Dates", "Which part of 3/4/2023 is the day.");
  static constexpr std::array<Choice<DateOrder>, 4> orders{{{"as the values allow", DateOrder::from_values},
                                                            {"year, month, day", DateOrder::year_first},
                                                            {"day, month, year", DateOrder::day_first},
                                                            {"month, day, year", DateOrder::month_first}}};
  changed |= choice(state, "import.dates", orders, source.date_order, "");
  label("Missing codes", "Words and numbers that mean no value, beside -, NA and their like; commas between them.");
  std::string codes = joined(source.missing_codes);
  if (text_field(state, "import.missing_codes", codes, "none but the standard ones")) {
    source.missing_codes = split(codes);
    changed = true;
  }
  if (source.kind != DatasetKind::drillholes) return changed;
  label("", "");
  changed |= ImGui::Checkbox("-9, -99, -999, NS, LNR ... too", &source.standard_missing_codes);
  trace_item(state, "import.standard_codes");
  return changed;
}

bool azimuth_decisions(AppState& state, Source& source) {
  bool changed = false;
  label("Azimuths from", "What north azimuths count from; magnetic ones need the declination of the survey.");
  static constexpr std::array<Choice<AzimuthReference>, 3> norths{{{"grid north", AzimuthReference::grid},
                                                                   {"true north", AzimuthReference::true_north},
                                                                   {"magnetic north", AzimuthReference::magnetic}}};
  changed |= choice(state, "import.azimuth", norths, source.azimuth_reference, "");
  if (source.azimuth_reference != AzimuthReference::magnetic) return changed;
  label("Declination", "Degrees of magnetic north from true north, east positive.");
  std::string degrees = shortest(source.declination_deg);
  if (text_field(state, "import.declination", degrees, "degrees, east positive")) {
    char* end = nullptr;
    const double value = std::strtod(degrees.c_str(), &end);
    if (end != degrees.c_str() && std::abs(value) <= 180) {
      source.declination_deg = value;
      changed = true;
    }
  }
  return changed;
}

/// What the numbers of drillholes mean.
bool hole_decisions(AppState& state, Source& source) {
  bool changed = false;
  label("Dips", "Which sign goes down.");
  static constexpr std::array<Choice<DipConvention>, 3> dips{{{"as most values go", DipConvention::from_values},
                                                              {"negative is down", DipConvention::negative_down},
                                                              {"positive is down", DipConvention::positive_down}}};
  changed |= choice(state, "import.dips", dips, source.dip_convention, "");
  changed |= azimuth_decisions(state, source);
  label("Depths in", "Depths, from and to, unless a column's unit says otherwise.");
  changed |= unit_choice(state, "import.depth_unit", source.depth_metres_per_unit);
  label("Below detection", "What stands for <0.01 and negative assays.");
  static constexpr std::array<Choice<BelowDetection>, 4> rules{{{"half the limit", BelowDetection::half_limit},
                                                                {"the limit", BelowDetection::limit},
                                                                {"zero", BelowDetection::zero},
                                                                {"missing", BelowDetection::missing}}};
  changed |= choice(state, "import.below_detection", rules, source.below_detection, "");
  label("", "");
  changed |= ImGui::Checkbox("Negative assays too", &source.negatives_below_detection);
  trace_item(state, "import.negatives");
  label("Beta from", "Of oriented core: the reference line that beta angles are measured from.");
  static constexpr std::array<Choice<BetaReference>, 2> lines{
      {{"the bottom of the core", BetaReference::bottom_of_core}, {"the top of the core", BetaReference::top_of_core}}};
  changed |= choice(state, "import.beta", lines, source.beta_reference, "");
  label("Hole ids", "A-1, A1 and a 01 can be one hole.");
  changed |= ImGui::Checkbox("Join what differs in spelling", &source.join_similar_ids);
  trace_item(state, "import.join_ids");
  return changed;
}

bool place_decisions(AppState& state, Source& source) {
  bool changed = false;
  label("CRS", "Of the coordinates; none: local.");
  std::string crs = source.crs;
  if (text_field(state, "import.crs", crs, "none: local. EPSG:n") && crs != source.crs) {
    source.crs = std::string(trim(crs));
    source.operation.clear();
    changed = true;
  }
  label("RLs in", "Elevations of collars, points and blocks.");
  changed |= unit_choice(state, "import.rl_unit", source.rl_metres_per_unit);
  label("Eastings in", "Eastings and northings, in units of the CRS; metres where it is local.");
  static constexpr std::array<Choice<double>, 4> units{{{"the CRS's unit", 1},
                                                        {"feet, CRS in metres", 0.3048},
                                                        {"US survey feet, CRS in metres", 1200.0 / 3937},
                                                        {"kilometres, CRS in metres", 1000}}};
  changed |= choice(state, "import.plan_unit", units, source.plan_units_per_unit, shortest(source.plan_units_per_unit));
  return changed;
}

}  // namespace

bool import_decisions(AppState& state, Source& source) {
  if (!ImGui::BeginTable("decisions", 2)) return false;
  for (int column = 0; column < 2; ++column)  // fields fill what a column has: it does not follow from them
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, ImGui::GetFontSize() * 24);
  bool changed = false;
  ImGui::TableNextColumn();
  changed |= text_decisions(state, source);
  if (source.kind != DatasetKind::drillholes) ImGui::TableNextColumn();
  changed |= place_decisions(state, source);
  if (source.kind == DatasetKind::drillholes) {
    ImGui::TableNextColumn();
    changed |= hole_decisions(state, source);
  }
  ImGui::EndTable();
  return changed;
}

}  // namespace lode::app
