#include "session/history.h"

#include <utility>

namespace lode {

History::History(Scene first) { scenes_.push_back(std::move(first)); }

void History::commit(Scene scene) {
  if (scene == current()) return;
  Scene looked_from_there = current();
  looked_from_there.camera = scene.camera;
  if (scene == looked_from_there) {
    scenes_[position_].camera = scene.camera;
    return;
  }
  scenes_.resize(position_ + 1);
  scenes_.push_back(std::move(scene));
  ++position_;
}

void History::undo() {
  if (!can_undo()) return;
  --position_;
  scenes_[position_].camera = scenes_[position_ + 1].camera;
}

void History::redo() {
  if (!can_redo()) return;
  ++position_;
  scenes_[position_].camera = scenes_[position_ - 1].camera;
}

}  // namespace lode
