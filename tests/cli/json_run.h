// Running lode and reading its JSON.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "testing/testing.h"

namespace lode::testing {

/// The JSON of a run that must succeed.
inline nlohmann::json json_of(std::vector<std::string> arguments) {
  arguments.push_back("--json");
  const auto run = run_lode(arguments);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  const auto json = nlohmann::json::parse(run.out, nullptr, false);
  EXPECT_FALSE(json.is_discarded()) << run.out.substr(0, 500);
  return json.is_discarded() ? nlohmann::json::object() : json;
}

/// The element of an array whose `key` is `value`; an empty object when there is none.
inline nlohmann::json entry(const nlohmann::json& array, const std::string& key, const std::string& value) {
  for (const auto& element : array)
    if (element.value(key, "") == value) return element;
  ADD_FAILURE() << "no entry with " << key << " = " << value;
  return nlohmann::json::object();
}

/// A CSV file without quotes: its rows as text, the header first.
inline std::vector<std::vector<std::string>> csv_rows(const std::filesystem::path& file) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    auto& row = rows.emplace_back();
    std::istringstream cells(line + ",");
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
  }
  return rows;
}

inline std::size_t column_of(const std::vector<std::vector<std::string>>& rows, const std::string& name) {
  for (std::size_t c = 0; c < rows.at(0).size(); ++c)
    if (rows[0][c] == name) return c;
  ADD_FAILURE() << "no column " << name;
  return 0;
}

}  // namespace lode::testing
