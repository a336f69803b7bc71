// Legends: one for a scale, however many layers share it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "render/annotation.h"

namespace lode::render {

namespace {

struct Entry {
  Rgba colour;
  std::string label;
};

/// Whether two scales read the same; a ramp's range says nothing of bins or categories.
bool same_scale(const ColourScale& a, const ColourScale& b) {
  if (a.title != b.title || a.unit != b.unit || a.categorical != b.categorical || a.palette != b.palette) return false;
  if (a.categorical) return a.categories == b.categories;
  if (!a.bins.empty() || !b.bins.empty()) return a.bins == b.bins;
  return a.min == b.min && a.max == b.max && a.logarithmic == b.logarithmic;
}

/// At most `most` characters of UTF-8 text and an ellipsis in their middle: names often differ at their ends.
std::string shortened(const std::string& text, std::size_t most) {
  std::vector<std::size_t> starts;  // of characters
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xc0U) != 0x80U) starts.push_back(i);
  if (starts.size() <= most) return text;
  const std::size_t behind = most / 2;
  return text.substr(0, starts[most - behind]) + "\u2026" + text.substr(starts[starts.size() - behind]);
}

/// At most `most` of the categories that are used.
std::vector<Entry> category_entries(const ColourScale& scale, const std::bitset<256>& used, std::size_t most) {
  std::vector<Entry> entries;
  std::size_t left_out = 0;
  for (std::size_t c = 0; c < scale.categories.size(); ++c) {
    const std::uint8_t index = scale.index_of_category(static_cast<std::uint32_t>(c));
    if (!used[index]) continue;
    if (entries.size() == most) {
      ++left_out;
      continue;
    }
    entries.push_back({scale.palette[index], shortened(scale.categories[c], 23)});
  }
  if (left_out > 0) entries.push_back({{0, 0, 0, 0}, fmt::format("and {} more", left_out)});
  return entries;
}

std::vector<Entry> bin_entries(const ColourScale& scale) {
  std::vector<Entry> entries;
  const std::vector<double>& bins = scale.bins;
  for (std::size_t i = bins.size(); i-- > 0;) {
    const std::string from = legend_number(bins[i]);
    const std::string label = i + 1 == bins.size() ? "\u2265 " + from : from + " \u2013 " + legend_number(bins[i + 1]);
    entries.push_back({scale.palette[scale.index(bins[i])], label});
  }
  const double below = std::nextafter(bins.front(), -std::numeric_limits<double>::infinity());
  entries.push_back({scale.palette[scale.index(below)], "< " + legend_number(bins.front())});
  return entries;
}

/// Round values within the ramp, its ends left out.
std::vector<double> ramp_ticks(const ColourScale& scale) {
  std::vector<double> ticks;
  if (scale.logarithmic && scale.min > 0) {
    for (double power = std::pow(10, std::floor(std::log10(scale.min))); power < scale.max; power *= 10)
      for (double factor : {1.0, 2.0, 5.0})
        if (factor * power > scale.min && factor * power < scale.max) ticks.push_back(factor * power);
    return ticks;
  }
  const double step = nice_step((scale.max - scale.min) / 5);
  for (double i = std::ceil(scale.min / step); i * step < scale.max && ticks.size() < 20; ++i)
    if (i * step > scale.min) ticks.push_back(i * step);
  return ticks;
}

double ramp_share(const ColourScale& scale, double value) {
  if (scale.logarithmic && scale.min > 0) return std::log(value / scale.min) / std::log(scale.max / scale.min);
  return (value - scale.min) / (scale.max - scale.min);
}

struct Column {
  Annotations& annotations;
  double right, y;

  /// Entries that fit above the note at the bottom.
  std::size_t room() const {
    const double left = annotations.projection.height_px() - 56 * annotations.ui - y;
    return left <= 0 ? 0 : static_cast<std::size_t>(left / (20 * annotations.ui));
  }

  /// `layer`: beneath it; "" for none.
  void title(const ColourScale& scale, const std::string& layer) {
    line(
        scale.unit.empty() ? shortened(scale.title, 28) : fmt::format("{}  {}", shortened(scale.title, 24), scale.unit),
        annotations.style(13, annotations.colours().text, true));
    if (!layer.empty()) line(shortened(layer, 28), annotations.style(12, annotations.colours().quiet_text));
    y += 6 * annotations.ui;
  }

  void line(const std::string& text, const TextStyle& style) {
    const Rectangle area = annotations.canvas.measure(text, 0, y, style);
    annotations.canvas.text(text, right - area.width, y, style);
    annotations.taken.push_back({right - area.width, y, area.width, area.height});
    y += area.height;
  }

  void entry(const Entry& entry) {
    const double ui = annotations.ui, swatch = 14 * ui;
    const TextStyle style = annotations.style(12, annotations.colours().text);
    const Rectangle area = annotations.canvas.measure(entry.label, 0, y, style);
    const double height = std::max(area.height, swatch);
    if (entry.colour.a > 0)
      annotations.canvas.rectangle({right - swatch, y + (height - swatch) / 2, swatch, swatch}, entry.colour);
    annotations.canvas.text(entry.label, right - swatch - 8 * ui - area.width, y + (height - area.height) / 2, style);
    annotations.taken.push_back({right - swatch - 8 * ui - area.width, y, swatch + 8 * ui + area.width, height});
    y += height + 3 * ui;
  }

