// How the values of a layer become colours, the same for an element in all layers.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "core/colour.h"
#include "session/session.h"
#include "session/shown_table.h"

namespace lode {

/// The scale and a palette index for each row of the shown table.
struct RowColours {
  ColourScale scale;
  std::vector<std::uint8_t> indices;  ///< empty: one colour, index 1
};

/// Colours by row, kept for the styles asked for last. Thread-safe.
class RowColourCache {
 public:
  std::shared_ptr<const RowColours> get(const LoadedSourcePtr& source, const ShownTable& shown,
                                        const ColourStyle& style);
  /// Lets go of what belongs to none of these.
  void keep_only(const std::vector<LoadedSourcePtr>& sources);

 private:
  struct Entry {
    LoadedSourcePtr source;
    const Table* table;
    ColourStyle style;
    std::shared_ptr<const RowColours> colours;
  };
  std::mutex mutex_;
  std::vector<Entry> entries_;  ///< oldest first
};

/// The layer's style with what is automatic in it taken from the layer that sets the scale of its element: the first
/// block model, else the first layer, whose colours go by a column of the same name and unit. `sources` one a scene
/// source.
ColourStyle shared_style(const Scene& scene, std::size_t layer, const std::vector<LoadedSourcePtr>& sources,
                         RowColourCache& cache);

/// One colour for a grade shell: that of its cut-off where the style goes by the shell's column, else the style's own.
ColourStyle shell_style(const LoadedSourcePtr& blocks, const GradeShell& shell, const ColourStyle& style,
                        RowColourCache& cache);

}  // namespace lode
