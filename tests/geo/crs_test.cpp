#include "geo/crs.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace lode::geo {
namespace {

TEST(Crs, SaysWhatAUserShouldKnow) {
  const CrsInfo utm = describe_crs("EPSG:32644");
  EXPECT_EQ(utm.name, "WGS 84 / UTM zone 44N");
  EXPECT_EQ(utm.code, "EPSG:32644");
  EXPECT_TRUE(utm.projected);
  EXPECT_FALSE(utm.geographic);
  EXPECT_FALSE(utm.northing_first);
  EXPECT_EQ(utm.unit, "metre");

  const CrsInfo gauss = describe_crs("EPSG:28414");
  EXPECT_EQ(gauss.name, "Pulkovo 1942 / Gauss-Kruger zone 14");
  EXPECT_TRUE(gauss.northing_first);

  const CrsInfo degrees = describe_crs("EPSG:4326");
  EXPECT_TRUE(degrees.geographic);
  EXPECT_TRUE(degrees.northing_first);
  EXPECT_EQ(degrees.unit, "degree");

  const CrsInfo feet = describe_crs("EPSG:26847");  // NAD83 / Minnesota North, US survey feet
  EXPECT_EQ(feet.unit, "US survey foot");
  EXPECT_NEAR(feet.metres_per_unit, 1200.0 / 3937, 1e-12);
}

TEST(Crs, TakesCodesNamesProjStringsAndWkt) {
  for (const char* text : {"EPSG:32644", "epsg:32644", "32644", " EPSG:32644 ", "WGS 84 / UTM zone 44N",
                           "+proj=utm +zone=44 +datum=WGS84 +units=m +no_defs", "urn:ogc:def:crs:EPSG::32644"})
    EXPECT_EQ(describe_crs(text).code, "EPSG:32644") << text;
  const char* wkt =
      "PROJCS[\"GDA94 / MGA zone 50\",GEOGCS[\"GDA94\",DATUM[\"Geocentric_Datum_of_Australia_1994\",SPHEROID[\"GRS "
      "1980\",6378137,298.257222101]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],PROJECTION["
      "\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],PARAMETER[\"central_meridian\",117],PARAMETER["
      "\"scale_factor\",0.9996],PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",10000000],UNIT["
      "\"metre\",1]]";
  EXPECT_EQ(describe_crs(wkt).code, "EPSG:28350");
  EXPECT_TRUE(describe_crs("EPSG:32644+5773").projected) << "a compound CRS counts by its plan";
}

TEST(Crs, UnknownOnesAreSaidWithARemedy) {
  try {
    describe_crs("EPSG:99999");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.what_happened(), "EPSG:99999 is not in PROJ's database");
    EXPECT_NE(error.remedy().find("EPSG:32644"), std::string::npos);
  }
  for (const char* text : {"", "mine grid", "+proj=nonsense", "EPSG:", "EPSG:abc", "EPSG:9001", "EPSG:5773",
                           "EPSG:4978", "PROJCS[\"broken"})
    EXPECT_THROW(describe_crs(text), Error) << text;
}

TEST(Crs, APartOfANameIsNoName) {
  EXPECT_EQ(describe_crs("pulkovo 1942 / gauss-kruger zone 14").code, "EPSG:28414");
  EXPECT_EQ(describe_crs("WGS84").code, "EPSG:4326");
  for (const char* text : {"foo", "zone 44", "UTM"}) EXPECT_THROW(describe_crs(text), Error) << text;
}

TEST(Crs, AScenesDefaultIsTheFirstProjectedElseTheUtmZone) {
  EXPECT_EQ(default_scene_crs({"", "EPSG:4326", "EPSG:28414", "EPSG:32644"}, {82, 49, 0}), "EPSG:28414");
  EXPECT_EQ(default_scene_crs({"EPSG:4326"}, {82, 49, 0}), "EPSG:32644");
  EXPECT_EQ(default_scene_crs({"EPSG:4326"}, {-70.5, -24, 0}), "EPSG:32719");
  EXPECT_EQ(default_scene_crs({"EPSG:4326"}, {179.99, 1, 0}), "EPSG:32660");
  EXPECT_EQ(default_scene_crs({"EPSG:4326"}, {180, 1, 0}), "EPSG:32601");
  EXPECT_EQ(default_scene_crs({"", ""}, {82, 49, 0}), "");
  EXPECT_EQ(default_scene_crs({}, {82, 49, 0}), "");
}

TEST(Crs, TellsHowFarAPointLiesOutsideItsArea) {
  EXPECT_EQ(degrees_outside_area("EPSG:32644", {595000, 5463000, 0}), 0);
  EXPECT_NEAR(degrees_outside_area("EPSG:4326", {82, 95, 0}), 5, 1e-9);
  EXPECT_NEAR(degrees_outside_area("EPSG:28414", {500000, 5465000, 0}), 180, 160) << "the zone number is missing";
  EXPECT_GT(degrees_outside_area("EPSG:32644", {1e9, 1e9, 0}), 10);
}

}  // namespace
}  // namespace lode::geo
