// The rows of the table of input formats: one function a format, defined in the format's own file.
#pragma once

#include "io/formats.h"

namespace lode::io {

Format geotiff_format();
Format vti_format();
Format ply_format();
Format stl_format();
/// glTF, FBX, Collada, 3DS and all else that Assimp reads and none of the others does.
Format assimp_format(const std::vector<Format>& other_formats);
Format obj_format();
Format ubc_format();
Format gslib_format();
Format omf_format();
Format csv_format();  ///< drillhole tables, block models, points as text; asked last: any text may be a table

}  // namespace lode::io
