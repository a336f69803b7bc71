// How VTK files keep what their arrays cannot say: units, types and category names, as text arrays of the field data.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/table.h"

namespace lode {

/// By the name of a field data array: "NAME.unit" [the unit], "NAME.names" [a name a code], "NAME.type" ["date" or
/// "text"].
using ArrayNotes = std::map<std::string, std::vector<std::string>>;

ArrayNotes array_notes_of(const Column& column);

/// Gives a column read from an array what was noted of it: codes become words. A note that does not fit the
/// values (a code beyond the names) is left aside.
void apply_notes(const ArrayNotes& notes, Column& column);

}  // namespace lode
