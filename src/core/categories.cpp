#include <algorithm>
#include <unordered_map>

#include "core/table.h"

namespace lode {

namespace {

template <typename Code>
SharedArray<Code> narrow(const std::vector<std::uint32_t>& codes) {
  std::vector<Code> narrow_codes(codes.size());
  // Categories::missing is all ones, and so is what is left of it in fewer bits.
  std::transform(codes.begin(), codes.end(), narrow_codes.begin(), [](auto code) { return static_cast<Code>(code); });
  return narrow_codes;
}

}  // namespace

Categories::Categories(std::vector<std::string> names, Codes codes)
    : names_(std::move(names)), codes_(std::move(codes)) {}

Categories Categories::narrowed(std::vector<std::string> names, const std::vector<std::uint32_t>& codes) {
  if (names.size() <= 0xff) return {std::move(names), narrow<std::uint8_t>(codes)};
  if (names.size() <= 0xffff) return {std::move(names), narrow<std::uint16_t>(codes)};
  return {std::move(names), narrow<std::uint32_t>(codes)};
}

Categories Categories::of(const std::vector<std::string>& values) {
  std::vector<std::string> names;
  std::vector<std::uint32_t> codes;
  codes.reserve(values.size());
  std::unordered_map<std::string_view, std::uint32_t> code_of;
  for (const std::string& value : values) {
    if (value.empty()) {
      codes.push_back(missing);
      continue;
    }
    const auto [found, is_new] = code_of.try_emplace(value, static_cast<std::uint32_t>(names.size()));
    if (is_new) names.push_back(value);
    codes.push_back(found->second);
  }
  return narrowed(std::move(names), codes);
}

std::size_t Categories::size() const {
  return std::visit([](const auto& codes) { return codes.size(); }, codes_);
}

std::uint32_t Categories::code(std::size_t row) const {
  return std::visit(
      [row](const auto& codes) {
        const auto code = codes[row];
        using Code = std::remove_cv_t<decltype(code)>;
        return code == std::numeric_limits<Code>::max() ? missing : std::uint32_t{code};
      },
      codes_);
}

std::string_view Categories::operator[](std::size_t row) const {
  const std::uint32_t index = code(row);
  return index == missing ? std::string_view() : std::string_view(names_[index]);
}

}  // namespace lode
