#include "app/input.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <imgui.h>

#include <algorithm>

#include "core/text.h"

namespace lode::app {
namespace {

constexpr int frames_after_event = 3;

Events& events_of(GLFWwindow* window) { return *static_cast<Events*>(glfwGetWindowUserPointer(window)); }
void wake(GLFWwindow* window) { events_of(window).frames = frames_after_event; }

void on_key(GLFWwindow* window, int key, int scancode, int action, int modifiers) {
  wake(window);
  events_of(window).typed.push_back({false, 0, key, scancode, action, modifiers});
}

void on_character(GLFWwindow* window, unsigned character) {
  wake(window);
  events_of(window).typed.push_back({.is_character = true, .character = character});
}

void on_button(GLFWwindow* window, int button, int action, int modifiers) {
  wake(window);
  ImGui_ImplGlfw_MouseButtonCallback(window, button, action, modifiers);
}

void on_scroll(GLFWwindow* window, double x, double y) {
  wake(window);
  ImGui_ImplGlfw_ScrollCallback(window, x, y);
}

void on_cursor([[maybe_unused]] GLFWwindow* window, [[maybe_unused]] double x, [[maybe_unused]] double y) {
  wake(window);
#if IMGUI_VERSION_NUM >= 18700
  ImGui_ImplGlfw_CursorPosCallback(window, x, y);
#endif
}

void on_drop(GLFWwindow* window, int count, const char** paths) {
  wake(window);
  for (int i = 0; i < count; ++i) events_of(window).dropped.push_back(path_from_utf8(paths[i]));
}

}  // namespace

void listen(GLFWwindow* window, Events& events) {
  glfwSetWindowUserPointer(window, &events);
  glfwSetKeyCallback(window, on_key);
  glfwSetCharCallback(window, on_character);
  glfwSetMouseButtonCallback(window, on_button);
  glfwSetScrollCallback(window, on_scroll);
  glfwSetCursorPosCallback(window, on_cursor);
  glfwSetDropCallback(window, on_drop);
  glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int entered) {
    wake(w);
    ImGui_ImplGlfw_CursorEnterCallback(w, entered);
  });
  glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int focused) {
    wake(w);
    if (focused) events_of(w).focused = true;
    ImGui_ImplGlfw_WindowFocusCallback(w, focused);
  });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { wake(w); });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { wake(w); });
}

void pass_on(GLFWwindow* window, Events& events) {
  std::vector<int> pressed;
  std::size_t passed = 0;
  for (; passed < events.typed.size(); ++passed) {
    const TypedEvent& event = events.typed[passed];
    if (event.is_character) {
      ImGui_ImplGlfw_CharCallback(window, event.character);
      continue;
    }
    if (event.action == GLFW_RELEASE && std::ranges::find(pressed, event.key) != pressed.end()) break;
    ImGui_ImplGlfw_KeyCallback(window, event.key, event.scancode, event.action, event.modifiers);
    if (event.action == GLFW_RELEASE) continue;
    pressed.push_back(event.key);
    const bool control = (event.modifiers & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER)) != 0;
    events.keys.push_back({event.key, control, (event.modifiers & GLFW_MOD_SHIFT) != 0});
  }
  events.typed.erase(events.typed.begin(), events.typed.begin() + static_cast<std::ptrdiff_t>(passed));
  if (!events.typed.empty()) wake(window);
}

}  // namespace lode::app
