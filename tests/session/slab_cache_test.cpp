#include "session/slab_cache.h"

#include <gtest/gtest.h>

#include "core/geometry.h"

namespace lode {
namespace {

LoadedSourcePtr cube() {
  BlockModel model;
  model.lattice = Lattice::regular({0, 0, 0}, {10, 10, 5}, {20, 20, 20});
  model.table.rows = model.lattice.cells();
  auto source = std::make_shared<LoadedSource>();
  source->lattice = PlacedLattice{};
  source->lattice->scene_from_lattice = model.lattice.source_from_lattice;
  source->dataset = std::make_shared<const Dataset>(std::move(model));
  return source;
}

TEST(SlabCache, KeepsTheSectionOfAModelUntilAnotherIsAskedFor) {
  const LoadedSourcePtr source = cube(), other = cube();
  const Slab layer{{0, 45, 0}, {0, 1, 0}, 10}, next{{0, 55, 0}, {0, 1, 0}, 10};
  SlabCache slabs;
  const auto first = slabs.get(source, layer);
  EXPECT_EQ(first->count(), 20U * 20);
  EXPECT_EQ(slabs.get(source, layer), first);
  EXPECT_NE(slabs.get(other, layer), first);
  const auto second = slabs.get(source, next);
  EXPECT_EQ(second->count(), 20U * 20);
  EXPECT_FALSE(*second == *first);
  EXPECT_NE(slabs.get(source, layer), first) << "only the last one is kept";
}

TEST(SlabCache, LetsGoOfModelsThatAreClosed) {
  LoadedSourcePtr source = cube();
  const std::weak_ptr<const LoadedSource> watched = source;
  SlabCache slabs;
  slabs.get(source, {{0, 45, 0}, {0, 1, 0}, 10});
  source.reset();
  EXPECT_FALSE(watched.expired());
  slabs.keep_only({});
  EXPECT_TRUE(watched.expired());
}

}  // namespace
}  // namespace lode
