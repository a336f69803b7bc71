#include "app/window_driver.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "core/text.h"

// Last: X11 defines macros with the names of other people's functions.
#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>

namespace lode::testing {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto longest_wait = std::chrono::seconds(60);
void pause_ms(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

pid_t start(const std::vector<std::string>& command, const std::function<void()>& prepare) {
  const pid_t child = fork();
  if (child != 0) return child;
  prepare();
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  _exit(127);
}

}  // namespace

bool has_xvfb() {
  std::istringstream path(std::getenv("PATH") ? std::getenv("PATH") : "");
  for (std::string folder; std::getline(path, folder, ':');)
    if (access((folder + "/Xvfb").c_str(), X_OK) == 0) return true;
  return false;
}

struct WindowDriver::State {
  TemporaryFolder folder;
  pid_t server = -1, program = -1;
  Display* display = nullptr;
  std::string name;
  std::filesystem::path trace;

  nlohmann::json last() const {
    const std::string bytes = read_bytes(trace);
    const std::size_t end = bytes.rfind('\n');
    if (end == std::string::npos) return {};
    const std::size_t begin = end == 0 ? std::string::npos : bytes.rfind('\n', end - 1);
    return nlohmann::json::parse(
        bytes.substr(begin == std::string::npos ? 0 : begin + 1, end - (begin == std::string::npos ? 0 : begin + 1)));
  }
  long frame() const {
    const nlohmann::json line = last();
    return line.is_null() ? 0 : line["frame"].get<long>();
  }
  /// Sends what is queued and waits until the window has drawn frames that know of it.
  void settle(long before) const {
    XFlush(display);
    const auto deadline = Clock::now() + std::chrono::seconds(2);
    while (frame() < before + 2 && Clock::now() < deadline) pause_ms(4);
  }
  void start_server();
  void start_program(const std::vector<std::string>& arguments);
  void press(KeySym symbol, bool down) const {
    XTestFakeKeyEvent(display, XKeysymToKeycode(display, symbol), down, CurrentTime);
  }
};

void WindowDriver::State::start_server() {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  server =
      start({"Xvfb", "-displayfd", std::to_string(ends[1]), "-screen", "0", "1280x800x24", "-nolisten", "tcp"}, [] {
        const int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDERR_FILENO);
      });
  close(ends[1]);
  char number[16] = {};
  ASSERT_GT(read(ends[0], number, sizeof number - 1), 0) << "Xvfb did not start";
  close(ends[0]);
  name = ":" + std::to_string(std::atoi(number));
  display = XOpenDisplay(name.c_str());
  ASSERT_NE(display, nullptr);
}

