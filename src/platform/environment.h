// Where the user's and the program's files lie, and memory use.
#pragma once

#include <cstdint>
#include <filesystem>

namespace lode::platform {

bool has_display();                          ///< a window can be opened
std::filesystem::path program_folder();      ///< of the running executable
std::filesystem::path user_config_folder();  ///< "~/.config/lode"; made when absent
std::uint64_t peak_memory_bytes();           ///< of this process so far
std::uint64_t physical_memory_bytes();
/// What data may take: the environment variable LODE_MEMORY_MIB, else nine tenths of the physical memory.
std::uint64_t memory_limit_bytes();
bool stderr_is_terminal();

}  // namespace lode::platform
