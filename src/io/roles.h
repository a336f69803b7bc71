// What the columns of a table are for: from their names, and where those fail from their values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/scene.h"
#include "core/table.h"

namespace lode::io {

/// The first rows of a column.
struct ColumnSample {
  std::string name;
  bool number = false;             ///< mostly numbers
  std::vector<double> values;      ///< NaN where no number
  std::vector<std::string> texts;  ///< as written
};

using Roles = std::map<ColumnRole, std::string>;

/// What a table is taken for.
struct TableGuess {
  enum class Kind { collar, survey, interval, depth_readings, coordinates, unknown };
  Kind kind = Kind::unknown;
  Roles roles;               ///< of that kind alone
  bool sizes = false;        ///< coordinates with block sizes or names of centroids: a block model
  bool geographic = false;   ///< x and y are longitude and latitude by name
  bool from_values = false;  ///< the names did not say it
};

/// `named`: the table has a header. `stem` of the file decides what columns leave open.
TableGuess guess_table(const std::vector<ColumnSample>& sample, bool named, std::string_view stem);

/// Whether a collar's status says that it is not drilled yet ("Planned", "проект").
bool is_planned_status(std::string_view text);

/// Whether a column without a name of its own counts the rows, as statistics programs and GIS write in front.
bool is_row_counter(const ColumnSample& column);

/// What north a column of azimuths counts from, where its name says so ("AZ_MAG", "azimuth_true").
std::optional<AzimuthReference> azimuth_reference_of_name(std::string_view name);

/// Whether a dip column holds zenith angles (0 straight down), by its name.
bool is_zenith_angle(std::string_view name);

}  // namespace lode::io
