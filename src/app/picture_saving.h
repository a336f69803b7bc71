// A picture on its way into a file: drawn piece by piece between the window's frames, so that a large one does not hold
// them up; a job shows how far it is, can be cancelled, and writes the file.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/progress.h"
#include "render/renderer.h"
#include "session/jobs.h"

namespace lode::app {

/// From the window's thread, which draws, to the worker, which writes.
class PictureHandover {
 public:
  PictureHandover(int width_px, int height_px) : width_px_(width_px), height_px_(height_px) {}
  void give(render::DrawnPiece piece);
  /// On the worker: waits for all pieces and joins them; throws Cancelled when `progress` is cancelled.
  render::Image wait(Progress& progress);

 private:
  std::optional<render::DrawnPiece> next();

  int width_px_, height_px_;
  std::mutex mutex_;
  std::condition_variable given_;
  std::deque<render::DrawnPiece> pieces_;
};

/// The pictures that are being drawn, one after the other, each by a Renderer of its own in the window's context. On
/// the window's thread.
class PictureSaving {
 public:
  /// `work` writes what it waits for; it runs as an exclusive job of this title.
  using Work = std::function<std::function<void()>(PictureHandover&, Progress&)>;
  void start(render::Picture picture, int width_px, int height_px, JobRunner& jobs, std::string title, Work work);
  /// Whether a piece is to be drawn.
  bool any() const { return !waiting_.empty(); }
  /// Draws the next piece of the first. Returns the milliseconds that drawing took.
  double draw_piece(const render::GlContext& context);

 private:
  struct Waiting {
    render::Picture picture;
    int width_px, height_px;
    std::weak_ptr<PictureHandover> handover;  ///< held by the job: gone once it was cancelled
  };
  std::deque<Waiting> waiting_;
  std::unique_ptr<render::Renderer> renderer_;  ///< of the first, once its first piece is drawn
};

}  // namespace lode::app
