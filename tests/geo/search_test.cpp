#include "geo/search.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "geo/crs.h"

namespace lode::geo {
namespace {

std::string first_of(const std::string& text) {
  const CrsMatches found = search_crs(text);
  return found.entries.empty() || !found.all_words ? std::string() : found.entries[0].code;
}

bool among(const CrsMatches& found, const std::string& code) {
  return std::any_of(found.entries.begin(), found.entries.end(), [&](const CrsEntry& e) { return e.code == code; });
}

TEST(CrsSearch, FindsByNameZoneAndCode) {
  EXPECT_EQ(first_of("UTM 44N"), "EPSG:32644");
  EXPECT_EQ(first_of("utm44n"), "EPSG:32644");
  EXPECT_EQ(first_of("wgs84 utm zone 44 n"), "EPSG:32644");
  EXPECT_EQ(first_of("28414"), "EPSG:28414");
  EXPECT_EQ(first_of("EPSG:28414"), "EPSG:28414");
  EXPECT_EQ(first_of("GDA2020 MGA 50"), "EPSG:7850");
  EXPECT_EQ(first_of("NAD27 Minnesota North"), "EPSG:26791");
  EXPECT_EQ(first_of("SK-42 gauss zone 14"), "EPSG:28414");
  EXPECT_EQ(first_of("ск-42 зона 14"), "EPSG:28414");
  EXPECT_EQ(first_of("Pulkovo 44"), "EPSG:2561") << "the 3-degree zone 44";
}

TEST(CrsSearch, FindsByAreaAndSaysWhatCannotBeFoundWhole) {
  const CrsMatches kazakhstan = search_crs("Kazakhstan", 500);
  EXPECT_TRUE(kazakhstan.all_words);
  EXPECT_TRUE(among(kazakhstan, "EPSG:28414")) << "78 to 84 E, Kazakhstan named in its area";
  EXPECT_EQ(kazakhstan.entries[0].kind, "projected");
  for (const CrsEntry& entry : kazakhstan.entries)
    EXPECT_NE(fold_case(entry.area.name).find("kazakhstan"), std::string::npos) << entry.code;
  EXPECT_LT(search_crs("Kazakhstan Gauss 14").found, kazakhstan.found);
  const CrsMatches partly = search_crs("Pulkovo 1942 on the moon");
  EXPECT_FALSE(partly.all_words);
  EXPECT_FALSE(partly.entries.empty());
  EXPECT_TRUE(search_crs("").entries.empty());
  EXPECT_TRUE(search_crs("qwxyz").entries.empty());
}

TEST(CrsSearch, FindsWhatHoldsAPoint) {
  const CrsMatches found = search_crs_at(82.3, 49.3, 500);
  EXPECT_TRUE(among(found, "EPSG:32644"));
  EXPECT_TRUE(among(found, "EPSG:28414"));
  EXPECT_FALSE(among(found, "EPSG:32643"));
  EXPECT_TRUE(among(search_crs_at(179.5, -17, 5000), "EPSG:32760")) << "Fiji, across the antimeridian";
}

TEST(CrsSearch, AnUnknownNameOffersTheNearest) {
  try {
    describe_crs("Pulkovo 1942 zone 14");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.remedy().find("EPSG:28414"), std::string::npos) << error.remedy();
  }
  EXPECT_NE(nearest_crs_text("WGS 84 / UTN zone 44N").find("EPSG:32644"), std::string::npos);
}

TEST(CrsSearch, DescribesAreaUnitDatumAndAxes) {
  const CrsInfo info = describe_crs("EPSG:28414");
  EXPECT_EQ(info.datum, "Pulkovo 1942");
  EXPECT_EQ(info.axes, "X north, Y east");
  EXPECT_EQ(info.projection, "Transverse Mercator");
  EXPECT_NEAR(info.false_easting, 14500000, 1e-6);
  EXPECT_NEAR(info.central_meridian, 81, 1e-9);
  EXPECT_NEAR(info.area.west, 78, 0.02);
  EXPECT_NEAR(info.area.east, 84, 0.02);
  EXPECT_NE(info.area.name.find("Kazakhstan"), std::string::npos);
  EXPECT_EQ(describe_crs("EPSG:32644+5773").vertical, "EGM96 height");
  EXPECT_EQ(info.vertical, "");
}

}  // namespace
}  // namespace lode::geo
