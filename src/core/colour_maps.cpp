// The colour maps, a row each, as evenly spaced control points between which colours are linear.
//
// viridis and magma: Stéfan van der Walt, Nathaniel Smith, Eric Firing (CC0); cividis: Jamie Nuñez, Christopher
// Anderton, Ryan Renslow (CC0, PLoS ONE 13(7), 2018); turbo: Anton Mikhailov (Google, 2019); blue-red: Kenneth
// Moreland's diverging map (2009). Every eighth of their published 256 colours.
#include <array>
#include <cmath>
#include <span>

#include "core/colour.h"
#include "core/error.h"
#include "core/text.h"

namespace lode {

namespace {

using Points = std::array<std::uint32_t, 33>;

struct MapRow {
  const char* name;
  std::span<const std::uint32_t> points;
};

constexpr Points viridis{0x440154, 0x470d60, 0x48186a, 0x482374, 0x472d7b, 0x453781, 0x424086, 0x3e4989, 0x3b528b,
                         0x375b8d, 0x33638d, 0x2f6b8e, 0x2c728e, 0x297a8e, 0x26828e, 0x23898e, 0x21918c, 0x1f978b,
                         0x1f9f88, 0x21a685, 0x27ad81, 0x31b57b, 0x3dbc74, 0x4cc26c, 0x5cc863, 0x6ece58, 0x81d34d,
                         0x95d840, 0xaadc32, 0xc0df25, 0xd5e21a, 0xeae51a, 0xfde725};
constexpr Points cividis{0x00224e, 0x00285b, 0x002e6a, 0x053371, 0x1a386f, 0x273e6e, 0x32436d, 0x3b496c, 0x434e6c,
                         0x4b546c, 0x535a6d, 0x5a5f6e, 0x61656f, 0x686a71, 0x6f7073, 0x767676, 0x7d7c78, 0x838179,
                         0x8b8778, 0x928d78, 0x9a9376, 0xa29975, 0xaaa073, 0xb3a670, 0xbbad6d, 0xc3b369, 0xccba64,
                         0xd4c15f, 0xddc858, 0xe6d051, 0xefd748, 0xf8df3c, 0xfee838};
constexpr Points magma{0x000004, 0x030312, 0x0a0822, 0x130d34, 0x1d1147, 0x29115a, 0x36106b, 0x440f76, 0x51127c,
                       0x5d177f, 0x6a1c81, 0x762181, 0x832681, 0x902a81, 0x9c2e7f, 0xaa337d, 0xb73779, 0xc23b75,
                       0xcf4070, 0xdb476a, 0xe55064, 0xee5b5e, 0xf4695c, 0xf9785d, 0xfb8761, 0xfd9668, 0xfea571,
                       0xfeb47b, 0xfec287, 0xfed194, 0xfde0a1, 0xfceeb0, 0xfcfdbf};
constexpr Points turbo{0x30123b, 0x392a73, 0x4040a2, 0x4456c7, 0x466be3, 0x4680f6, 0x4294ff, 0x37a8fa, 0x28bceb,
                       0x1ccdd8, 0x18ddc2, 0x1fe9af, 0x32f298, 0x4ef97d, 0x6dfe62, 0x8bff4b, 0xa4fc3c, 0xb7f735,
                       0xcbed34, 0xdde037, 0xecd13a, 0xf7c13a, 0xfdae35, 0xfe992c, 0xfb8122, 0xf56918, 0xec530f,
                       0xe14109, 0xd23105, 0xc12302, 0xac1701, 0x950d01, 0x7a0403};
constexpr Points blue_red{0x3b4cc0, 0x445acc, 0x4e68d8, 0x5875e1, 0x6282ea, 0x6c8ff1, 0x779af7, 0x82a6fb, 0x8db0fe,
                          0x98b9ff, 0xa3c2fe, 0xaec9fc, 0xb9d0f9, 0xc3d5f4, 0xccd9ed, 0xd5dbe5, 0xdddcdc, 0xe4d9d2,
                          0xebd3c6, 0xf1cdba, 0xf4c5ad, 0xf7bca1, 0xf7b194, 0xf7a688, 0xf49a7b, 0xf18d6f, 0xec7f63,
                          0xe57058, 0xde614d, 0xd55042, 0xcb3e38, 0xc0282f, 0xb40426};

constexpr std::array<std::uint32_t, 2> grey{0x1c1c1c, 0xf5f5f5};

// The first is the default.
constexpr std::array<MapRow, 6> rows{{{"viridis", viridis},
                                      {"cividis", cividis},
                                      {"magma", magma},
                                      {"turbo", turbo},
                                      {"grey", grey},
                                      {"blue-red", blue_red}}};

double channel(std::uint32_t rgb, int shift) { return (rgb >> shift) & 0xff; }

ColourMap interpolated(const MapRow& row) {
  ColourMap map;
  map.name = row.name;
  for (std::size_t i = 0; i < 256; ++i) {
    const double at = static_cast<double>(i) / 255 * static_cast<double>(row.points.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(at), row.points.size() - 2);
    const double share = at - static_cast<double>(below);
    const auto mixed = [&](int shift) {
      return static_cast<std::uint8_t>(
          std::lround((1 - share) * channel(row.points[below], shift) + share * channel(row.points[below + 1], shift)));
    };
    map.colours[i] = {mixed(16), mixed(8), mixed(0), 255};
  }
  return map;
}

}  // namespace

const std::vector<ColourMap>& colour_maps() {
  static const std::vector<ColourMap> maps = [] {
    std::vector<ColourMap> all;
    for (const MapRow& row : rows) all.push_back(interpolated(row));
    return all;
  }();
  return maps;
}

const ColourMap& colour_map(std::string_view name) {
  std::vector<std::string> names;
  std::string list;
  for (const ColourMap& map : colour_maps()) {
    if (map.name == name) return map;
    names.push_back(map.name);
    list += (list.empty() ? "" : ", ") + map.name;
  }
  const std::string nearest = nearest_name(name, names);
  throw Error("no colour map is named \"" + std::string(name) + "\"",
              nearest.empty() ? "The maps are " + list : "Did you mean \"" + nearest + "\"? The maps are " + list);
}

}  // namespace lode
