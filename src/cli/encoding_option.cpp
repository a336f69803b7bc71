#include "cli/encoding_option.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "cli/common.h"
#include "cli/named_value.h"
#include "io/encoding.h"

namespace lode::cli {

namespace {

/// A table may differ from the rest of its database.
void set_encoding(const NamedValue& given, Source& source) {
  const auto is_meant = [&](const SourceFile& file) { return given.name.empty() || is_named(file.path, given.name); };
  const bool all = std::ranges::all_of(source.files, is_meant) || !std::ranges::any_of(source.files, is_meant);
  const std::string encoding = io::known_encoding(given.value);
  if (all) source.encoding = encoding;
  for (SourceFile& file : source.files)
    if (all)
      file.encoding.clear();
    else if (is_meant(file))
      file.encoding = encoding;
}

/// Whether a file of the inputs, or of folders among them, is named so.
bool is_there(const std::string& name, const std::vector<std::filesystem::path>& inputs) {
  namespace fs = std::filesystem;
  return std::ranges::any_of(inputs, [&](const fs::path& input) {
    std::error_code unreadable;
    if (!fs::is_directory(input, unreadable)) return is_named(input, name);
    for (auto entry = fs::recursive_directory_iterator(input, unreadable); !unreadable && entry != end(entry);
         entry.increment(unreadable))
      if (entry->is_regular_file(unreadable) && is_named(entry->path(), name)) return true;
    return false;
  });
}

}  // namespace

void add_encoding_option(CLI::App& app, std::vector<std::string>& texts) {
  app.add_option("--encoding", texts,
                 "The encoding of tables as text, e.g. windows-1251 (default: guessed, a database's tables together); "
                 "NAME=GB18030 of one input: a file or a folder")
      ->allow_extra_args(false)
      ->type_name("[NAME=]VALUE")
      ->check([](const std::string& text) {
        return fault_of(named_value_of(text).value, [](const std::string& name) { io::known_encoding(name); });
      });
}

io::EncodingOf encoding_of(const std::vector<std::string>& texts) {
  if (texts.empty()) return {};
  return [texts](const std::filesystem::path& file) {
    std::string for_all, own;
    for (const std::string& text : texts) {
      const NamedValue given = named_value_of(text);
      if (given.name.empty())
        for_all = given.value;
      else if (is_named(file, given.name))
        own = given.value;
    }
    return own.empty() ? for_all : own;
  };
}

void apply_encodings(const std::vector<std::string>& texts, bool from_scene_file,
                     const std::vector<std::filesystem::path>& inputs, Scene& scene) {
  for (const bool by_name : {false, true})
    for (const std::string& text : texts) {
      const NamedValue given = named_value_of(text);
      if (given.name.empty() == by_name) continue;
      bool any = !by_name;
      for (Source& source : scene.sources) {
        const bool is_meant = !by_name || (from_scene_file ? is_named(source, given.name)
                                                           : std::ranges::any_of(source.files, [&](const auto& file) {
                                                               return is_named(file.path, given.name);
                                                             }));
        if (source.format != "csv" || !is_meant) continue;
        any = true;
        if (from_scene_file) set_encoding(given, source);
      }
      if (!any && is_there(given.name, inputs))
        throw UsageError(fmt::format("--encoding: read as {}, '{}' is no table that Lode knows by its header",
                                     io::known_encoding(given.value), given.name),
                         "give another encoding, or none: it is guessed then");
      if (!any) throw_no_such_input("--encoding", given.name, scene);
    }
}

}  // namespace lode::cli
