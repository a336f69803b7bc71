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

inline constexpr std::array<std::pair<std::string_view, DateOrder>, 4> date_orders{{
    {"from_values", DateOrder::from_values},
    {"year_first", DateOrder::year_first},
    {"day_first", DateOrder::day_first},
    {"month_first", DateOrder::month_first},
}};
inline constexpr std::array<std::pair<std::string_view, AzimuthReference>, 3> azimuth_references{{
    {"grid", AzimuthReference::grid},
    {"true", AzimuthReference::true_north},
    {"magnetic", AzimuthReference::magnetic},
}};
inline constexpr std::array<std::pair<std::string_view, BelowDetection>, 4> below_detection_rules{{
    {"half_limit", BelowDetection::half_limit},
    {"limit", BelowDetection::limit},
    {"zero", BelowDetection::zero},
    {"missing", BelowDetection::missing},
}};
/// The first of a reference is the one written; scenes of before had the others, at layers.
inline constexpr std::array<std::pair<std::string_view, BetaReference>, 4> beta_references{{
    {"bottom_of_core", BetaReference::bottom_of_core},
    {"top_of_core", BetaReference::top_of_core},
    {"bottom", BetaReference::bottom_of_core},
    {"top", BetaReference::top_of_core},
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

inline constexpr std::array<std::pair<std::string_view, bool>, 2> missing_grades{{{"zero", false}, {"breaks", true}}};

inline constexpr std::array<DatasetKind, 4> dataset_kinds{DatasetKind::drillholes, DatasetKind::blocks,
                                                          DatasetKind::surface, DatasetKind::points};
inline constexpr std::array<TableRole, 6> table_roles{TableRole::collar, TableRole::survey, TableRole::interval,
                                                      TableRole::points, TableRole::blocks, TableRole::depth};
inline constexpr int column_role_count = static_cast<int>(ColumnRole::ignored) + 1;

}  // namespace lode::scene_text
