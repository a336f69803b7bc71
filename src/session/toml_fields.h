// Typed reading of a TOML table that remembers which keys nobody asked for.
#pragma once

#define TOML_ENABLE_FORMATTERS 1
#include <fmt/format.h>

#include <toml++/toml.h>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/vec.h"

namespace lode {

/// What reading a file gathers.
struct TomlFile {
  std::filesystem::path path;
  std::vector<std::string> unknown_keys;
};

/// One table of the file. Every getter leaves its target alone when the key is absent and throws Error with file and
/// line when the value has a wrong type.
class TomlFields {
 public:
  /// `name`: how messages name the table ("layers[0].colour"); "" for the whole file.
  TomlFields(TomlFile& file, const toml::table& table, std::string name)
      : file_(&file), table_(&table), name_(std::move(name)) {}

  void get(std::string_view key, std::string& value);
  void get(std::string_view key, bool& value);
  void get(std::string_view key, double& value);  ///< finite
  void get(std::string_view key, std::int64_t& value);
  void get(std::string_view key, Vec3& value);
  void get(std::string_view key, std::vector<double>& value);
  void get(std::string_view key, std::vector<std::string>& value);
  /// One of the words of `names`: pairs of a word and what it stands for.
  template <typename Value, typename Names>
  void get_word(std::string_view key, Value& value, const Names& names) {
    std::string word;
    if (!has(key)) return;
    get(key, word);
    std::string known;
    for (const auto& [text, meaning] : names) {
      if (text == word) {
        value = meaning;
        return;
      }
      known += (known.empty() ? "" : ", ") + std::string(text);
    }
    fail(key, fmt::format("{} is \"{}\"", full(key), word), "it may be: " + known);
  }

  bool has(std::string_view key);
  /// The table under a key; nothing when absent.
  std::optional<TomlFields> table(std::string_view key);
  /// The tables of an array under a key; none when absent.
  std::vector<TomlFields> tables(std::string_view key);
  /// All keys, each counted as asked for.
  std::vector<std::string> keys();

  [[noreturn]] void fail(std::string_view key, const std::string& what, const std::string& remedy) const;
  std::string full(std::string_view key) const;

  /// Adds what nobody asked for to the file's unknown keys; returns it, empty when there is none.
  toml::table unknown() const;

 private:
  const toml::node* node(std::string_view key);
  const toml::array* array(std::string_view key, std::string_view of_what);
  [[noreturn]] void wrong_type(std::string_view key, std::string_view wanted) const;

  TomlFile* file_;
  const toml::table* table_;
  std::string name_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace lode
