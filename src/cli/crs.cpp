// lode crs: systems, operations between them, points through them.
#include "cli/crs.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <memory>

namespace lode::cli {

namespace {

std::vector<double> numbers_in(const std::string& text) {
  std::vector<double> numbers;
  const char *at = text.data(), *const end = at + text.size();
  while (at != end) {
    if (*at == ',' || *at == ' ' || *at == ';') {
      ++at;
      continue;
    }
    double value = 0;
    const auto [stop, error] = std::from_chars(*at == '+' ? at + 1 : at, end, value);
    if (error != std::errc() || !std::isfinite(value)) return {};
    numbers.push_back(value);
    at = stop;
  }
  return numbers;
}

}  // namespace

std::vector<double> parse_numbers(const std::string& text, std::size_t count) {
  std::vector<double> numbers = numbers_in(text);
  if (numbers.size() != count)
    throw UsageError(fmt::format("'{}' is not {} numbers", text, count), "part them by commas, without blanks");
  return numbers;
}

Vec3 parse_point(const std::string& text) {
  const std::vector<double> numbers = numbers_in(text);
  if (numbers.size() != 2 && numbers.size() != 3)
    throw UsageError(fmt::format("'{}' is no point x,y or x,y,z", text), "write easting or longitude first: 82.3,49.3");
  return {numbers[0], numbers[1], numbers.size() == 3 ? numbers[2] : 0};
}

Action define_crs(CLI::App& app, OpenWindow) {
  app.require_subcommand(1);
  const auto commands = std::make_shared<std::vector<CrsCommand>>();
  for (CrsCommand (*define)(CLI::App&) :
       {define_crs_search, define_crs_info, define_crs_operations, define_crs_convert, define_crs_minegrid})
    commands->push_back(define(app));
  return [=] {
    for (const CrsCommand& command : *commands)
      if (command.chosen->parsed()) return command.action();
    return 2;
  };
}

}  // namespace lode::cli
