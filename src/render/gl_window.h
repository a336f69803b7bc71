// VTK's render window on an OpenGL context that someone else made, and a prop that draws by a function.
#pragma once

#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkProp.h>

#include <functional>

#include "render/renderer.h"

namespace lode::render {

class GlWindow : public vtkGenericOpenGLRenderWindow {
 public:
  static GlWindow* New();
  vtkTypeMacro(GlWindow, vtkGenericOpenGLRenderWindow) void set_context(GlContext context);

  void MakeCurrent() override;
  bool IsCurrent() override;
  int SupportsOpenGL() override { return 1; }
  void OpenGLInitContext() override;

 protected:
  GlWindow() = default;

 private:
  GlContext context_;
};

/// Everything Lode draws, in one call: the order of layers, grid and text is ours.
class DrawingProp : public vtkProp {
 public:
  static DrawingProp* New();
  vtkTypeMacro(DrawingProp, vtkProp) void set_draw(std::function<void()> draw) { draw_ = std::move(draw); }
  int RenderOpaqueGeometry(vtkViewport*) override;
  double* GetBounds() override { return nullptr; }

 protected:
  DrawingProp() = default;

 private:
  std::function<void()> draw_;
};

}  // namespace lode::render
