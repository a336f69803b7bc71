#include "geo/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <memory>
#include <tuple>

#include "core/text.h"
#include "geo/proj_handles.h"

namespace lode::geo {

namespace {

/// An entry with what is compared.
struct Indexed {
  CrsEntry entry;
  std::vector<std::string> name_words, area_words;
};

bool is_letter(unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; }

/// Lower case; "UTM44N" and "WGS84" fall apart into "utm 44n" and "wgs 84", as the names in the database do.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    const bool hemisphere = word == "n" || word == "s";
    if (hemisphere && !words.empty() && std::isdigit(static_cast<unsigned char>(words.back().back())) != 0)
      words.back() += word;
    else if (!word.empty())
      words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : fold_case(text)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool digit = std::isdigit(byte) != 0;
    if (!digit && !is_letter(byte)) {
      end_word();
      continue;
    }
    if (digit && !word.empty() && is_letter(static_cast<unsigned char>(word.back())) && word.size() > 1) end_word();
    word += c;
  }
  end_word();
  return words;
}

/// What geologists call it -> what the database calls it.
std::string spelt_out(const std::string& text) {
  struct Synonym {
    const char *said, *meant;
  };
  static constexpr std::array synonyms{
      Synonym{"ск-42", "pulkovo 1942"}, Synonym{"ск42", "pulkovo 1942"},    Synonym{"sk-42", "pulkovo 1942"},
      Synonym{"sk42", "pulkovo 1942"},  Synonym{"sk 42", "pulkovo 1942"},   Synonym{"ск-95", "pulkovo 1995"},
      Synonym{"ск95", "pulkovo 1995"},  Synonym{"sk-95", "pulkovo 1995"},   Synonym{"sk95", "pulkovo 1995"},
      Synonym{"пулково", "pulkovo"},    Synonym{"казахстан", "kazakhstan"}, Synonym{"россия", "russia"},
      Synonym{"зона", "zone"},          Synonym{"гаусс", "gauss"},          Synonym{"крюгер", "kruger"},
      Synonym{"mga94", "gda94 mga"},    Synonym{"mga2020", "gda2020 mga"},
  };
  std::string folded = fold_case(trim(text));
  for (const Synonym& synonym : synonyms) {
    const std::string said = synonym.said;
    const std::size_t at = folded.find(said);
    if (at != std::string::npos) folded.replace(at, said.size(), synonym.meant);
  }
  return folded;
}

const char* kind_name(PJ_TYPE type) {
  switch (type) {
    case PJ_TYPE_PROJECTED_CRS:
      return "projected";
    case PJ_TYPE_GEOGRAPHIC_2D_CRS:
      return "geographic";
    case PJ_TYPE_COMPOUND_CRS:
      return "compound";
    case PJ_TYPE_VERTICAL_CRS:
      return "vertical";
    default:
      return nullptr;
  }
}

struct ListDeleter {
  void operator()(PROJ_CRS_INFO** list) const { proj_crs_info_list_destroy(list); }
};

std::vector<Indexed> read_database() {
  std::vector<Indexed> entries;
  int count = 0;
  const std::unique_ptr<PROJ_CRS_INFO*, ListDeleter> list(
      proj_get_crs_info_list_from_database(thread_context(), "EPSG", nullptr, &count));
  for (int i = 0; i < count; ++i) {
    const PROJ_CRS_INFO& row = *list.get()[i];
    const char* kind = kind_name(row.type);
    if (kind == nullptr) continue;
    Indexed indexed;
    CrsEntry& entry = indexed.entry;
    entry = {text_of(row.auth_name) + ":" + text_of(row.code),
             text_of(row.name),
             kind,
             text_of(row.projection_method_name),
             {}};
    if (row.bbox_valid)
      entry.area = {text_of(row.area_name), row.west_lon_degree, row.south_lat_degree, row.east_lon_degree,
                    row.north_lat_degree};
    indexed.name_words = words_of(entry.name);
    indexed.area_words = words_of(entry.area.name);
    entries.push_back(std::move(indexed));
  }
  return entries;
}

const std::vector<Indexed>& database() {
  static const std::vector<Indexed> entries = read_database();
  return entries;
}

/// How well a word stands among others: 3 whole, 2 a number before its hemisphere ("44" in "44n"), 1 the start of one.
int standing(const std::string& word, const std::vector<std::string>& among) {
  int best = 0;
  for (const std::string& other : among) {
    if (other == word) return 3;
    if (!other.starts_with(word)) continue;
    const bool number = std::isdigit(static_cast<unsigned char>(word.back())) != 0;
    if (number && other.size() == word.size() + 1 && is_letter(static_cast<unsigned char>(other.back())))
      best = std::max(best, 2);
    else if (!number && word.size() >= 3)
      best = std::max(best, 1);
  }
  return best;
}

