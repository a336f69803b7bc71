// lode-mesh-reader FILE: reads a mesh with Assimp for lode, which starts it and takes its answer from standard output.
#include <cstdlib>

#include "core/text.h"
#include "io/assimp_scene.h"
#include "platform/child.h"

int main(int argc, char** argv) {
  if (argc != 2) return EXIT_FAILURE;
  std::FILE* answer = lode::platform::output_to_parent();
  const bool written = lode::io::write_message(lode::io::read_with_assimp(lode::path_from_utf8(argv[1])), answer);
  std::_Exit(written ? EXIT_SUCCESS : EXIT_FAILURE);  // no destructor of Assimp's can spoil a good answer
}
