#include "session/slab_cache.h"

#include <algorithm>

namespace lode {

std::shared_ptr<const Mask> SlabCache::get(const LoadedSourcePtr& source, const Slab& slab) {
  {
    const std::lock_guard lock(mutex_);
    for (const Entry& entry : entries_)
      if (entry.source == source && entry.slab == slab) return entry.in_slab;
  }
  const BlockModel& model = std::get<BlockModel>(*source->dataset);
  const Affine& scene_from_lattice = source->lattice->scene_from_lattice;
  auto in_slab = std::make_shared<Mask>();
  if (model.sub_blocked())
    rows_in_slab(*model.sub_blocks, scene_from_lattice, slab, source->control.get(), *in_slab);
  else
    cells_in_slab(model.lattice, scene_from_lattice, slab, source->control.get(), *in_slab);
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&source](const Entry& entry) { return entry.source == source; });
  entries_.push_back({source, slab, in_slab});
  return in_slab;
}

void SlabCache::keep_only(const std::vector<LoadedSourcePtr>& sources) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_,
                [&sources](const Entry& entry) { return std::ranges::find(sources, entry.source) == sources.end(); });
}

}  // namespace lode
