// The product that is drawn: filter, section, geometry and colours of one layer.
#pragma once

#include <memory>
#include <mutex>

#include "session/layer_scale.h"
#include "session/session.h"
#include "session/slab_cache.h"

namespace lode {

/// The memory of a blocks' picture, used again for the next one: at 100 M blocks allocating costs more than computing.
struct PictureBuffers {
  Mask visible_rows, shown_rows, cells;
  Faces faces;
  std::vector<std::uint8_t> colour_index;
  Cuts cuts;
  std::vector<std::uint8_t> cut_colour;
  BoxFaces box_faces;  ///< of sub-blocks, with the cuts that follow
  BoxCuts box_cuts;
  CoarseBlocks coarse;
};

/// Buffers of pictures that nobody holds any more. Thread-safe.
class BufferPool {
 public:
  PictureBuffers take();
  void give_back(PictureBuffers buffers);

 private:
  std::mutex mutex_;
  std::vector<PictureBuffers> free_;
};

/// All that a picture depends on.
struct PictureInputs {
  LoadedSourcePtr source;
  Layer layer;  ///< its colour as shared_style() says
  std::optional<Slab> slab;
  bool whole_blocks = false;  ///< in the slab
};

/// What pictures made one after the other share.
struct PictureCaches {
  RowColourCache colours;
  SlabCache slabs;
  std::shared_ptr<BufferPool> pool = std::make_shared<BufferPool>();
};

LayerPicturePtr make_picture(const PictureInputs& inputs, const std::shared_ptr<const Mask>& visible_rows,
                             double mask_ms, PictureCaches& caches);

}  // namespace lode
