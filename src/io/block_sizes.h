// What the sizes beside centroids say that cannot be.
#pragma once

#include "core/problem.h"
#include "core/table.h"
#include "io/centroids.h"

namespace lode::io {

/// Lists which of a row's columns of sizes hold none above 0.
void add_bad_sizes(const Table& table, std::size_t row, const char* action, ProblemLog& log);

/// Lists the rows of a grid that have such sizes, and still its blocks.
void report_bad_sizes(const Table& table, const RowVectors& sizes, Problems& problems);

/// Throws an Error where coordinates that may be degrees lie within less than one block in plan.
void check_sizes_in_degrees(const Table& table, const Centroids& centroids, const RowVectors& sizes);

}  // namespace lode::io
