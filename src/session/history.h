// Undo and redo: a list of Scenes.
#pragma once

#include <cstddef>
#include <vector>

#include "core/scene.h"

namespace lode {

/// The committed scenes. A drag previews a changed copy and commits it once when it ends.
class History {
 public:
  explicit History(Scene first = {});
  const Scene& current() const { return scenes_[position_]; }
  /// Adds a step after the current one and forgets what was undone; nothing happens when `scene` equals the current.
  /// A change of the camera or the theme alone replaces the current step: looking around is no edit.
  void commit(Scene scene);
  bool can_undo() const { return position_ > 0; }
  bool can_redo() const { return position_ + 1 < scenes_.size(); }
  /// The camera stays where it is, and the theme as it is.
  void undo();
  void redo();

 private:
  std::vector<Scene> scenes_;
  std::size_t position_ = 0;
};

}  // namespace lode
