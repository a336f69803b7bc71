// What the window lets its worker do: load, compute what is shown, save, export.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/state.h"

namespace lode::app {

/// Opens files and folders beside what is open; a scene file replaces it. Long work with progress.
void open_inputs(AppState& state, const std::vector<std::filesystem::path>& inputs, const std::string& scene_crs,
                 const std::string& source_crs);
/// Loads again what a changed source or CRS of `scene` asks for; the window shows `scene` when it is done.
void load_scene(AppState& state, Scene scene);

/// Asks for the products of the previewed scene unless they are shown or asked for already.
void request_products(AppState& state);
/// The scene without what the picture alone depends on (camera, light, opacity).
Scene products_scene(Scene scene);
/// Runs what finished.
void deliver(AppState& state);

/// Moves the camera to show `bounds_scene` from its direction; nothing when they are empty.
void show_bounds(AppState& state, const Bounds& bounds_scene);

/// Empty where the layer is not drawn.
Bounds bounds_of_layer(const AppState& state, std::size_t layer);
/// Of everything shown; of the selected layer alone where the layers lie too far apart to be seen together.
Bounds bounds_at_work(const AppState& state);
/// Moves the camera so that the layer fills the picture.
void show_layer(AppState& state, std::size_t layer);

void save_scene_as(AppState& state, const std::filesystem::path& file);
/// Drawn between the window's frames, then written.
void save_picture(AppState& state, render::Picture picture, int width_px, int height_px,
                  const std::filesystem::path& file);
void export_problems_as(AppState& state, const std::filesystem::path& file);
/// Reads files again that were written since; styles, filters and decisions stay. `say_so`: when none was, too.
void reload_changed(AppState& state, bool say_so);
void export_layer_as(AppState& state, std::size_t layer, const std::string& crs, const std::filesystem::path& file);

/// The scene that is undone to; sources are loaded again where they are no longer there.
void undo(AppState& state);
void redo(AppState& state);
void remove_layer(AppState& state, std::size_t layer);
/// Adds the grade shell of the selected layer of blocks at its filter's cut-off, else at the grade's 75th percentile,
/// and selects it.
void add_shell(AppState& state);
bool can_add_shell(const AppState& state);
void new_scene(AppState& state);

/// Shows a message in the status bar for some seconds.
void say(AppState& state, std::string message);

std::vector<std::filesystem::path> read_recent();
/// Puts a path first in the list of recent ones and writes the list; failing to write it is no fault.
void add_recent(AppState& state, const std::filesystem::path& path);

}  // namespace lode::app
