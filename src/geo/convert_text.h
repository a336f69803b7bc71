// Lines of points from one system into another, as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/placement.h"

namespace lode::geo {

struct BadLine {
  std::uint64_t line = 0;  ///< 1-based
  std::string what;        ///< "3 of its 4 words are no number" ...
};

struct TextConversion {
  PointTransform transform;  ///< empty: identity
  int plan_decimals = 5;     ///< 0.01 mm of metres; 11 for degrees
  bool swap_input = false;   ///< lines are y x [z]
};

struct ConvertedText {
  /// Pieces of the whole in order: a line `x y z` for each point read, "nan nan nan" for each bad line.
  std::vector<std::string> texts;
  std::vector<BadLine> bad;  ///< lines that are no point, and points that could not be placed
  std::uint64_t points = 0;  ///< placed
  std::uint64_t lines = 0;
  Bounds bounds;  ///< of the points read
};

/// Whole lines `x y [z]`, parted by blanks, tabs, commas or semicolons; blank lines and those that begin with # say
/// nothing. Runs on all cores.
ConvertedText convert_text(std::string_view lines, std::uint64_t first_line, const TextConversion& conversion);

/// The points of the first lines, as convert_text reads them.
std::vector<Vec3> points_of_text(std::string_view lines, std::size_t most);

/// Appends `value` with that many decimals, rounded half away from zero; never "-0".
void append_decimals(std::string& text, double value, int decimals);

}  // namespace lode::geo
