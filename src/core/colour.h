// From values to colours.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/table.h"

namespace lode {

struct Rgba {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  bool operator==(const Rgba&) const = default;
};

/// A named, perceptually ordered ramp; a table row each (core/colour_maps.cpp).
struct ColourMap {
  std::string name;
  std::array<Rgba, 256> colours;
};
/// All maps; the first is the default ("viridis"); also "cividis", "magma", "turbo", "grey", "blue-red".
const std::vector<ColourMap>& colour_maps();
/// Throws Error with the nearest name for an unknown one.
const ColourMap& colour_map(std::string_view name);

/// How a layer's values are coloured; a value, part of the Scene. What is empty or NaN is chosen from the data.
struct ColourStyle {
  std::string column;  ///< "": one colour
  std::string map = "viridis";
  double min = std::numeric_limits<double>::quiet_NaN();                         ///< NaN: the 2nd percentile
  double max = std::numeric_limits<double>::quiet_NaN();                         ///< NaN: the 98th percentile
  enum class Scale { automatic, linear, logarithmic } scale = Scale::automatic;  ///< automatic: logarithmic when skewed
  std::vector<double> bins;                   ///< ascending cut-offs: discrete grade bins instead of a ramp
  Rgba colour{178, 178, 178, 255};            ///< used without a column
  bool operator==(const ColourStyle&) const;  // NaN equals NaN
};

/// A palette of 256: index 0 is missing, the others values or categories.
struct ColourScale {
  std::string title;  ///< column name
  std::string unit;
  std::array<Rgba, 256> palette{};
  bool categorical = false;
  std::vector<std::string> categories;  ///< category c has index 1 + c % 255; one colour for a name in every layer
  double min = 0, max = 1;              ///< of a ramp
  bool logarithmic = false;
  std::vector<double> bins;
  std::uint8_t index(double value) const;                    ///< 0 for NaN
  std::uint8_t index_of_category(std::uint32_t code) const;  ///< 0 for Categories::missing
};

/// The scale for a column under a style. Percentiles over at most a million rows, evenly taken.
ColourScale make_scale(const Column& column, const ColourStyle& style);

/// A palette index a row, on all cores; reuses `indices`' memory.
void colour_rows(const Column& column, const ColourScale& scale, std::vector<std::uint8_t>& indices);

/// Percentile p (0..100) of the numbers, missing left out, over at most a million rows, evenly taken; NaN when there
/// are none.
double percentile(const Numbers& numbers, double p);

}  // namespace lode
