// Whether a table of coordinates is a block model.
#pragma once

#include <string>

#include "io/centroids.h"
#include "io/csv_table.h"

namespace lode::io {

/// Sizes or indices say so; else points on a grid that they fill are the centroids of blocks, but gridded topography,
/// of one point above another, is not. Of a large file some chunks say it where they can.
bool is_block_model(const CsvFile& csv, const Roles& roles);

/// Why points that is_block_model() refused may be blocks nevertheless, and how to say so: of one bench, or above one
/// another on no grid in plan. "" for others, and for more than five million.
std::string likely_blocks(const Centroids& centroids);

}  // namespace lode::io
