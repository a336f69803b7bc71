// The words that stand for enumerations in a scene file.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "core/scene.h"

namespace lode::scene_text {

inline constexpr std::array<std::pair<std::string_view, DipConvention>, 3> dip_conventions{{
    {"from_values", DipConvention::from_values},
    {"negative_down", DipConvention::negative_down},
    {"positive_down", DipConvention::positive_down},
}};

inline constexpr std::array<std::pair<std::string_view, AxisOrder>, 3> axis_orders{{
    {"from_values", AxisOrder::from_values},
    {"easting_first", AxisOrder::easting_first},
    {"northing_first", AxisOrder::northing_first},
}};

inline constexpr std::array<std::pair<std::string_view, ColourStyle::Scale>, 3> scales{{
    {"automatic", ColourStyle::Scale::automatic},
    {"linear", ColourStyle::Scale::linear},
    {"logarithmic", ColourStyle::Scale::logarithmic},
}};

inline constexpr std::array<std::pair<std::string_view, LengthUnit>, 3> length_units{{
    {"metres", LengthUnit::metres},
    {"feet", LengthUnit::feet},
    {"us_survey_feet", LengthUnit::us_survey_feet},
}};

inline constexpr std::array<std::pair<std::string_view, SecondShape>, 3> second_shapes{{
    {"ring", SecondShape::ring},
    {"bars", SecondShape::bars},
    {"line", SecondShape::line},
}};

inline constexpr std::array<std::pair<std::string_view, bool>, 2> beta_references{{{"bottom", false}, {"top", true}}};
inline constexpr std::array<std::pair<std::string_view, bool>, 2> missing_grades{{{"zero", false}, {"breaks", true}}};

inline constexpr std::array<DatasetKind, 4> dataset_kinds{DatasetKind::drillholes, DatasetKind::blocks,
                                                          DatasetKind::surface, DatasetKind::points};
inline constexpr std::array<TableRole, 5> table_roles{TableRole::collar, TableRole::survey, TableRole::interval,
                                                      TableRole::points, TableRole::blocks};
inline constexpr int column_role_count = static_cast<int>(ColumnRole::ignored) + 1;

}  // namespace lode::scene_text
