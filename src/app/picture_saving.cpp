#include "app/picture_saving.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace lode::app {

void PictureHandover::give(render::DrawnPiece piece) {
  {
    const std::lock_guard lock(mutex_);
    pieces_.push_back(std::move(piece));
  }
  given_.notify_one();
}

/// Nothing when none came for a while.
std::optional<render::DrawnPiece> PictureHandover::next() {
  constexpr std::chrono::milliseconds a_while{40};
  std::unique_lock lock(mutex_);
  if (!given_.wait_for(lock, a_while, [&] { return !pieces_.empty(); })) return std::nullopt;
  render::DrawnPiece piece = std::move(pieces_.front());
  pieces_.pop_front();
  return piece;
}

render::Image PictureHandover::wait(Progress& progress) {
  const std::size_t row = static_cast<std::size_t>(width_px_) * 4;
  render::Image whole{width_px_, height_px_, std::vector<std::uint8_t>(row * static_cast<std::size_t>(height_px_))};
  progress.report("Drawing", 0);
  while (progress.share() < 1) {
    progress.check();
    const std::optional<render::DrawnPiece> piece = next();
    if (!piece) continue;
    const std::size_t piece_row = static_cast<std::size_t>(piece->image.width) * 4;
    for (int y = 0; y < piece->image.height; ++y)
      std::copy_n(piece->image.rgba.data() + static_cast<std::size_t>(y) * piece_row, piece_row,
                  whole.rgba.data() + static_cast<std::size_t>(piece->y_px + y) * row +
                      static_cast<std::size_t>(piece->x_px) * 4);
    progress.report(piece->share);
  }
  return whole;
}

void PictureSaving::start(render::Picture picture, int width_px, int height_px, JobRunner& jobs, std::string title,
                          Work work) {
  const auto handover = std::make_shared<PictureHandover>(width_px, height_px);
  waiting_.push_back({std::move(picture), width_px, height_px, handover});
  jobs.submit(
      std::move(title), [handover, work = std::move(work)](Progress& progress) { return work(*handover, progress); },
      true);
}

double PictureSaving::draw_piece(const render::GlContext& context) {
  constexpr int drawn_px = 1536;  // a tenth of a second without a GPU, beside what is visible
  if (waiting_.empty()) return 0;
  const Waiting& first = waiting_.front();
  const std::shared_ptr<PictureHandover> handover = first.handover.lock();
  double drawing_ms = 0;
  bool is_last = true;
  if (handover) {
    if (!renderer_) {
      renderer_ = std::make_unique<render::Renderer>(context);
      const int piece_px = first.picture.smooth ? drawn_px / 2 : drawn_px;
      drawing_ms += renderer_->begin(first.picture, first.width_px, first.height_px, piece_px).upload_ms;
    }
    render::DrawnPiece piece = renderer_->draw_piece();
    drawing_ms += piece.frame_ms;
    is_last = piece.share == 1;
    handover->give(std::move(piece));
  }
  if (!is_last) return drawing_ms;
  renderer_.reset();
  waiting_.pop_front();
  return drawing_ms;
}

}  // namespace lode::app
