#include "core/block_model.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/parallel.h"
#include "core/text.h"

namespace lode {

namespace {

/// The words of a column's name in lower case, split at everything but letters, digits and what UTF-8 adds.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : fold_case(name)) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (is_letter)
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// "density", "SG_tm3", "Bulk density (t/m3)". Units of kg/m3 are not taken: tonnes would be a thousand times too many.
bool names_density(std::string_view name) {
  constexpr std::array<std::string_view, 4> densities{"density", "sg", "dens", "плотность"};
  constexpr std::array<std::string_view, 14> units{"t",  "m3",  "tm3",  "tpm3", "g",  "cm3", "gcm3",
                                                   "cc", "gcc", "gpcc", "т",    "м3", "г",   "см3"};
  std::vector<std::string> words = words_of(name);
  if (words.size() > 1 && words[0] == "bulk") words.erase(words.begin());
  return !words.empty() && is_one_of(words[0], densities) &&
         std::all_of(words.begin() + 1, words.end(), [&](const std::string& word) { return is_one_of(word, units); });
}

/// The bits of `rows` from `first_row` on, moved to the set bits of `present`.
std::uint64_t deposit(std::uint64_t present, const Mask& rows, std::uint64_t first_row) {
  std::uint64_t deposited = 0;
  for (std::uint64_t row = first_row; present != 0; present &= present - 1, ++row)
    if (rows[row]) deposited |= present & (~present + 1);
  return deposited;
}

}  // namespace

void cells_of_rows(const BlockModel& model, const Mask& rows, Mask& cells) {
  if (model.dense()) {
    cells = rows;
    return;
  }
  constexpr std::size_t words_a_range = 4096;
  cells.assign(model.present.size(), false);
  const std::span<const std::uint64_t> present = model.present.mask().words();
  const std::span<std::uint64_t> target = cells.words();
  parallel_for(present.size(), words_a_range, [&](std::size_t begin, std::size_t end) {
    for (std::size_t w = begin; w < end; ++w)
      if (present[w] != 0) target[w] = deposit(present[w], rows, model.present.rank(w * 64));
  });
}

const Column* density_column(const Table& table) {
  const Column* found = nullptr;
  for (const Column& column : table.columns) {
    if (!column.numbers() || column.role != ColumnRole::attribute || !names_density(column.name)) continue;
    if (words_of(column.name).size() == 1) return &column;
    if (!found) found = &column;
  }
  return found;
}

double density_factor(const Column& density) {
  const auto says_kg = [](std::string_view text) {
    const std::string folded = fold_case(text);
    if (folded.find("kg") == std::string::npos && folded.find("кг") == std::string::npos) return false;
    const std::vector<std::string> words = words_of(text);
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
      return word == "kg" || word == "kgm3" || word == "кг" || word == "кгм3";
    });
  };
  return says_kg(density.unit) || (density.unit.empty() && says_kg(density.name)) ? 1e-3 : 1;
}

const Column* class_column(const Table& table) {
  constexpr std::array<std::string_view, 6> classes{"class",  "category", "resource_class",
                                                    "rescat", "класс",    "категория"};
  for (const std::string_view name : classes)
    for (const Column& column : table.columns)
      if (column.categories() && column.role == ColumnRole::attribute && fold_case(column.name) == name) return &column;
  return nullptr;
}

}  // namespace lode
