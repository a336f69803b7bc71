// What goes to stdout: text tables and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/vec.h"

namespace lode::cli {

void print(std::string_view text);
/// Throws Error when what was printed could not be written (a full disk).
void finish_output();

/// describe(error) without a line end after it.
std::string described(const Error& error);

/// Columns padded to the widest cell, numbers to the right.
class TextTable {
 public:
  /// A heading that begins with '>' is of a column of numbers.
  TextTable(std::string indent, std::vector<std::string> headings);
  void add(std::vector<std::string> cells);
  /// A line between rows.
  void add_line(std::string text);
  std::string text() const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::string line;
  };
  std::string indent_;
  std::vector<bool> right_;
  std::vector<Row> rows_;
};

/// Characters, as wide as a terminal shows most scripts.
std::size_t width_of(std::string_view utf8_text);

/// One object, indented, with a line end; numbers read back unchanged.
void print_json(const nlohmann::ordered_json& json);
/// null for NaN and infinities.
nlohmann::ordered_json json_number(double value);
nlohmann::ordered_json json_number(const std::optional<double>& value);
/// {min, max}, null when empty.
nlohmann::ordered_json json_bounds(const Bounds& bounds);
/// null for "".
nlohmann::ordered_json json_text(const std::string& text);

}  // namespace lode::cli
