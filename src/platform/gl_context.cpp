#include "platform/gl_context.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <array>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace lode::platform {

namespace {

using GetPlatformDisplay = EGLDisplay (*)(EGLenum, void*, const EGLint*);

bool has_extension(const char* list, std::string_view name) {
  return list != nullptr && std::string_view(list).find(name) != std::string_view::npos;
}

template <typename Function>
Function egl_function(const char* name) {
  return reinterpret_cast<Function>(eglGetProcAddress(name));
}

/// Displays to try, the likeliest hardware first: the devices of GPUs, then Mesa without a surface.
std::vector<EGLDisplay> candidate_displays() {
  std::vector<EGLDisplay> displays;
  const auto get_display = egl_function<GetPlatformDisplay>("eglGetPlatformDisplayEXT");
  if (get_display == nullptr) return displays;
  const char* client = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  const auto query_devices = egl_function<PFNEGLQUERYDEVICESEXTPROC>("eglQueryDevicesEXT");
  const auto query_device_string = egl_function<PFNEGLQUERYDEVICESTRINGEXTPROC>("eglQueryDeviceStringEXT");
  if (has_extension(client, "EGL_EXT_platform_device") && query_devices != nullptr && query_device_string != nullptr) {
    std::array<EGLDeviceEXT, 16> devices{};
    EGLint count = 0;
    if (query_devices(static_cast<EGLint>(devices.size()), devices.data(), &count) == EGL_TRUE)
      for (EGLint i = 0; i < count; ++i) {
        const EGLDeviceEXT device = devices[static_cast<std::size_t>(i)];
        // Mesa lists its software renderer as a device too; the surfaceless platform below serves it.
        if (has_extension(query_device_string(device, EGL_EXTENSIONS), "EGL_MESA_device_software")) continue;
        displays.push_back(get_display(EGL_PLATFORM_DEVICE_EXT, device, nullptr));
      }
  }
  if (has_extension(client, "EGL_MESA_platform_surfaceless"))
    displays.push_back(get_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr));
  return displays;
}

EGLContext make_context(EGLDisplay display) {
  if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) return EGL_NO_CONTEXT;
  const char* extensions = eglQueryString(display, EGL_EXTENSIONS);
  if (!has_extension(extensions, "EGL_KHR_surfaceless_context")) return EGL_NO_CONTEXT;
  constexpr std::array<EGLint, 3> config_attributes{EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint configs = 0;
  if (eglChooseConfig(display, config_attributes.data(), &config, 1, &configs) != EGL_TRUE || configs == 0)
    config = nullptr;  // EGL_KHR_no_config_context: the framebuffers are ours
  constexpr std::array<EGLint, 7> context_attributes{
      EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
      EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
  return eglCreateContext(display, config, EGL_NO_CONTEXT, context_attributes.data());
}

}  // namespace

struct OffscreenGl::State {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLContext context = EGL_NO_CONTEXT;
};

OffscreenGl::OffscreenGl() : state_(std::make_unique<State>()) {
  for (EGLDisplay display : candidate_displays()) {
    if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) != EGL_TRUE) continue;
    const EGLContext context = make_context(display);
    if (context != EGL_NO_CONTEXT) {
      if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_TRUE) {
        state_->display = display;
        state_->context = context;
        return;
      }
      eglDestroyContext(display, context);
    }
    eglTerminate(display);
  }
  throw Error("no OpenGL without a display on this machine",
              "install a driver that offers EGL without a surface, e.g. Mesa (Debian: libegl1, libegl-mesa0, "
              "libgl1-mesa-dri)");
}

OffscreenGl::~OffscreenGl() {
  if (is_current()) eglMakeCurrent(state_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  // The display stays initialised: EGL shares it between all contexts of the process.
  eglDestroyContext(state_->display, state_->context);
}

void OffscreenGl::make_current() { eglMakeCurrent(state_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, state_->context); }

bool OffscreenGl::is_current() const { return eglGetCurrentContext() == state_->context; }

}  // namespace lode::platform
