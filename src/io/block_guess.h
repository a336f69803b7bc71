// Whether a table of coordinates is a block model.
#pragma once

#include "io/csv_table.h"

namespace lode::io {

/// Sizes or indices say so; else points on a grid that they fill are the centroids of blocks, but gridded topography,
/// of one point above another, is not. Of a large file some chunks say it where they can.
bool is_block_model(const CsvFile& csv, const Roles& roles);

}  // namespace lode::io
