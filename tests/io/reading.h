// Reading a file as the program does, and broken files.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

#include "core/error.h"
#include "io/formats.h"
#include "testing/testing.h"

namespace lode::io {

/// Recognises and loads one file.
inline Loaded read_file(const std::filesystem::path& file) {
  Problems problems;
  const std::vector<Source> sources = recognise({file}, problems);
  Progress progress;
  return load(sources.at(0), progress);
}

inline const Surface& surface_of(const Loaded& loaded) { return std::get<Surface>(*loaded.dataset); }

/// What reading the bytes as a file of the name says; "" when they can be read.
inline std::string error_of(const lode::testing::TemporaryFolder& folder, std::string_view name,
                            std::string_view bytes) {
  try {
    read_file(folder.write(name, bytes));
  } catch (const Error& error) {
    EXPECT_FALSE(error.what_happened().empty());
    EXPECT_FALSE(error.remedy().empty());
    return error.what_happened();
  }
  return "";
}

/// The Error of reading a file with `mib` of memory.
inline std::string refusal(const std::filesystem::path& file, const char* mib) {
  Problems problems;
  const Source source = recognise({file}, problems).at(0);
  Progress progress;
  setenv("LODE_MEMORY_MIB", mib, 1);
  std::string refused;
  try {
    load(source, progress);
  } catch (const Error& error) {
    refused = error.what_happened();
  }
  unsetenv("LODE_MEMORY_MIB");
  return refused;
}

/// Cuts the file at every length, flips bytes of it, and puts random bytes behind its first `magic` bytes: an Error or
/// a good reading is right, anything else ends the test program. Returns how many were Errors.
inline int break_file(std::string_view name, const std::string& good, std::size_t magic, int rounds = 200) {
  const lode::testing::TemporaryFolder folder;
  std::mt19937 random(20240607);
  int errors = 0;
  const auto try_bytes = [&](const std::string& bytes) { errors += error_of(folder, name, bytes).empty() ? 0 : 1; };
  for (int round = 0; round < rounds; ++round) {
    try_bytes(good.substr(0, random() % good.size()));
    std::string flipped = good;
    for (int flips = 0; flips < 4; ++flips) flipped[random() % good.size()] = static_cast<char>(random());
    try_bytes(flipped);
    std::string noise = good.substr(0, magic);
    for (std::size_t length = random() % 3000; length > 0; --length) noise.push_back(static_cast<char>(random()));
    try_bytes(noise);
  }
  return errors;
}

}  // namespace lode::io
