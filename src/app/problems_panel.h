// The findings, beside the picture: grouped by check, each with its place, remedy and a way to ignore it.
#pragma once

#include "app/state.h"

namespace lode::app {

/// All findings but those the scene ignores, made anew when either changes.
const Problems& listed_problems(AppState& state);

/// The panel over the lower part of the picture, where it is open.
void problems_panel(AppState& state);

}  // namespace lode::app
