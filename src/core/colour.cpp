#include "core/colour.h"

#include <algorithm>
#include <cmath>

#include "core/category_colours.h"
#include "core/parallel.h"

namespace lode {

namespace {

constexpr Rgba missing_colour{128, 128, 128, 255};
constexpr std::size_t most_sampled = 1'000'000;
constexpr std::size_t most_bins = 254;
constexpr std::size_t grain = 1 << 16;

std::vector<double> sampled(const Numbers& numbers, std::size_t most) {
  const std::size_t step = std::max<std::size_t>(1, (numbers.size() + most - 1) / most);
  std::vector<double> values;
  values.reserve(numbers.size() / step + 1);
  for (std::size_t row = 0; row < numbers.size(); row += step)
    if (const double value = numbers[row]; std::isfinite(value)) values.push_back(value);
  return values;
}

// Between the two nearest values where p falls between; reorders the values.
double percentile_of(std::vector<double>& values, double p) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double at = std::clamp(p, 0.0, 100.0) / 100 * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(at);
  std::nth_element(values.begin(), values.begin() + below, values.end());
  const double low = values[static_cast<std::size_t>(below)];
  const double share = at - static_cast<double>(below);
  if (share == 0) return low;
  const double high = *std::min_element(values.begin() + below + 1, values.end());
  return low + share * (high - low);
}

// Palette index of a position along the ramp, in steps; NaN gives the first.
std::uint8_t ramp_index(double steps) {
  const double from_below = steps > 0 ? steps : 0;
  return static_cast<std::uint8_t>(1 + static_cast<int>(from_below < 254 ? from_below : 254));
}

struct Ramp {
  explicit Ramp(const ColourScale& scale)
      : logarithmic(scale.logarithmic), low(logarithmic ? std::log(scale.min) : scale.min) {
    const double high = logarithmic ? std::log(scale.max) : scale.max;
    steps_per_unit = 255 / (high - low);
  }
  std::uint8_t operator()(double value) const {
    const double steps = ((logarithmic ? std::log(value > 0 ? value : 0) : value) - low) * steps_per_unit;
    return value == value ? ramp_index(steps) : std::uint8_t{0};
  }
  bool logarithmic;
  double low, steps_per_unit;
};

template <typename T>
std::uint8_t bin_index(const std::vector<T>& bins, T value) {
  if (!(value == value)) return 0;
  const auto bin = std::upper_bound(bins.begin(), bins.end(), value) - bins.begin();
  return static_cast<std::uint8_t>(1 + bin);
}

// A long tail to the right: far more grade above the median than below.
bool skewed(double low, double median, double high) { return low >= 0 && median > 0 && high / median > 6; }

void set_ramp(ColourScale& scale, const Numbers& numbers, const ColourStyle& style) {
  std::vector<double> values = sampled(numbers, most_sampled);
  const double low = percentile_of(values, 2), median = percentile_of(values, 50), high = percentile_of(values, 98);
  scale.min = std::isnan(style.min) ? low : style.min;
  scale.max = std::isnan(style.max) ? high : style.max;
  if (std::isnan(scale.min)) scale.min = std::isnan(scale.max) ? 0 : scale.max - 1;
  if (std::isnan(scale.max)) scale.max = scale.min + 1;
  using Scale = ColourStyle::Scale;
  scale.logarithmic =
      style.scale == Scale::logarithmic || (style.scale == Scale::automatic && skewed(low, median, high));
  if (scale.logarithmic && !(scale.min > 0)) {
    // The zeros of barren rock say nothing about where the grades begin.
    std::erase_if(values, [](double v) { return v <= 0; });
    const double positive = percentile_of(values, 2);
    scale.min = std::isnan(positive) ? scale.max / 1000 : positive;
    scale.logarithmic = scale.max > 0 && scale.min > 0;
    if (!scale.logarithmic) scale.min = std::isnan(style.min) ? low : style.min;
  }
  if (!(scale.max > scale.min)) scale.max = scale.min + std::max(1e-6, std::abs(scale.min) * 1e-3);
}

void set_palette(ColourScale& scale, const ColourMap& map) {
  const std::size_t last = scale.bins.empty() ? 254 : scale.bins.size();
  for (std::size_t i = 0; i < 255; ++i) scale.palette[i + 1] = map.colours[std::min(i, last) * 255 / last];
}

template <typename Values, typename Index>
void fill(const Values& values, std::vector<std::uint8_t>& indices, Index&& index) {
  indices.resize(values.size());
  parallel_for(values.size(), grain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) indices[row] = index(values[row]);
  });
}

