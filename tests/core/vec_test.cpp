#include "core/vec.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace lode {
namespace {

TEST(Bounds, IgnoreWhatIsNotFinite) {
  Bounds bounds;
  EXPECT_TRUE(bounds.empty());
  bounds.add(Vec3{1, 2, std::numeric_limits<double>::quiet_NaN()});
  EXPECT_TRUE(bounds.empty());
  bounds.add(Vec3{1, 2, 3});
  bounds.add(Vec3{-1, 5, 3});
  EXPECT_EQ(bounds.size(), (Vec3{2, 3, 0}));
  bounds.add(Bounds());
  EXPECT_EQ(bounds.centre(), (Vec3{0, 3.5, 3}));
}

TEST(Affine, ComposesAndInverts) {
  const Affine a{{Vec3{0, 1, 0}, Vec3{-1, 0, 0}, Vec3{0, 0.5, 2}}, {500000, 6000000, 10}};
  const Affine b{{Vec3{1, 0, 1}, Vec3{0, 3, 0}, Vec3{0, 0, 1}}, {1, 2, 3}};
  const Vec3 p{3, 4, 5};
  EXPECT_EQ((a * b)(p), a(b(p)));
  EXPECT_LT(length(inverse(a)(a(p)) - p), 1e-8);
  EXPECT_THROW(inverse(Affine{{Vec3{1, 0, 0}, Vec3{2, 0, 0}, Vec3{0, 0, 1}}, {}}), std::domain_error);
}

}  // namespace
}  // namespace lode
