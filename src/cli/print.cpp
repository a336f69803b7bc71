#include "cli/print.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace lode::cli {

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void finish_output() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw Error("the results could not be written to the output", "look for space on the disk");
}

std::string described(const Error& error) {
  std::string text = describe(error);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::size_t width_of(std::string_view utf8_text) {
  return static_cast<std::size_t>(
      std::count_if(utf8_text.begin(), utf8_text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

TextTable::TextTable(std::string indent, std::vector<std::string> headings) : indent_(std::move(indent)) {
  for (std::string& heading : headings) {
    right_.push_back(heading.starts_with('>'));
    if (right_.back()) heading.erase(0, 1);
  }
  add(std::move(headings));
}

void TextTable::add(std::vector<std::string> cells) { rows_.push_back({std::move(cells), {}}); }

void TextTable::add_line(std::string text) { rows_.push_back({{}, std::move(text)}); }

std::string TextTable::text() const {
  std::vector<std::size_t> widths(right_.size(), 0);
  for (const Row& row : rows_)
    for (std::size_t c = 0; c < row.cells.size(); ++c) widths[c] = std::max(widths[c], width_of(row.cells[c]));
  std::string text;
  for (const Row& row : rows_) {
    std::string line = indent_ + row.line;
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      const std::string padding(widths[c] - width_of(row.cells[c]), ' ');
      line += (c == 0 ? "" : "  ") + (right_[c] ? padding + row.cells[c] : row.cells[c] + padding);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

void print_json(const nlohmann::ordered_json& json) {
  print(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  print("\n");
}

nlohmann::ordered_json json_number(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
}

nlohmann::ordered_json json_number(const std::optional<double>& value) {
  return value ? json_number(*value) : nlohmann::ordered_json();
}

nlohmann::ordered_json json_bounds(const Bounds& bounds) {
  if (bounds.empty()) return nullptr;
  const auto corner = [](Vec3 p) {
    return nlohmann::ordered_json{json_number(p.x), json_number(p.y), json_number(p.z)};
  };
  return {{"min", corner(bounds.min)}, {"max", corner(bounds.max)}};
}

nlohmann::ordered_json json_text(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

}  // namespace lode::cli
