// The demo's scene file: every decision of the import, and how the deposit is first seen.
#pragma once

#include "core/scene.h"

namespace demo {

/// Sources by file name alone, as they lie beside the scene file in `folder`.
lode::Scene demo_scene(const std::filesystem::path& folder);

}  // namespace demo
