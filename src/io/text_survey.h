// What a text is made of, as far as it can be told many bytes at a time.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/newer_cpu.h"

namespace lode::io {

struct TextSurvey {
  std::uint64_t line_ends = 0;
  bool quotes = false;
  bool other_than_ascii = false;
  bool doubtful_lines = false;  ///< some start with a blank, a control character or a delimiter, and may be blank ones
};

/// Of whole lines. With `use` at most; every form finds the same.
TextSurvey survey(std::string_view lines, char line_end, char delimiter, Instructions use = instructions());

}  // namespace lode::io
