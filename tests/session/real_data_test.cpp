// Real drillholes in true position.
#include <gtest/gtest.h>

#include <cmath>

#include "session/session.h"
#include "testing/testing.h"

namespace lode {
namespace {

using testing::sample;

// Their collar table states easting and northing (UTM 44N) and, rounded on their own, longitude and latitude.
TEST(RealData, KatghoraAgreesWithItsOwnLongitudesAndLatitudes) {
  LODE_NEEDS_SAMPLE("dh_katghora_li");
  Problems problems;
  Scene scene = scene_of_inputs({sample("dh_katghora_li")}, "", "EPSG:32644", problems);
  Session session;
  Progress progress;
  session.load(scene, progress);
  ASSERT_EQ(scene.crs, "EPSG:32644");
  int compared = 0;
  for (std::uint32_t s = 0; s < scene.sources.size(); ++s) {
    const LoadedSourcePtr loaded = session.loaded(scene, s);
    const auto* drillholes = std::get_if<Drillholes>(loaded->dataset.get());
    if (drillholes == nullptr) continue;
    const Column* longitude = drillholes->collars.find("Longitude");
    const Column* latitude = drillholes->collars.find("Latitude");
    ASSERT_TRUE(longitude != nullptr && latitude != nullptr && longitude->numbers() && latitude->numbers());
    const geo::Placing placing = geo::make_placing("EPSG:4326", "EPSG:32644", "", {});
    for (std::size_t hole = 0; hole < drillholes->holes.size(); ++hole) {
      Vec3 stated{(*longitude->numbers())[hole], (*latitude->numbers())[hole], 0};
      if (!finite(stated)) continue;
      placing.scene_from_source({&stated, 1});
      const Vec3 collar = loaded->drillholes->traces[hole].position_scene.front();
      EXPECT_NEAR(collar.x, stated.x, 0.05) << drillholes->holes[hole].id;
      EXPECT_NEAR(collar.y, stated.y, 0.05) << drillholes->holes[hole].id;
      ++compared;
    }
  }
  EXPECT_GT(compared, 0);
}

}  // namespace
}  // namespace lode
