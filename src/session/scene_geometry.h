// The geometry of a block model in a scene file.
#pragma once

#include "core/rotation.h"
#include "session/toml_fields.h"

namespace lode {

/// Returns the keys that it did not know.
toml::table read_geometry(TomlFields& fields, GridGeometry& geometry);
/// Lines of keys, without the head of the table.
std::string geometry_text(const GridGeometry& geometry);

}  // namespace lode
