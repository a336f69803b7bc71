#include "core/category_colours.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/text.h"

namespace lode {

namespace {

// Okabe and Ito (2008) without black, Paul Tol's "muted" and, of his "light" and "rainbow", what differs from both.
constexpr std::array<Rgba, 20> base{{{0x00, 0x72, 0xb2}, {0xd5, 0x5e, 0x00}, {0x00, 0x9e, 0x73}, {0xe6, 0x9f, 0x00},
                                     {0xcc, 0x79, 0xa7}, {0x56, 0xb4, 0xe9}, {0xf0, 0xe4, 0x42}, {0x88, 0x22, 0x55},
                                     {0x44, 0xaa, 0x99}, {0x99, 0x99, 0x33}, {0x33, 0x22, 0x88}, {0xdd, 0xcc, 0x77},
                                     {0xcc, 0x66, 0x77}, {0x11, 0x77, 0x33}, {0xaa, 0x44, 0x99}, {0x88, 0xcc, 0xee},
                                     {0xbb, 0xcc, 0x33}, {0xff, 0xaa, 0xbb}, {0x66, 0x11, 0x00}, {0x66, 0x99, 0xcc}}};

// Words met in most deposits keep apart from one another.
struct KnownName {
  const char* folded;
  std::size_t slot;
};
constexpr std::array<KnownName, 36> known_names{{{"meas", 1},         {"mea", 1},
                                                 {"ind", 2},          {"inf", 0},
                                                 {"measured", 1},     {"indicated", 2},
                                                 {"inferred", 0},     {"измеренные", 1},
                                                 {"выявленные", 2},   {"предполагаемые", 0},
                                                 {"ore", 1},          {"waste", 11},
                                                 {"руда", 1},         {"oxide", 3},
                                                 {"transition", 6},   {"transitional", 6},
                                                 {"fresh", 19},       {"sulphide", 14},
                                                 {"sulfide", 14},     {"peg", 3},
                                                 {"pegmatite", 3},    {"пегматит", 3},
                                                 {"spd", 4},          {"spodumene pegmatite", 4},
                                                 {"grn", 17},         {"granite", 17},
                                                 {"гранит", 17},      {"schist", 8},
                                                 {"sch", 8},          {"amp", 13},
                                                 {"amphibolite", 13}, {"амфиболит", 13},
                                                 {"ovb", 18},         {"сланец", 8},
                                                 {"overburden", 18},  {"наносы", 18}}};

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash ^ (hash >> 32);
}

const KnownName* known(std::string_view folded) {
  const auto found =
      std::find_if(known_names.begin(), known_names.end(), [&](const KnownName& row) { return row.folded == folded; });
  return found == known_names.end() ? nullptr : &*found;
}

// Slots beyond the base colours are darker and lighter ones of them.
Rgba colour_of_slot(std::size_t slot) {
  const Rgba colour = base[slot % base.size()];
  constexpr std::array<double, 5> lightness{0, -0.35, 0.45, -0.6, 0.7};
  const double share = lightness[slot / base.size() % lightness.size()];
  const auto varied = [&](std::uint8_t c) {
    return static_cast<std::uint8_t>(share < 0 ? c * (1 + share) : c + (255 - c) * share);
  };
  return {varied(colour.r), varied(colour.g), varied(colour.b), 255};
}

class Slots {
 public:
  explicit Slots(std::size_t names) : taken_((names / base.size() + 1) * base.size()) {}
  // The wanted base colour, else the next free one, else a variation.
  std::size_t take(std::size_t wanted) {
    for (std::size_t level = full_levels_; level * base.size() < taken_.size(); ++level) {
      for (std::size_t step = 0; step < base.size(); ++step) {
        const std::size_t slot = level * base.size() + (wanted + step) % base.size();
        if (taken_[slot]) continue;
        taken_[slot] = true;
        return slot;
      }
      full_levels_ = level + 1;
    }
    return wanted;
  }

 private:
  std::vector<bool> taken_;
  std::size_t full_levels_ = 0;
};

}  // namespace

std::vector<Rgba> category_colours(const std::vector<std::string>& names) {
  std::vector<std::string> folded;
  for (const std::string& name : names) folded.push_back(fold_case(trim(name)));
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Known names first, then by the alphabet: neither the order of rows nor unknown words change a colour.
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const bool known_a = known(folded[a]) != nullptr, known_b = known(folded[b]) != nullptr;
    if (known_a != known_b) return known_a;
    return folded[a] != folded[b] ? folded[a] < folded[b] : names[a] < names[b];
  });
  std::vector<Rgba> colours(names.size());
  Slots slots(names.size());
  for (const std::size_t i : order) {
    const KnownName* row = known(folded[i]);
    colours[i] = colour_of_slot(slots.take(row != nullptr ? row->slot : fnv1a(folded[i]) % base.size()));
  }
  return colours;
}

}  // namespace lode
