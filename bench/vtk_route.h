// The same blocks through VTK's own filters, in the same process.
#pragma once

#include <cstdint>
#include <memory>

#include "core/block_model.h"

namespace lode::bench {

/// From a cut-off to faces with their grades, by the fastest of VTK's routes that makes exactly the faces of the
/// blocks.
class VtkRoute {
 public:
  explicit VtkRoute(const BlockModel& model);
  ~VtkRoute();
  struct Result {
    double ms = 0;
    std::uint64_t faces = 0;
  };
  /// Hidden blocks marked as ghosts, then vtkDataSetSurfaceFilter.
  Result by_ghosts(std::int32_t cutoff);
  /// vtkThreshold, then vtkDataSetSurfaceFilter.
  Result by_threshold(std::int32_t cutoff);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lode::bench