struct Score {
  int matched = 0, value = 0;
};

Score score_of(const Indexed& indexed, const std::vector<std::string>& words) {
  Score score;
  const std::string code = indexed.entry.code.substr(indexed.entry.code.find(':') + 1);
  for (const std::string& word : words) {
    const int in_name = standing(word, indexed.name_words), in_area = standing(word, indexed.area_words);
    const int in_code = word == code ? 8 : word.size() >= 4 && code.starts_with(word) ? 2 : 0;
    const int best = std::max({3 * in_name, in_area, 3 * in_code, word == "epsg" ? 1 : 0});
    score.matched += best > 0 ? 1 : 0;
    score.value += best;
  }
  return score;
}

int rank_of_kind(const CrsEntry& entry) {
  return entry.kind == "projected" ? 0 : entry.kind == "geographic" ? 1 : entry.kind == "compound" ? 2 : 3;
}

double size_of(const Area& area) {
  if (!area.known()) return HUGE_VAL;
  const double width = area.east < area.west ? area.east + 360 - area.west : area.east - area.west;
  return width * (area.north - area.south);
}

long number_of(const std::string& code) { return std::strtol(code.c_str() + code.find(':') + 1, nullptr, 10); }

struct Found {
  const CrsEntry* entry;
  Score score;
  std::size_t words = 0;
};

CrsMatches best_of(std::vector<Found> found, std::size_t most) {
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    const auto key = [](const Found& f) {
      const bool usual = f.entry->name.starts_with("WGS 84") || f.entry->name.starts_with("Pulkovo 1942");
      return std::tuple(-f.score.matched, -f.score.value, rank_of_kind(*f.entry), !usual, f.words,
                        number_of(f.entry->code));
    };
    return key(a) < key(b);
  });
  CrsMatches matches;
  matches.found = found.size();
  for (const Found& one : found) {
    if (matches.entries.size() == most) break;
    matches.entries.push_back(*one.entry);
  }
  return matches;
}

}  // namespace

CrsMatches search_crs(const std::string& text, std::size_t most) {
  const std::vector<std::string> words = words_of(spelt_out(text));
  if (words.empty()) return {};
  std::vector<Found> found;  // those that match the most words
  int most_matched = 1;
  for (const Indexed& indexed : database()) {
    const Score score = score_of(indexed, words);
    if (score.matched < most_matched) continue;
    if (score.matched > most_matched) found.clear(), most_matched = score.matched;
    found.push_back({&indexed.entry, score, indexed.name_words.size()});
  }
  CrsMatches matches = best_of(std::move(found), most);
  matches.all_words = most_matched == static_cast<int>(words.size());
  return matches;
}

CrsMatches search_crs_at(double longitude, double latitude, std::size_t most) {
  std::vector<const CrsEntry*> holding;
  for (const Indexed& indexed : database()) {
    const CrsEntry& entry = indexed.entry;
    if (entry.kind != "vertical" && entry.area.known() && entry.area.degrees_outside(longitude, latitude) == 0)
      holding.push_back(&entry);
  }
  std::stable_sort(holding.begin(), holding.end(), [](const CrsEntry* a, const CrsEntry* b) {
    return std::tuple(rank_of_kind(*a), size_of(a->area)) < std::tuple(rank_of_kind(*b), size_of(b->area));
  });
  CrsMatches matches;
  matches.found = holding.size();
  for (std::size_t i = 0; i < std::min(most, holding.size()); ++i) matches.entries.push_back(*holding[i]);
  return matches;
}

std::string nearest_crs_text(const std::string& text) {
  constexpr std::size_t named = 3;
  CrsMatches matches = search_crs(text, named);
  if (matches.entries.empty()) {
    std::vector<std::string> names;
    for (const Indexed& indexed : database()) names.push_back(indexed.entry.name);
    const std::string nearest = nearest_name(text, names);
    if (!nearest.empty()) matches = search_crs(nearest, 1);
  }
  std::string result;
  for (const CrsEntry& entry : matches.entries)
    result += fmt::format("{}{} ({})", result.empty() ? "" : "; ", entry.code, entry.name);
  return result;
}

const std::vector<CrsEntry>& plan_systems() {
  static const std::vector<CrsEntry> systems = [] {
    std::vector<CrsEntry> found;
    for (const Indexed& indexed : database())
      if (indexed.entry.kind == "projected" || indexed.entry.kind == "geographic") found.push_back(indexed.entry);
    return found;
  }();
  return systems;
}

}  // namespace lode::geo
