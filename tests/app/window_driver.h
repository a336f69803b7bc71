// Drives the window as a person does: real mouse and key events on a display without a screen.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "render/renderer.h"
#include "testing/testing.h"

namespace lode::testing {

/// Whether Xvfb is installed; without it the window cannot be tested.
bool has_xvfb();
#define LODE_NEEDS_XVFB() \
  if (!lode::testing::has_xvfb()) GTEST_SKIP() << "Xvfb is not installed: the window is not tested"

/// Xvfb, the lode program in it, and a hand on its mouse and keyboard. What the program shows is read from its trace
/// (app/trace.h). Every wait ends after 60 s with a failed expectation.
class WindowDriver {
 public:
  explicit WindowDriver(const std::vector<std::string>& arguments);
  ~WindowDriver();
  WindowDriver(const WindowDriver&) = delete;
  WindowDriver& operator=(const WindowDriver&) = delete;

  /// Waits until the newest line of the trace satisfies `condition`; returns that line.
  nlohmann::json wait(const std::string& what, const std::function<bool(const nlohmann::json&)>& condition);
  /// Waits until nothing is being computed.
  nlohmann::json idle();
  /// All lines of the trace so far.
  std::vector<nlohmann::json> lines() const;

  /// A point of a widget: shares of its width and height.
  struct Place {
    double x = 0, y = 0;
  };
  Place place(const std::string& widget, double share_x = 0.5, double share_y = 0.5);
  void move(Place to);
  void click(const std::string& widget, double share_x = 0.5, double share_y = 0.5);
  void click_at(Place at, int button = 1);
  void drag(Place from, Place to, int button = 1, int steps = 12);
  void wheel(int notches);  ///< > 0: away from the hand
  /// "Return", "ctrl+z", "bracketright", "2".
  void key(const std::string& keys);
  void type(const std::string& text);
  /// Types into a field, replacing what it holds.
  void fill(const std::string& widget, const std::string& text);

  render::Image grab() const;
  /// Keeps what the window shows as NAME.png, to look at, where LODE_KEEP_PICTURES names a folder.
  void keep_picture(const std::string& name) const;
  /// Saves the scene by its dialog; returns the text of the file.
  std::string saved_scene();
  const TemporaryFolder& folder() const;
  /// Closes the program as a user does (Ctrl+Q); returns its exit code.
  int quit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// 20 x 16 x 10 blocks of 10 m whose grade falls off from the middle; density and two rocks.
std::string block_model();

}  // namespace lode::testing
