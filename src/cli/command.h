// What a command is made of. Adding one: a file, and a row in command_table().
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "core/error.h"

namespace CLI {
class App;
}

namespace lode::cli {

/// Wrong usage that shows only once the inputs are read: exit code 2 instead of 1.
class UsageError : public Error {
 public:
  using Error::Error;
};

using OpenWindow = int (*)(const WindowArguments&);

/// Returns the exit code; throws Error.
using Action = std::function<int()>;

struct Command {
  std::string_view name;  ///< "" for `lode [INPUT...]`
  std::string_view summary;
  std::string_view examples;  ///< one a line
  /// Adds the command's options to `app` and returns what runs once they are parsed.
  Action (*define)(CLI::App& app, OpenWindow open_window);
};

Action define_window(CLI::App& app, OpenWindow open_window);
Action define_demo(CLI::App& app, OpenWindow open_window);
Action define_info(CLI::App& app, OpenWindow open_window);
Action define_check(CLI::App& app, OpenWindow open_window);
Action define_render(CLI::App& app, OpenWindow open_window);
Action define_export(CLI::App& app, OpenWindow open_window);
Action define_tonnage(CLI::App& app, OpenWindow open_window);
Action define_composite(CLI::App& app, OpenWindow open_window);
Action define_intercepts(CLI::App& app, OpenWindow open_window);
Action define_scene(CLI::App& app, OpenWindow open_window);
Action define_crs(CLI::App& app, OpenWindow open_window);

/// The first row is the window, which has no name.
const std::vector<Command>& command_table();

/// The row of that name; nullptr when there is none.
const Command* find_command(std::string_view name);

}  // namespace lode::cli
