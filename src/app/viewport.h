// The 3D part of the window: drawing it, moving about in it, naming what lies under the cursor.
#pragma once

#include "app/state.h"

namespace lode::app {

/// Takes the mouse over the viewport; call it inside a UI frame, before the panels that lie over it.
void viewport_input(AppState& state);
/// Whether a hand turns the view or drags a slider, so that the picture may be coarser. `now` is GLFW's time: ImGui's
/// stands still between two frames, when nothing but the clock can say that the hand rests.
bool moving(const AppState& state, double now);
/// Seconds until a picture drawn while moving is drawn exactly; negative: it is exact.
double seconds_to_rest(const AppState& state, double now);
/// Draws the scene when something changed, and copies it into the window at state.view.
void draw_viewport(AppState& state, render::Renderer& renderer, int framebuffer_height);
/// Starts the picture the dialog asked for.
void take_picture(AppState& state);
/// Draws a piece of the pictures that are on their way into files.
void draw_picture_piece(AppState& state);
/// Seconds until the resting cursor asks for what is under it; negative: it does not.
double seconds_to_hover(const AppState& state, double now);
/// Picks once the cursor rests; returns whether what is hovered changed.
bool hover(AppState& state, double now);

}  // namespace lode::app
