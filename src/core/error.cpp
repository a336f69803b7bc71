#include "core/error.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace lode {

namespace {

std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

Error::Error(std::string what_happened, std::string remedy, Where where)
    : std::runtime_error(what_happened),
      what_happened_(std::move(what_happened)),
      remedy_(std::move(remedy)),
      where_(std::move(where)) {}

std::string describe(const Error& error) {
  std::string text = "error: " + on_one_line(error.what_happened());
  const Where& where = error.where();
  std::string place;
  if (!where.file.empty()) place = "in " + on_one_line(utf8(where.file));
  if (where.line != 0) place += fmt::format("{}line {}", place.empty() ? "at " : ", ", where.line);
  if (where.column != 0) place += fmt::format("{}column {}", place.empty() ? "at " : ", ", where.column);
  if (!place.empty()) text += "\n  " + place;
  if (!error.remedy().empty()) text += "\n  " + on_one_line(error.remedy());
  return text;
}

}  // namespace lode
