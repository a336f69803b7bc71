#include "render/gl_window.h"

#include <vtkAutoInit.h>
#include <vtkObjectFactory.h>
#include <vtk_glew.h>

#include "core/error.h"

VTK_MODULE_INIT(vtkRenderingOpenGL2);
VTK_MODULE_INIT(vtkRenderingFreeType);

namespace lode::render {

vtkStandardNewMacro(GlWindow);
vtkStandardNewMacro(DrawingProp);

void GlWindow::set_context(GlContext context) {
  context_ = std::move(context);
  SetOwnContext(0);
  SetReadyForRendering(true);
  SetFrameBlitModeToNoBlit();
  SetMapped(1);
}

void GlWindow::MakeCurrent() { context_.make_current(); }

bool GlWindow::IsCurrent() { return context_.is_current(); }

void GlWindow::OpenGLInitContext() {
  if (Initialized) return;
  ContextCreationTime.Modified();
  glewExperimental = GL_TRUE;
  const GLenum result = glewInit();
  // Without X, GLEW has loaded all of OpenGL and misses only GLX, which nothing here uses.
  GlewInitValid = result == GLEW_OK || result == GLEW_ERROR_NO_GLX_DISPLAY;
  if (!GlewInitValid || !GLEW_VERSION_3_2)
    throw Error("this machine's OpenGL is older than 3.2", "update the graphics driver, or install Mesa");
  MaximumHardwareLineWidth = 1;
  Initialized = true;
}

int DrawingProp::RenderOpaqueGeometry(vtkViewport*) {
  if (draw_) draw_();
  return 1;
}

}  // namespace lode::render
