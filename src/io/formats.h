// The one table of input formats, and loading through it.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset.h"
#include "core/problem.h"
#include "core/progress.h"
#include "core/scene.h"

namespace lode::io {

/// A Source's data with what was found in its rows.
struct Loaded {
  DatasetPtr dataset;
  Problems problems;
  std::vector<std::string> notes;  ///< what the import decided, one sentence each ("dips are positive down: converted")
};

/// A row of the table: sniff by content, then by extension; the first that says yes reads the file.
struct Format {
  std::string_view name;                                                           ///< "geotiff"
  std::string_view title;                                                          ///< "GeoTIFF elevation"
  std::vector<std::string_view> extensions;                                        ///< "tif", lower case
  bool (*sniff)(const std::filesystem::path& file, std::string_view first_bytes);  ///< first 4 KiB
  /// What the file states of itself: kind, CRS, columns. Cheap; throws Error when the file is no good.
  Source (*describe)(const std::filesystem::path& file);
  Loaded (*load)(const Source& source, Progress& progress);
  /// Of files that hold several elements: a Source each, told apart by `part`; takes the place of `describe`.
  std::vector<Source> (*describe_parts)(const std::filesystem::path& file) = nullptr;
};
/// In the order they are asked.
const std::vector<Format>& formats();

/// The encoding decided for a table as text, by any of its names; "" where it is to be guessed.
using EncodingOf = std::function<std::string(const std::filesystem::path& file)>;

/// The Sources that files and folders (not recursive) hold: drillhole tables that belong together become one Source,
/// all else a Source a file. What an input lacks goes to `problems` (a file that is no data beside good ones: warning).
/// What `encoding_of` leaves open is guessed, of drillhole tables over those of one database together.
/// Throws Error when an input does not exist, a named file is of no known format, or nothing usable is left.
/// `more`: rows of other modules, asked before those of the table.
std::vector<Source> recognise(const std::vector<std::filesystem::path>& inputs, Problems& problems,
                              const EncodingOf& encoding_of = {}, std::span<const Format> more = {});

/// Reads a Source. Throws Error (and Cancelled).
Loaded load(const Source& source, Progress& progress, std::span<const Format> more = {});

}  // namespace lode::io
