// The strip log of a hole: columns of rock, curves of grade and the survey beside one depth axis.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "session/session.h"

namespace lode {

struct StripPiece {
  double from_m = 0, to_m = 0;
  double value = 0;  ///< of numbers
  Rgba colour;
  std::string text;   ///< the word, or the number with its unit
  std::string where;  ///< "12 - 14 m", "at 13 m"
};

struct StripTrack {
  std::string title;  ///< the column's name with its unit
  bool of_words = false;
  double min = 0, max = 1;         ///< of the axis; in all holes alike
  std::vector<StripPiece> pieces;  ///< ascending; missing values left out
};

struct StripLog {
  std::string hole;
  double depth_m = 0;  ///< of the axis
  std::vector<StripTrack> tracks;
  std::vector<Station> stations;  ///< the survey
};

/// Columns of words first, one a table and the layer's own before others; then up to three columns of numbers, the
/// layer's colour and its table's others before those of other tables. Colours are those of the picture.
StripLog make_strip_log(const LoadedSource& source, std::uint32_t hole, const Layer& layer, const ColourScale& scale);

/// What the tracks say at a depth, with the direction of the hole: name, text.
std::vector<std::pair<std::string, std::string>> values_at(const StripLog& log, double depth_m);

}  // namespace lode
