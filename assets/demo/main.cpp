// Makes the demo deposit: lode_demo_generator FOLDER. The same files every time.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>

#include "blocks.h"
#include "core/error.h"
#include "core/text.h"
#include "demo_scene.h"
#include "holes.h"
#include "session/scene_file.h"
#include "topography.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: lode_demo_generator FOLDER\n");
    return 2;
  }
  try {
    const std::filesystem::path folder = lode::path_from_utf8(argv[1]);
    std::filesystem::create_directories(folder);
    const std::vector<demo::DrilledHole> holes = demo::drill_holes();
    demo::write_holes(holes, folder);
    demo::write_blocks(holes, folder / "blocks.csv");
    demo::write_topography(folder / "topography.tif");
    lode::save_scene(folder / "demo.lode", demo::demo_scene(folder));
    return 0;
  } catch (const lode::Error& error) {
    fmt::print(stderr, "{}", lode::describe(error));
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
  }
  return 1;
}
