#include "session/history.h"

#include <utility>

namespace lode {

namespace {

/// What belongs to the one who looks and not to the deposit.
void look_as(const Scene& other, Scene& scene) {
  scene.camera = other.camera;
  scene.dark = other.dark;
}

}  // namespace

History::History(Scene first) { scenes_.push_back(std::move(first)); }

void History::commit(Scene scene) {
  if (scene == current()) return;
  Scene looked_from_there = current();
  look_as(scene, looked_from_there);
  if (scene == looked_from_there) {
    look_as(scene, scenes_[position_]);
    return;
  }
  scenes_.resize(position_ + 1);
  scenes_.push_back(std::move(scene));
  ++position_;
}

void History::undo() {
  if (!can_undo()) return;
  --position_;
  look_as(scenes_[position_ + 1], scenes_[position_]);
}

void History::redo() {
  if (!can_redo()) return;
  ++position_;
  look_as(scenes_[position_ - 1], scenes_[position_]);
}

}  // namespace lode
