// A helper program that does risky work in a process of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "core/progress.h"

namespace lode::platform {

/// Beyond these a child is killed.
struct ChildLimits {
  std::chrono::milliseconds time;
  std::uint64_t memory_bytes;  ///< resident in the child; its output may have as many
};

enum class ChildEnd { finished, crashed, out_of_time, out_of_memory };

struct ChildResult {
  ChildEnd end = ChildEnd::finished;
  int exit_code = 0;        ///< when finished
  std::string crashed_how;  ///< "Segmentation fault", when crashed
  std::string output;       ///< all that it wrote to output_to_parent()
};

/// The path of a program that is installed beside the running one.
std::filesystem::path helper_program(const std::string& name);

/// Runs the program and waits for its end, whatever that be; what it prints elsewhere than to output_to_parent() is
/// dropped. It does not outlive this one. Throws Error when it cannot be started, Cancelled (having killed it) when
/// `progress` is cancelled.
ChildResult run_child(const std::filesystem::path& program, const std::vector<std::string>& utf8_arguments,
                      const ChildLimits& limits, Progress& progress);

/// In the child: the stream to the parent. From then on nothing that a library prints to standard output gets into it.
/// Call it once.
std::FILE* output_to_parent();

}  // namespace lode::platform
