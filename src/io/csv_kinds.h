// The kinds of data that a delimited text holds: one loader each.
#pragma once

#include "io/csv_table.h"
#include "io/formats.h"

namespace lode::io {

Loaded load_drillholes_csv(const Source& source, Progress& progress);
Loaded load_blocks_csv(const Source& source, Progress& progress);
/// A Surface when source.triangulate.
Loaded load_points_csv(const Source& source, Progress& progress);

/// A Source of one file as guessed; what `decided` says of encoding, delimiter, marks and codes goes before a guess.
/// Throws Error when no column is known.
Source describe_csv(const std::filesystem::path& path, const Source& decided);

/// Roles of a file: as its Source states, else guessed.
Roles roles_of(const CsvFile& csv, const SourceFile& file);

}  // namespace lode::io