void colour_numbers(const SharedArray<float>& values, const ColourScale& scale, std::vector<std::uint8_t>& indices) {
  // As in filters, a cut-off for float32 is rounded to float32 first.
  const std::vector<float> bins(scale.bins.begin(), scale.bins.end());
  const Ramp ramp(scale);
  if (bins.empty())
    fill(values, indices, ramp);
  else
    fill(values, indices, [&](float v) { return bin_index(bins, v); });
}

void colour_numbers(const SharedArray<double>& values, const ColourScale& scale, std::vector<std::uint8_t>& indices) {
  const Ramp ramp(scale);
  if (scale.bins.empty())
    fill(values, indices, ramp);
  else
    fill(values, indices, [&](double v) { return bin_index(scale.bins, v); });
}

void colour_numbers(const ScaledIntegers& values, const ColourScale& scale, std::vector<std::uint8_t>& indices) {
  const double divisor = std::pow(10.0, values.decimals);
  const auto number = [divisor](std::int32_t mantissa) {
    return mantissa == ScaledIntegers::missing ? std::numeric_limits<double>::quiet_NaN() : mantissa / divisor;
  };
  const Ramp ramp(scale);
  if (scale.bins.empty())
    fill(values.mantissas, indices, [&](std::int32_t m) { return ramp(number(m)); });
  else
    fill(values.mantissas, indices, [&](std::int32_t m) { return bin_index(scale.bins, number(m)); });
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

bool ColourStyle::operator==(const ColourStyle& other) const {
  return column == other.column && map == other.map && same(min, other.min) && same(max, other.max) &&
         scale == other.scale && bins == other.bins && colour == other.colour;
}

std::uint8_t ColourScale::index(double value) const {
  return bins.empty() ? Ramp(*this)(value) : bin_index(bins, value);
}

std::uint8_t ColourScale::index_of_category(std::uint32_t code) const {
  return code == Categories::missing ? std::uint8_t{0} : static_cast<std::uint8_t>(1 + code % 255);
}

ColourScale make_scale(const Column& column, const ColourStyle& style) {
  ColourScale scale;
  scale.title = column.name;
  scale.unit = column.unit;
  scale.palette.fill(missing_colour);
  if (const Categories* categories = column.categories()) {
    scale.categorical = true;
    scale.categories = categories->names();
    const std::vector<Rgba> colours = category_colours(scale.categories);
    for (std::size_t c = 0; c < std::min<std::size_t>(colours.size(), 255); ++c) scale.palette[1 + c] = colours[c];
    return scale;
  }
  const ColourMap& map = colour_map(style.map);
  scale.bins.assign(style.bins.begin(),
                    style.bins.begin() + static_cast<std::ptrdiff_t>(std::min(style.bins.size(), most_bins)));
  set_ramp(scale, *column.numbers(), style);
  set_palette(scale, map);
  return scale;
}

void colour_rows(const Column& column, const ColourScale& scale, std::vector<std::uint8_t>& indices) {
  if (const Numbers* numbers = column.numbers()) {
    std::visit([&](const auto& storage) { colour_numbers(storage, scale, indices); }, numbers->storage());
    return;
  }
  std::visit(
      [&]<typename Code>(const SharedArray<Code>& codes) {
        fill(codes, indices, [](Code code) {
          return code == std::numeric_limits<Code>::max() ? std::uint8_t{0} : static_cast<std::uint8_t>(1 + code % 255);
        });
      },
      column.categories()->codes());
}

double percentile(const Numbers& numbers, double p) {
  std::vector<double> values = sampled(numbers, most_sampled);
  return percentile_of(values, p);
}

}  // namespace lode
