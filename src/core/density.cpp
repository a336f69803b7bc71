#include "core/density.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "core/text.h"

namespace lode {

namespace {

using Words = std::vector<std::string>;

/// In lower case, split at everything but letters, digits and what UTF-8 adds. m^3 is a word.
Words words_of(std::string_view name) {
  Words words(1);
  for (const char c : fold_case(name)) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (is_letter)
      words.back() += c;
    else if (c != '^' && !words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

struct Unit {
  double t_per_m3;
  std::vector<std::string_view> words;  ///< one of them, or several on end
};

const std::vector<Unit>& units() {
  static const std::vector<Unit> table{
      {1, {"t",   "tonne", "tonnes", "m3", "m³", "tm3", "tm³", "tpm3", "g", "cm3", "cm³", "gcm3", "gcm³", "cc",
           "gcc", "gpcc",  "ml",     "т",  "м3", "м³",  "тм3", "тм³",  "г", "см3", "см³", "гсм3", "гсм³"}},
      {0.001, {"kg", "m3", "m³", "kgm3", "kgm³", "kgpm3", "кг", "м3", "м³", "кгм3", "кгм³"}},
      {0.45359237e-3 / (0.3048 * 0.3048 * 0.3048),
       {"lb", "lbs", "ft3", "ft³", "lbft3", "lbft³", "lbsft3", "lbcuft", "cuft", "pcf"}},
  };
  return table;
}

std::optional<double> t_per_m3_of(std::span<const std::string> words) {
  for (const Unit& unit : units())
    if (std::ranges::all_of(
            words, [&](const std::string& word) { return std::ranges::find(unit.words, word) != unit.words.end(); }))
      return unit.t_per_m3;
  return std::nullopt;
}

/// A unit in brackets behind a name, also one that is not known ("lb/yd3"); "" for a remark ("dry").
std::string unit_in_brackets(std::string_view name) {
  for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'[', ']'}}) {
    const std::size_t begin = name.find(open), end = name.rfind(close);
    if (begin != std::string_view::npos && end != std::string_view::npos && begin > 0 && end > begin) {
      const std::string_view text = trim(name.substr(begin + 1, end - begin - 1));
      if (t_per_m3(text) || text.find('/') != std::string_view::npos) return std::string(text);
    }
  }
  return "";
}

}  // namespace

bool is_density_name(std::string_view column_name) {
  constexpr std::array<std::string_view, 4> densities{"density", "sg", "dens", "плотность"};
  Words words = words_of(column_name);
  if (words.size() > 1 && words[0] == "bulk") words.erase(words.begin());
  return !words.empty() && std::ranges::find(densities, words[0]) != densities.end() &&
         t_per_m3_of(std::span(words).subspan(1)).has_value();
}

std::string density_unit(const Column& density) {
  if (!density.unit.empty()) return density.unit;
  if (std::string unit = unit_in_brackets(density.name); !unit.empty()) return unit;
  const Words words = words_of(density.name);
  for (std::size_t begin = words.empty() ? 0 : 1; begin < words.size(); ++begin)
    if (const auto factor = t_per_m3_of(std::span(words).subspan(begin)); factor && *factor != 1)
      return *factor == 0.001 ? "kg/m3" : "lb/ft3";
  return "";
}

std::optional<double> t_per_m3(std::string_view unit) {
  if (unit.empty() || unit == "t/m3") return 1;
  const Words words = words_of(unit);
  return words.empty() && !trim(unit).empty() ? std::nullopt : t_per_m3_of(words);
}

const Column* density_of_unknown_unit(const Table& table) {
  for (const Column& column : table.columns) {
    const std::string_view name = column.name;
    if (column.numbers() != nullptr && column.role == ColumnRole::attribute && !t_per_m3(density_unit(column)) &&
        is_density_name(name.substr(0, name.find_first_of("(["))))
      return &column;
  }
  return nullptr;
}

}  // namespace lode
