// What of a block model lies in a section, kept while cut-offs change.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "session/session.h"

namespace lode {

/// The section that was asked for last of each model. Thread-safe.
class SlabCache {
 public:
  /// `source` holds blocks. A bit a cell of the lattice, of a sub-blocked model a bit a box, as cells_in_slab and
  /// rows_in_slab set them.
  std::shared_ptr<const Mask> get(const LoadedSourcePtr& source, const Slab& slab);
  /// Lets go of what belongs to none of these.
  void keep_only(const std::vector<LoadedSourcePtr>& sources);

 private:
  struct Entry {
    LoadedSourcePtr source;
    Slab slab;
    std::shared_ptr<const Mask> in_slab;
  };
  std::mutex mutex_;
  std::vector<Entry> entries_;  ///< one a source
};

}  // namespace lode
