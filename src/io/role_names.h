// The names that columns go by in the industry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/table.h"

namespace lode::io {

/// Names of one role in order of preference, in lower case without blanks and punctuation; `*` at an end stands for
/// any text.
struct RoleNames {
  ColumnRole role;
  std::vector<std::string_view> patterns;
};
const std::vector<RoleNames>& role_names();

/// How far from preferred a name is for a role: the index of the first pattern that it matches, more where only without
/// the unit that ends it; -1: it matches none.
int match_role(ColumnRole role, std::string_view column_name);

/// How x and y are named: by their letters, by east and north, by longitude and latitude.
enum class AxisNames { letters, compass, geographic };
/// Of a name that matches x, y or z.
AxisNames axis_names_of(ColumnRole role, std::string_view column_name);

/// x, y: the pattern of that index is a longitude or latitude.
bool is_geographic_name(std::string_view column_name);

/// Lower case, without units in brackets or behind a comma, blanks and punctuation.
std::string plain_name(std::string_view column_name);

}  // namespace lode::io
