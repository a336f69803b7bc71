// Import: every decision of how tables are read, beside what they make of the first rows.
#pragma once

#include "app/state.h"

namespace lode::app {

/// Opens the panel for the selected layer's source.
void show_import(AppState& state);
/// Opens it for files that are not in the scene yet.
void show_import_of(AppState& state, const std::vector<std::filesystem::path>& files);

/// The dialog (dialogs.cpp).
void import_dialog(AppState& state);

/// The form of decisions that hold for all tables of a source; whether one was changed (import_decisions.cpp).
bool import_decisions(AppState& state, Source& source);

/// How many columns of a file are read, and the choice of them; whether one was changed (column_choice.cpp).
bool column_choice(AppState& state, Source& source, std::size_t file, const io::TablePreview& preview);

}  // namespace lode::app
