// Session + Scene to picture and pick: the one function that the window, `lode render` and the tests call.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/camera.h"
#include "core/error.h"
#include "core/scene.h"
#include "render/renderer.h"
#include "session/session.h"

namespace lode {

/// What lies under a pixel.
struct Pick {
  std::size_t layer = 0;
  Hit hit;
  std::string title;                                        ///< "Block 12, 34, 5" or "DH-012  84.2 - 86.2 m"
  std::vector<std::pair<std::string, std::string>> values;  ///< name, text with unit; where it stands in its file last
};

/// The layers of a scene as drawn, from products of the session. Immutable, so it can be made on a worker.
struct Frame {
  Scene scene;
  std::vector<LayerPicturePtr> layers;  ///< one a scene layer; nullptr when hidden or not drawable
  std::map<std::size_t, Error> errors;  ///< by layer: why it cannot be drawn, as for a bad filter or column
  Bounds bounds_scene;
  std::string crs_label;       ///< "WGS 84 / UTM zone 44N (EPSG:32644)"
  double metres_per_unit = 1;  ///< of x and y of the scene's CRS
};
/// Of RLs, which are metres, in a plan whose units are `metres_per_unit`: without exaggeration both have one scale.
inline double drawn_exaggeration(const Scene& scene, double metres_per_unit) {
  return scene.vertical_exaggeration / metres_per_unit;
}
/// One layer that cannot be drawn does not keep the others from it. Throws Error for what is no layer's fault.
Frame make_frame(Session& session, const Scene& scene);

struct PictureSize {
  int width = 1280, height = 800;
  double ui_scale = 0;  ///< 0: in proportion to the size, 1 at 1280x800
  bool transparent = false;
  bool moving = false;  ///< a hand is on it: coarser blocks may be drawn
  bool draft = false;   ///< not smooth, as the window draws; several times faster where there is no GPU
};

/// `camera` moved to show all of `bounds_scene` from its direction, beside the scene's legend, scale bar and labels.
/// `metres_per_unit` of the scene's CRS.
Camera fitted_beside_annotation(const Scene& scene, double metres_per_unit, Camera camera, const Bounds& bounds_scene,
                                double width_px, double height_px);

/// The camera of a picture of this size: the scene's, or where its view height is 0 the one that shows everything
/// beside the legend, the scale bar and the labels.
Camera camera_of(const Frame& frame, double width_px, double height_px);

/// The picture of a frame; `highlight` may be empty.
render::Picture picture_of(const Frame& frame, const PictureSize& size, const std::optional<Pick>& highlight = {});

/// The same for a file, smooth unless it is very large or a draft.
render::Picture picture_to_keep(const Frame& frame, const PictureSize& size);

/// What the ray through a pixel meets first; nothing when it meets nothing. CPU only. Translucent surfaces are looked
/// through when anything else is met.
std::optional<Pick> pick(const Frame& frame, double x_px, double y_px, double width_px, double height_px);

/// Draws pictures to keep without a display. Owns its GL context.
class OffscreenView {
 public:
  OffscreenView();
  ~OffscreenView();
  render::Image draw(const Frame& frame, const PictureSize& size);
  const render::FrameTimes& times() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lode
