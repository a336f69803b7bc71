// What a Session keeps.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "io/formats.h"
#include "session/layer_picture.h"
#include "session/session.h"

namespace lode {

using ReadPtr = std::shared_ptr<const io::Loaded>;
using FileTimes = std::vector<std::filesystem::file_time_type>;

/// Every product stands under the value of what it was made from; the oldest go when there are too many. Of sources,
/// the scene loaded last keeps its own, and a few others stay that it no longer has, for undo.
struct Session::State {
  struct ReadEntry {
    Source source;  ///< without what reading does not depend on
    FileTimes times;
    ReadPtr read;
  };
  struct RowsEntry {
    DatasetPtr dataset;
    const Table* table;
    std::string filter;
    bool whole_holes;
    std::shared_ptr<const Mask> rows;
  };
  struct PictureEntry {
    PictureInputs inputs;
    LayerPicturePtr picture;
  };

  struct ShellEntry {
    LoadedSourcePtr blocks;
    std::string column, filter;
    double cutoff;
    LoadedSourcePtr shell;
  };

  mutable std::mutex mutex;  ///< of all that follows; held for look-ups, never while computing
  std::vector<ReadEntry> reads;
  std::vector<LoadedSourcePtr> loaded;
  std::vector<RowsEntry> masks;
  std::vector<PictureEntry> pictures;
  std::vector<ShellEntry> shells;
  std::vector<LoadedSourcePtr> problems_of;  ///< the sources that `problems` were found in
  Problems problems;

  PictureCaches caches;
  std::unique_ptr<TonnageScratch> totals_scratch;  ///< nullptr while totals are made

  /// These four with the mutex held; nullptr when there is none.
  ReadPtr find_read(const Source& source, const FileTimes& times) const;
  /// As read before, or read now and added to `new_reads`. Takes the lock itself.
  ReadPtr read(const Source& source, Progress& progress, std::vector<ReadEntry>& new_reads) const;
  LoadedSourcePtr find_loaded(const Source& source, const std::string& scene_crs) const;
  /// The same, whatever operation was chosen for it when `source` has none chosen yet.
  LoadedSourcePtr find_placed(const Source& source, const std::string& scene_crs) const;
  void replace(const std::vector<ReadEntry>& new_reads, const std::vector<LoadedSourcePtr>& new_loaded);
  /// Lets go of the sources that neither the scene nor the few scenes before it use, with their products; returns them,
  /// to be freed without the mutex.
  std::vector<std::shared_ptr<const void>> forget_unused(const Scene& scene);

  /// One a scene source; throws Error when one is not loaded.
  std::vector<LoadedSourcePtr> sources_of(const Scene& scene) const;
  /// The rows a layer's filter lets through; sets `mask_ms` when it had to be computed.
  std::shared_ptr<const Mask> rows(const LoadedSourcePtr& source, const Layer& layer, double& mask_ms);
  /// `source`, or the grade shell that the layer shows of it.
  LoadedSourcePtr shown(const LoadedSourcePtr& source, const Layer& layer);
  LayerPicturePtr find_picture(const PictureInputs& inputs) const;
  void keep_picture(PictureInputs inputs, LayerPicturePtr picture);
};

}  // namespace lode
