// What the numbers of the chosen layer's files mean: their units, the order of the axes, the zone number, the offset of
// RLs. Each change is one step of undo and places the layer anew.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "app/panels.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/text.h"
#include "geo/crs_input.h"

namespace lode::app {
namespace {

constexpr double zone_step_m = 1e6;

struct UnitRow {
  const char* title;
  double metres;
};
constexpr std::array<UnitRow, 3> units{
    {{"metres", 1}, {"feet (international)", 0.3048}, {"feet (US survey)", 1200.0 / 3937}}};

bool is_same(double a, double b) { return std::abs(a - b) < 1e-9; }

/// How far a change moves the layer: out of sight, where the view must follow, or not.
enum class Moves { far_away, little };

void change(AppState& state, std::uint32_t index, Moves moves, const std::function<void(Source&)>& edit) {
  Scene scene = state.scene;
  edit(scene.sources[index]);
  if (scene == state.scene) return;
  if (moves == Moves::far_away) scene.camera.view_height_m = state.scene.camera.view_height_m = 0;
  load_scene(state, std::move(scene));
}

void help(const char* text) {
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", text);
}

/// A combo of rows with titles; the row that was chosen, -1: none.
int combo(AppState& state, const char* id, const std::string& shown, std::initializer_list<std::string> rows, int now,
          const char* tip) {
  const bool open = ImGui::BeginCombo((std::string("##") + id).c_str(), shown.c_str());
  trace_item(state, id);
  if (!open) {
    help(tip);
    return -1;
  }
  int chosen = -1, row = 0;
  for (const std::string& title : rows) {
    if (ImGui::Selectable(title.c_str(), row == now) && row != now) chosen = row;
    trace_item(state, fmt::format("{}.{}", id, row));
    ++row;
  }
  ImGui::EndCombo();
  return chosen;
}

/// The row of units that was chosen; nothing when none was.
const UnitRow* unit_combo(AppState& state, const char* id, double now, const std::string& other, const char* tip) {
  int row = -1;
  for (std::size_t i = 0; i < units.size(); ++i)
    if (is_same(units[i].metres, now)) row = static_cast<int>(i);
  const std::string shown = row < 0 ? other : units[static_cast<std::size_t>(row)].title;
  const int chosen = combo(state, id, shown, {units[0].title, units[1].title, units[2].title}, row, tip);
  return chosen < 0 ? nullptr : &units[static_cast<std::size_t>(chosen)];
}

void length_unit(AppState& state, const char* label, const char* id, std::uint32_t index, double Source::*factor,
                 const char* tip) {
  const double now = state.scene.sources[index].*factor;
  form_label(label);
  if (const UnitRow* chosen = unit_combo(state, id, now, fmt::format("{} m", shortest(now)), tip))
    change(state, index, Moves::little, [&](Source& source) { source.*factor = chosen->metres; });
}

/// What describe_crs() says of a source's CRS, looked up once a value.
const geo::CrsInfo& described(const std::string& crs) {
  static std::pair<std::string, geo::CrsInfo> known;
  if (known.first != crs) known = {crs, geo::describe_crs(crs)};
  return known.second;
}

/// What eastings and northings count in, where the file means another unit than its CRS says.
void coordinate_unit(AppState& state, std::uint32_t index, const geo::CrsInfo& info) {
  form_label("E, N in");
  const UnitRow* chosen = unit_combo(state, "coordinates.unit", info.metres_per_unit, info.unit,
                                     "The unit of eastings and northings, where it is not that of the CRS");
  if (chosen == nullptr) return;
  try {
    const std::string crs = geo::crs_in_unit(std::string(state.scene.sources[index].crs), chosen->metres);
    give_crs(state, CrsTarget::source, index, crs);
  } catch (const Error& error) {
    state.error = error;
  }
}

void axis_order(AppState& state, std::uint32_t index) {
  constexpr std::array orders{AxisOrder::from_values, AxisOrder::easting_first, AxisOrder::northing_first};
  const std::array<std::string, 3> titles{"as the values show", "easting, as named", "northing: x and y swapped"};
  const AxisOrder now = state.scene.sources[index].placing.axes;
  const auto row = static_cast<int>(std::ranges::find(orders, now) - orders.begin());
  form_label("x holds");
  const int chosen =
      combo(state, "coordinates.axes", titles[static_cast<std::size_t>(row)], {titles[0], titles[1], titles[2]}, row,
            "Which of the file's columns is the easting, whatever they are named");
  if (chosen >= 0)
    change(state, index, Moves::far_away,
           [&](Source& source) { source.placing.axes = orders[static_cast<std::size_t>(chosen)]; });
}

/// A number that counts when its field is left.
void number(AppState& state, const char* id, double now, const char* format, const char* tip,
            const std::function<void(double)>& enter) {
  static std::pair<std::string, double> edited;
  double value = edited.first == id ? edited.second : now;
  ImGui::InputDouble((std::string("##") + id).c_str(), &value, 0, 0, format);
  trace_item(state, id);
  if (ImGui::IsItemActive()) edited = {id, value};
  const bool entered = ImGui::IsItemDeactivatedAfterEdit();
  if (ImGui::IsItemDeactivated()) edited.first.clear();
  help(tip);
  if (entered && std::isfinite(value) && value != now) enter(value);
}

/// The zone number in front of eastings: found, none, or as the user says.
void zone_number(AppState& state, std::uint32_t index, const LayerPicture& picture) {
  const std::optional<double> stated = state.scene.sources[index].placing.zone_shift_m;
  const double used = picture.source->zone_shift_m;
  const auto title = [](double shift_m) {
    return shift_m == 0 ? std::string("as they stand")
                        : fmt::format("{}{}", shift_m > 0 ? "+" : "\u2212", grouped(std::abs(shift_m)));
  };
  const std::string found = stated ? "as the values show" : "as the values show: " + title(used);
  const int now = !stated ? 0 : *stated == 0 ? 1 : 2;
  form_label("Eastings");
  const int chosen = combo(
      state, "coordinates.zone", stated ? title(*stated) : found, {found, "as they stand", "shifted by \u2026"}, now,
      "The zone number in front of eastings (14,500,000) that the files lack, or have and their CRS does not");
  if (chosen >= 0)
    change(state, index, Moves::far_away, [&](Source& source) {
      std::optional<double>& shift = source.placing.zone_shift_m;
      if (chosen == 0) shift.reset();
      if (chosen == 1) shift = 0;
      if (chosen == 2) shift = used != 0 ? used : zone_step_m;
    });
  if (now != 2) return;
  form_label("");
  number(state, "coordinates.zone_shift", *stated, "%+.0f, added to them", "14000000 adds the zone number 14",
         [&](double shift) {
           change(state, index, Moves::far_away, [&](Source& source) { source.placing.zone_shift_m = shift; });
         });
}

void rl_offset(AppState& state, std::uint32_t index) {
  form_label("RL offset");
  number(state, "coordinates.rl_offset", state.scene.sources[index].placing.rl_offset_m, "%+.3f m",
         "Metres added to the layer's RLs", [&](double metres) {
           change(state, index, Moves::little, [&](Source& source) { source.placing.rl_offset_m = metres; });
         });
}

/// Offered where both systems have a vertical datum.
void vertical_datums(AppState& state, std::uint32_t index) {
  const Source& source = state.scene.sources[index];
  if (source.crs.empty() || state.scene.crs.empty()) return;
  static std::pair<std::string, std::string> of_scene;  // CRS, the name of its heights
  if (of_scene.first != state.scene.crs) of_scene = {state.scene.crs, geo::describe_crs(state.scene.crs).vertical};
  const bool both = !described(source.crs).vertical.empty() && !of_scene.second.empty();
  if (!both && !source.placing.vertical_datums) return;
  form_label("");
  bool on = source.placing.vertical_datums;
  const bool changed = ImGui::Checkbox("Shift RLs between vertical datums", &on);
  trace_item(state, "coordinates.vertical_datums");
  help(fmt::format("From {} to {}. Without it no datum changes an RL.", described(source.crs).vertical, of_scene.second)
           .c_str());
  if (changed)
    change(state, index, Moves::little, [&](Source& changed_source) { changed_source.placing.vertical_datums = on; });
}

}  // namespace

void placing_fields(AppState& state, std::uint32_t index) {
  const Source& source = state.scene.sources[index];
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  const bool projected = !source.crs.empty() && described(source.crs).projected && !described(source.crs).mine_grid;
  if (projected) coordinate_unit(state, index, described(source.crs));
  if (source.format == "csv") axis_order(state, index);
  if (projected && picture != nullptr) zone_number(state, index, *picture);
  length_unit(state, "RLs in", "coordinates.rl_unit", index, &Source::rl_metres_per_unit,
              "The unit of RLs in the file; Lode counts them in metres");
  rl_offset(state, index);
  if (source.kind == DatasetKind::drillholes)
    length_unit(state, "Depths in", "coordinates.depth_unit", index, &Source::depth_metres_per_unit,
                "The unit of depths, from and to in the files");
  vertical_datums(state, index);
}

}  // namespace lode::app
