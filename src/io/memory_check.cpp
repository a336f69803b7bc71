#include "io/memory_check.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "platform/environment.h"

namespace lode::io {

void check_fits_memory(std::uint64_t bytes, const std::string& what, const std::string& remedy,
                       const std::filesystem::path& file) {
  const std::uint64_t there = platform::memory_limit_bytes();
  if (bytes <= there) return;
  throw Error(fmt::format("{} {} MB, there are {} MB of memory", what, grouped(static_cast<double>(bytes) / 1e6, 0),
                          grouped(static_cast<double>(there) / 1e6, 0)),
              remedy, {file});
}

}  // namespace lode::io
