#include "core/checks.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace lode {

namespace {

using enum Severity;

// In the order in which the work goes: files, collars, surveys, intervals, structures, values, blocks, placement.
const std::vector<Check> table{
    {"not-a-data-file", warning, "File is no data that Lode reads",
     "Leave it out, or convert it to a format of `lode --help`."},
    {"unreadable-file", error, "File cannot be read", "Mend or convert it; the folder's other files are opened."},
    {"undecodable-text", warning, "Text that its encoding has no characters for", "Choose another encoding at import."},
    {"bad-row", error, "Row with the wrong number of cells", "Mend the row's delimiters or quotes."},
    {"bad-coordinates", error, "Coordinates missing, not finite or beyond 1e9",
     "Correct the coordinates; the row is left out."},

    {"duplicate-hole-id", error, "Hole id given twice", "Keep one collar a hole; the first row is used."},
    {"duplicate-collar-location", note, "Holes share a collar", "Right for wedges and twins; else correct one."},
    {"bad-collar-coordinates", error, "Collar without usable coordinates", "Give easting, northing and RL as numbers."},
    {"collar-off-topography", warning, "Collar off the topography", "Check the RL, its unit, and the CRS of both."},
    {"bad-total-depth", warning, "Total depth missing, zero or negative", "Give the depth; the deepest row's is used."},
    {"blank-hole-id", error, "Row without a hole id", "Give the hole id; the row is left out."},
    {"missing-collar", error, "Rows of a hole that has no collar", "Add the collar, or correct the hole id."},
    {"wedge-without-parent", warning, "Wedge whose parent is not known",
     "Correct its parent hole or kick-off depth; its own survey is used."},
    {"hole-without-survey", warning, "Hole without a survey", "Add its survey; the hole is drawn vertical."},
    {"hole-without-intervals", warning, "Hole without intervals", "Right if nothing was logged; its trace is drawn."},

    {"no-survey-at-collar", warning, "No survey at depth 0", "Add one; the first is carried up to the collar."},
    {"no-usable-survey", warning, "No usable survey in a hole", "Mend its rows; the hole is drawn vertical."},
    {"single-survey", note, "A single survey in a hole", "The hole is straight; add stations where it bends."},
    {"duplicate-survey-depth", warning, "Surveys at one depth", "Keep one; the first is used."},
    {"survey-out-of-order", warning, "Survey depths out of order", "Sort by depth; Lode has done so."},
    {"survey-depth-out-of-hole", warning, "Survey above the collar or below the end",
     "Check its depth and the total depth."},
    {"missing-dip-or-azimuth", error, "Survey without dip or azimuth", "Give both; the station is skipped."},
    {"dip-out-of-range", error, "Dip outside -90..90", "Correct the dip; the station is skipped."},
    {"azimuth-out-of-range", warning, "Azimuth outside 0..360", "Correct the azimuth; it is wrapped."},
    {"dip-sign", note, "Sign of the dip", "Say which sign is down at import if this is wrong."},
    {"sharp-deviation", warning, "Hole bends sharply", "Check dip and azimuth of the stations around."},

    {"overlapping-intervals", error, "Intervals overlap", "Correct from and to; overlaps are drawn and marked."},
    {"interval-gap", note, "Gap between intervals", "Right if nothing was sampled there."},
    {"non-positive-interval", error, "From is not below to", "Correct from and to; the row is left out."},
    {"missing-from-or-to", error, "Interval without from or to", "Give both; the row is left out."},
    {"interval-beyond-hole", warning, "Interval beyond the end of the hole",
     "Check the total depth; the trace is extended."},
    {"not-a-number", warning, "Text where a number belongs", "Correct it; the value is taken as missing."},
    {"ambiguous-date", note, "Dates whose day and month may be exchanged",
     "Say which comes first: in the import panel, --date-order, or date_order of a scene."},
    {"below-detection", note, "Values below detection", "Half the detection limit is used."},
    {"duplicate-interval", warning, "Interval given twice", "Remove one of the rows."},

    {"structure-angle-out-of-range", error, "Angle of a structure out of range",
     "Correct dip, azimuth, alpha or beta."},

    {"unlikely-value", warning, "Value that its unit makes unlikely", "Check the unit; values are never converted."},
    {"swapped-coordinates", warning, "Hole far off, with x and y likely swapped",
     "Check the order of its coordinates."},
    {"table-axes-swapped", warning, "Table with x and y the other way round",
     "Say which column is easting if this is wrong."},
    {"outside-area-of-use", warning, "Outside the area of the CRS", "Check the CRS and the order of coordinates."},
    {"mixed-units", warning, "Feet among metres", "State the unit of depths and RLs at import."},
    {"lengths-converted", note, "Coordinates or sizes in another unit than metres",
     "If it is wrong, state the unit: [sources.files.units] of a scene, or the import panel."},
    {"hole-id-mismatch", warning, "Hole ids that differ in spelling", "Spell them alike, or join them at import."},

    {"duplicate-block", error, "Block given twice", "Keep one row a block; the first is used."},
    {"overlapping-blocks", warning, "Blocks share room", "Correct centroids and sizes; both are kept and counted."},
    {"bad-block-size", error, "Block without a size above 0", "Correct its size; a sub-block without one is left out."},
    {"likely-missing-code", warning, "Value that is likely a code for missing",
     "Say that it means missing: --missing-codes, missing_codes of a scene, or the import panel; else it is counted."},
    {"level-not-used", warning, "Column of levels that is not used as such",
     "Call it octree_level if i, j, k count blocks of the row's own level."},
    {"far-block", warning, "Block far from all others", "Correct its centroid if it is mistyped; it is kept."},
    {"block-off-lattice", error, "Block off the model's grid", "Correct its centroid; the row is left out."},

    {"crs-beside", note, "CRS taken from a file beside the data",
     "Choose another one in a scene file or the window if it is wrong."},
    {"far-from-others", warning, "Data that lies far from all other",
     "Leave it out if it is of another project; else check its CRS and coordinates."},
    {"local-beside-located", warning, "Layer without a CRS beside located ones", "State its CRS (--source-crs)."},
    {"stretched-lengths", warning, "The scene's CRS stretches lengths", "Choose a UTM zone or the like for the scene."},
    {"points-not-placed", warning, "Points that the operation could not place", "Check the CRS and the coordinates."},
    {"operation-ambiguous", warning, "Several operations differ in result", "Choose one with --operation."},
    {"missing-grid", warning, "A more accurate operation lacks its grid", "Install the grid, or accept the accuracy."},
    {"float32-precision", warning, "Single precision loses digits here", "Use a format in doubles, or a local origin."},
    {"unknown-scene-key", warning, "Key of a scene file that is not known",
     "Correct its spelling; it is kept when the scene is saved."},
    {"lattice-residual", warning, "Model is bent by the operation", "Use the CRS of the model for the scene."},
};

}  // namespace

const std::vector<Check>& checks() { return table; }

const Check& check(std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Check& row) { return row.name == name; });
  if (found == table.end()) throw std::out_of_range("no check is named " + std::string(name));
  return *found;
}

Problem problem_of(std::string_view check_name) {
  const Check& row = check(check_name);
  Problem problem;
  problem.severity = row.severity;
  problem.check = row.name;
  problem.action = row.remedy;
  return problem;
}

}  // namespace lode
