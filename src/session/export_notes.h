// What a user should know of a file that export_to() writes.
#pragma once

#include <filesystem>
#include <string>

#include "session/session.h"

namespace lode {

/// That blocks written as rows make no grid in the CRS of the export, though each row has its own place and size; ""
/// where there is nothing to say.
std::string export_note(Session& session, const Scene& scene, std::size_t layer, const std::string& crs,
                        const std::filesystem::path& file);

}  // namespace lode