  void ramp(const ColourScale& scale) {
    const double ui = annotations.ui, width = 14 * ui, height = 170 * ui, left = right - width;
    y += 6 * ui;  // the uppermost label reaches above the ramp
    constexpr int pieces = 85;
    for (int i = 0; i < pieces; ++i) {
      const double share = (i + 0.5) / pieces;
      const auto index = static_cast<std::size_t>(std::lround(1 + 254 * (1 - share)));
      annotations.canvas.rectangle({left, y + height * i / pieces, width, height / pieces}, scale.palette[index]);
    }
    const TextStyle style = annotations.style(12, annotations.colours().text);
    std::vector<Rectangle> labels;
    const auto label = [&](double value, const std::string& text) {
      const double at = y + height * (1 - ramp_share(scale, value));
      const Rectangle size = annotations.canvas.measure(text, 0, 0, style);
      const Rectangle area{left - 10 * ui - size.width, at - size.height / 2, size.width, size.height};
      if (std::ranges::any_of(labels, [&](const Rectangle& other) { return other.overlaps(area); })) return;
      labels.push_back(area);
      annotations.canvas.line({left - 5 * ui, at}, {left, at}, std::max(1.0, ui), annotations.colours().quiet_text);
      annotations.canvas.text(text, area.x, area.y, style);
    };
    label(scale.max, "\u2265 " + legend_number(scale.max));
    label(scale.min, "\u2264 " + legend_number(scale.min));
    for (double tick : ramp_ticks(scale)) label(tick, legend_number(tick));
    double widest = 0;
    for (const Rectangle& area : labels) widest = std::max(widest, area.width);
    annotations.taken.push_back({left - 10 * ui - widest, y - 8 * ui, width + 10 * ui + widest, height + 16 * ui});
    y += height + 14 * ui;
  }
};

/// A scale, the colours used of it, and the first layer that has it.
struct Legend {
  const ColourScale* scale;
  std::bitset<256> used;
  std::string layer;
};

/// One value: its scale was made as wide as a ramp must be.
bool is_of_one_value(const ColourScale& scale, std::bitset<256> used) {
  used.reset(0);
  return !(scale.max > scale.min) || (used.count() == 1 && legend_number(scale.min) == legend_number(scale.max));
}

void draw_legend(Column& column, const Legend& legend, bool with_layer) {
  if (column.room() < 3) return;
  const ColourScale& scale = *legend.scale;
  const std::bitset<256>& used = legend.used;
  column.title(scale, with_layer ? legend.layer : "");
  if (scale.categorical) {
    const std::size_t most = std::clamp<std::size_t>(column.room(), 3, 26) - 2;
    for (const Entry& entry : category_entries(scale, used, most)) column.entry(entry);
  } else if (!scale.bins.empty()) {
    for (const Entry& entry : bin_entries(scale)) column.entry(entry);
  } else if (!is_of_one_value(scale, used)) {
    column.ramp(scale);
  } else {
    column.entry({scale.palette[scale.index(scale.min)], legend_number(scale.min)});
  }
  if (used[0]) column.entry({scale.palette[0], "missing"});
  column.y += 14 * column.annotations.ui;
}

/// So that what is drawn behind the legend is not taken for a part of it.
void back(Annotations& annotations, std::span<const Rectangle> parts) {
  if (parts.empty() || annotations.picture.transparent) return;
  double left = parts[0].x, top = parts[0].y, right = left, bottom = top;
  for (const Rectangle& part : parts) {
    left = std::min(left, part.x);
    top = std::min(top, part.y);
    right = std::max(right, part.x + part.width);
    bottom = std::max(bottom, part.y + part.height);
  }
  const double margin = 8 * annotations.ui;
  Rgba colour = annotations.colours().background;
  colour.a = 200;
  annotations.canvas.backing({left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin},
                             colour);
}

}  // namespace

void draw_legends(Annotations& annotations) {
  if (!annotations.picture.show_legend) return;
  std::vector<Legend> legends;
  for (std::size_t i = 0; i < annotations.picture.layers.size(); ++i) {
    const ColourScale* scale = annotations.picture.layers[i].scale.get();
    if (scale == nullptr || scale->title.empty()) continue;
    const auto same =
        std::ranges::find_if(legends, [&](const Legend& legend) { return same_scale(*legend.scale, *scale); });
    if (same == legends.end())
      legends.push_back({scale, annotations.used_colours[i], annotations.picture.layers[i].name});
    else
      same->used |= annotations.used_colours[i];
  }
  Column column{annotations, annotations.projection.width_px() - 20 * annotations.ui,
                (annotations.picture.show_north ? 122 : 20) * annotations.ui};
  const std::size_t taken_before = annotations.taken.size();
  for (const Legend& legend : legends) {
    const auto same_title = [&](const Legend& other) { return other.scale->title == legend.scale->title; };
    draw_legend(column, legend, std::ranges::count_if(legends, same_title) > 1);
  }
  back(annotations, std::span(annotations.taken).subspan(taken_before));
}

}  // namespace lode::render
