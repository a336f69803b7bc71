// UTF-8 and std::filesystem::path; inside Lode all text is UTF-8.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lode {

std::string utf8(const std::filesystem::path& path);
std::filesystem::path path_from_utf8(std::string_view text);

/// Lower case of ASCII, Latin-1 and Cyrillic letters; other characters unchanged.
std::string fold_case(std::string_view utf8_text);
std::string_view trim(std::string_view text);
/// "1,234,567" with a thin grouping; `decimals` < 0 prints the shortest text that reads back unchanged.
std::string grouped(double value, int decimals = 0);
/// The shortest decimal text that reads back to the same double ("0.7", "1e+300", "nan").
std::string shortest(double value);
/// The candidate nearest to `name` by edit distance, or "" when none is near.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace lode
