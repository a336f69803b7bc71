#include "session/toml_fields.h"

#include <cmath>

namespace lode {

const toml::node* TomlFields::node(std::string_view key) {
  asked_.emplace(key);
  return table_->get(key);
}

bool TomlFields::has(std::string_view key) { return node(key) != nullptr; }

std::string TomlFields::full(std::string_view key) const {
  return name_.empty() ? std::string(key) : fmt::format("{}.{}", name_, key);
}

void TomlFields::fail(std::string_view key, const std::string& what, const std::string& remedy) const {
  const toml::node* value = table_->get(key);
  const toml::source_position at = value == nullptr ? table_->source().begin : value->source().begin;
  throw Error(what, remedy, {file_->path, at.line, 0});
}

void TomlFields::wrong_type(std::string_view key, std::string_view wanted) const {
  fail(key, fmt::format("{} is no {}", full(key), wanted), "correct the scene file there");
}

void TomlFields::get(std::string_view key, std::string& value) {
  const toml::node* found = node(key);
  if (found == nullptr) return;
  if (!found->is_string()) wrong_type(key, "text (in quotes)");
  value = found->as_string()->get();
}

void TomlFields::get(std::string_view key, bool& value) {
  const toml::node* found = node(key);
  if (found == nullptr) return;
  if (!found->is_boolean()) wrong_type(key, "true or false");
  value = found->as_boolean()->get();
}

void TomlFields::get(std::string_view key, double& value) {
  const toml::node* found = node(key);
  if (found == nullptr) return;
  const double number = found->is_number() ? *found->value<double>() : NAN;
  if (!std::isfinite(number)) wrong_type(key, "number");
  value = number;
}

void TomlFields::get(std::string_view key, std::int64_t& value) {
  const toml::node* found = node(key);
  if (found == nullptr) return;
  if (!found->is_integer()) wrong_type(key, "whole number");
  value = found->as_integer()->get();
}

const toml::array* TomlFields::array(std::string_view key, std::string_view of_what) {
  const toml::node* found = node(key);
  if (found == nullptr) return nullptr;
  if (!found->is_array()) wrong_type(key, of_what);
  return found->as_array();
}

void TomlFields::get(std::string_view key, std::vector<double>& value) {
  constexpr std::string_view wanted = "list of numbers";
  const toml::array* list = array(key, wanted);
  if (list == nullptr) return;
  value.clear();
  for (const toml::node& item : *list) {
    const double number = item.is_number() ? *item.value<double>() : NAN;
    if (!std::isfinite(number)) wrong_type(key, wanted);
    value.push_back(number);
  }
}

void TomlFields::get(std::string_view key, std::vector<std::string>& value) {
  constexpr std::string_view wanted = "list of texts";
  const toml::array* list = array(key, wanted);
  if (list == nullptr) return;
  value.clear();
  for (const toml::node& item : *list) {
    if (!item.is_string()) wrong_type(key, wanted);
    value.push_back(item.as_string()->get());
  }
}

void TomlFields::get(std::string_view key, Vec3& value) {
  if (!has(key)) return;
  std::vector<double> numbers;
  get(key, numbers);
  if (numbers.size() != 3) wrong_type(key, "list of three numbers [x, y, z]");
  value = {numbers[0], numbers[1], numbers[2]};
}

std::optional<TomlFields> TomlFields::table(std::string_view key) {
  const toml::node* found = node(key);
  if (found == nullptr) return std::nullopt;
  if (!found->is_table()) wrong_type(key, "table");
  return TomlFields(*file_, *found->as_table(), full(key));
}

std::vector<TomlFields> TomlFields::tables(std::string_view key) {
  constexpr std::string_view wanted = "list of tables ([[...]])";
  std::vector<TomlFields> result;
  const toml::array* list = array(key, wanted);
  if (list == nullptr) return result;
  for (const toml::node& item : *list) {
    if (!item.is_table()) wrong_type(key, wanted);
    result.emplace_back(*file_, *item.as_table(), fmt::format("{}[{}]", full(key), result.size()));
  }
  return result;
}

std::vector<std::string> TomlFields::keys() {
  std::vector<std::string> result;
  for (const auto& [key, value] : *table_) {
    asked_.emplace(key.str());
    result.emplace_back(key.str());
  }
  return result;
}

toml::table TomlFields::unknown() const {
  toml::table result;
  for (const auto& [key, value] : *table_) {
    if (asked_.contains(key.str())) continue;
    file_->unknown_keys.push_back(full(key.str()));
    result.insert(key, value);
  }
  return result;
}

}  // namespace lode