void WindowDriver::State::start_program(const std::vector<std::string>& arguments) {
  trace = folder.path() / "trace.jsonl";
  std::vector<std::string> command{(program_folder() / "lode").string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  program = start(command, [this] {
    setenv("DISPLAY", name.c_str(), 1);
    setenv("LODE_UI_TRACE", trace.c_str(), 1);
    setenv("XDG_CONFIG_HOME", (folder.path() / "config").c_str(), 1);
    unsetenv("WAYLAND_DISPLAY");
    if (chdir(folder.path().c_str()) != 0) _exit(126);
  });
}

WindowDriver::WindowDriver(const std::vector<std::string>& arguments) : state_(std::make_unique<State>()) {
  std::filesystem::create_directories(state_->folder.path() / "config");
  state_->start_server();
  if (!state_->display) return;
  state_->start_program(arguments);
  wait("the first frame", [](const auto& line) { return !line.is_null(); });
  // Without a window manager nobody hands the keyboard to the window.
  Window root = DefaultRootWindow(state_->display), parent = 0, *children = nullptr;
  unsigned count = 0;
  XQueryTree(state_->display, root, &root, &parent, &children, &count);
  for (unsigned i = 0; i < count; ++i) {
    XWindowAttributes attributes;
    if (XGetWindowAttributes(state_->display, children[i], &attributes) && attributes.map_state == IsViewable)
      XSetInputFocus(state_->display, children[i], RevertToParent, CurrentTime);
  }
  if (children) XFree(children);
  XSync(state_->display, False);
}

WindowDriver::~WindowDriver() {
  if (state_->program > 0) {
    kill(state_->program, SIGTERM);
    waitpid(state_->program, nullptr, 0);
  }
  if (state_->display) XCloseDisplay(state_->display);
  if (state_->server > 0) {
    kill(state_->server, SIGTERM);
    waitpid(state_->server, nullptr, 0);
  }
}

nlohmann::json WindowDriver::wait(const std::string& what,
                                  const std::function<bool(const nlohmann::json&)>& condition) {
  const auto deadline = Clock::now() + longest_wait;
  nlohmann::json line;
  while (Clock::now() < deadline) {
    line = state_->last();
    if (condition(line)) return line;
    if (state_->program > 0 && waitpid(state_->program, nullptr, WNOHANG) == state_->program) {
      state_->program = -1;
      ADD_FAILURE() << "the window closed while waiting for " << what;
      return line;
    }
    pause_ms(10);
  }
  render::write_png(grab(), "window-failure.png");
  ADD_FAILURE() << "waited in vain for " << what << "; the window says\n" << line.dump();
  return line;
}

nlohmann::json WindowDriver::idle() {
  return wait("the end of all work",
              [](const auto& line) { return !line.is_null() && line["idle"].template get<bool>(); });
}

std::vector<nlohmann::json> WindowDriver::lines() const {
  std::vector<nlohmann::json> lines;
  std::istringstream text(read_bytes(state_->trace));
  for (std::string line; std::getline(text, line);)
    if (text.good()) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

WindowDriver::Place WindowDriver::place(const std::string& widget, double share_x, double share_y) {
  const nlohmann::json line =
      wait("the widget " + widget, [&](const auto& l) { return !l.is_null() && l["widgets"].contains(widget); });
  if (!line.is_object() || !line["widgets"].contains(widget)) return {};
  // A window that just appeared may still be laid out.
  const auto deadline = Clock::now() + std::chrono::seconds(1);
  for (long frame = -1; frame != state_->frame() && Clock::now() < deadline; pause_ms(60)) frame = state_->frame();
  const nlohmann::json newest = state_->last();
  if (!newest["widgets"].contains(widget)) return {};
  const auto rect = newest["widgets"][widget].get<std::vector<double>>();
  return {rect[0] + share_x * (rect[2] - rect[0]), rect[1] + share_y * (rect[3] - rect[1])};
}

void WindowDriver::move(Place to) {
  const long before = state_->frame();
  XTestFakeMotionEvent(state_->display, -1, static_cast<int>(to.x), static_cast<int>(to.y), CurrentTime);
  state_->settle(before);
}

void WindowDriver::click_at(Place at, int button) {
  move(at);
  for (const bool down : {true, false}) {
    const long before = state_->frame();
    XTestFakeButtonEvent(state_->display, static_cast<unsigned>(button), down, CurrentTime);
    state_->settle(before);
  }
}

void WindowDriver::click(const std::string& widget, double share_x, double share_y) {
  click_at(place(widget, share_x, share_y));
}

void WindowDriver::drag(Place from, Place to, int button, int steps) {
  move(from);
  long before = state_->frame();
  XTestFakeButtonEvent(state_->display, static_cast<unsigned>(button), True, CurrentTime);
  state_->settle(before);
  for (int i = 1; i <= steps; ++i) move({from.x + (to.x - from.x) * i / steps, from.y + (to.y - from.y) * i / steps});
  before = state_->frame();
  XTestFakeButtonEvent(state_->display, static_cast<unsigned>(button), False, CurrentTime);
  state_->settle(before);
}

void WindowDriver::wheel(int notches) {
  const unsigned button = notches > 0 ? 4 : 5;
  for (int i = 0; i < std::abs(notches); ++i) {
    const long before = state_->frame();
    XTestFakeButtonEvent(state_->display, button, True, CurrentTime);
    XTestFakeButtonEvent(state_->display, button, False, CurrentTime);
    state_->settle(before);
  }
}

void WindowDriver::key(const std::string& keys) {
  std::vector<KeySym> symbols;
  std::istringstream parts(keys);
  for (std::string part; std::getline(parts, part, '+');)
    symbols.push_back(part == "ctrl" ? XK_Control_L : part == "shift" ? XK_Shift_L : XStringToKeysym(part.c_str()));
  long before = state_->frame();
  for (const KeySym symbol : symbols) state_->press(symbol, true);
  state_->settle(before);
  before = state_->frame();
  for (auto symbol = symbols.rbegin(); symbol != symbols.rend(); ++symbol) state_->press(*symbol, false);
  state_->settle(before);
}

void WindowDriver::type(const std::string& text) {
  const long before = state_->frame();
  for (const char c : text) {
    const KeySym symbol = static_cast<unsigned char>(c);
    const KeyCode code = XKeysymToKeycode(state_->display, symbol);
    const bool shifted = XkbKeycodeToKeysym(state_->display, code, 0, 0) != symbol;
    if (shifted) state_->press(XK_Shift_L, true);
    XTestFakeKeyEvent(state_->display, code, True, CurrentTime);
    XTestFakeKeyEvent(state_->display, code, False, CurrentTime);
    if (shifted) state_->press(XK_Shift_L, false);
    XFlush(state_->display);
    pause_ms(2);
  }
  state_->settle(before);
}

void WindowDriver::fill(const std::string& widget, const std::string& text) {
  click(widget);
  key("ctrl+a");
  type(text);
}

render::Image WindowDriver::grab() const {
  const Window root = DefaultRootWindow(state_->display);
  XWindowAttributes attributes;
  XGetWindowAttributes(state_->display, root, &attributes);
  render::Image image{attributes.width, attributes.height, {}};
  XImage* pixels = XGetImage(state_->display, root, 0, 0, static_cast<unsigned>(image.width),
                             static_cast<unsigned>(image.height), AllPlanes, ZPixmap);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const unsigned long pixel = XGetPixel(pixels, x, y);
      for (const int shift : {16, 8, 0}) image.rgba.push_back(static_cast<std::uint8_t>(pixel >> shift));
      image.rgba.push_back(255);
    }
  XDestroyImage(pixels);
  return image;
}

void WindowDriver::keep_picture(const std::string& name) const {
  if (const char* kept = std::getenv("LODE_KEEP_PICTURES"))
    render::write_png(grab(), path_from_utf8(kept) / (name + ".png"));
}

std::string WindowDriver::saved_scene() {
  const auto file = folder().path() / "saved.lode";
  std::filesystem::remove(file);
  key("ctrl+shift+s");
  fill("save.path", file.string());
  key("Return");
  // The message of a save before may still stand there.
  wait("the scene file", [&](const nlohmann::json& line) {
    return std::filesystem::exists(file) && line["idle"] == true && line["dialog"] == 0 &&
           line["message"].get<std::string>().find("saved.lode") != std::string::npos;
  });
  return read_bytes(file);
}

const TemporaryFolder& WindowDriver::folder() const { return state_->folder; }

int WindowDriver::quit() {
  key("ctrl+q");
  int status = 0;
  const auto deadline = Clock::now() + longest_wait;
  while (waitpid(state_->program, &status, WNOHANG) == 0) {
    if (Clock::now() > deadline) return 124;
    pause_ms(10);
  }
  state_->program = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string block_model() {
  std::string csv = "x,y,z,dx,dy,dz,Au_gpt,density,rock\n";
  for (int k = 0; k < 10; ++k)
    for (int j = 0; j < 16; ++j)
      for (int i = 0; i < 20; ++i) {
        const double d = std::hypot(i - 9.5, j - 7.5, k - 4.5);
        char row[160];
        std::snprintf(row, sizeof row, "%d,%d,%d,10,10,10,%.2f,%.1f,%s\n", 500005 + 10 * i, 7000005 + 10 * j,
                      105 + 10 * k, 5 * std::exp(-d / 4), k < 5 ? 2.8 : 2.5, i < 10 ? "BIF" : "shale");
        csv += row;
      }
  return csv;
}

}  // namespace lode::testing
