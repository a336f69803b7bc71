#include "geo/convert_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/parallel.h"

namespace lode::geo {

namespace {

constexpr std::size_t batch_points = 4096;  // what a transform runs on the calling thread
constexpr std::size_t piece_bytes = std::size_t{1} << 18;

bool is_separator(char c) { return c == ' ' || c == '\t' || c == ',' || c == ';' || c == '\r'; }

/// One line as a point: how many words it has, and how many of them are numbers, up to three.
struct LineOfNumbers {
  std::array<double, 3> values{0, 0, 0};
  int words = 0, numbers = 0, commas = 0;
};

LineOfNumbers numbers_of(const char* at, const char* end) {
  LineOfNumbers line;
  while (true) {
    for (; at != end && is_separator(*at); ++at) line.commas += *at == ',';
    if (at == end || (line.words == 0 && *at == '#')) return line;
    const char* word_end = at;
    while (word_end != end && !is_separator(*word_end)) ++word_end;
    ++line.words;
    if (line.words <= 3) {
      double value = 0;
      const auto [stop, error] = std::from_chars(*at == '+' ? at + 1 : at, word_end, value);
      if (error == std::errc() && stop == word_end && std::isfinite(value)) {
        line.values[static_cast<std::size_t>(line.words - 1)] = value;
        ++line.numbers;
      }
    }
    at = word_end;
  }
}

std::string fault_of(const LineOfNumbers& line) {
  if (line.words > 3)
    return fmt::format("{} words where x y [z] belong{}", line.words,
                       line.commas > 0 ? "; commas part words, so a decimal comma must be a point" : "");
  if (line.words == 1) return "one word where x y [z] belong";
  if (line.numbers < line.words)
    return fmt::format("{} of its {} words {} no number", line.words - line.numbers, line.words,
                       line.words - line.numbers == 1 ? "is" : "are");
  return {};
}

/// Reads a piece of whole lines, places its points in batches, writes them down.
class PieceConverter {
 public:
  PieceConverter(const TextConversion& conversion, ConvertedText& result) : conversion_(conversion), result_(result) {}

  void run(std::string_view piece) {
    text_.reserve(piece.size() + piece.size() / 4);
    const char* at = piece.data();
    const char* const end = at + piece.size();
    while (at != end) {
      const char* line_end = std::find(at, end, '\n');
      ++result_.lines;
      read_line(at, line_end);
      at = line_end == end ? end : line_end + 1;
    }
    place();
    if (!text_.empty()) result_.texts.push_back(std::move(text_));
  }

 private:
  void read_line(const char* begin, const char* end) {
    const LineOfNumbers line = numbers_of(begin, end);
    if (line.words == 0) return;
    const bool good = line.words >= 2 && line.words <= 3 && line.numbers == line.words;
    if (!good) result_.bad.push_back({result_.lines, fault_of(line)});
    Vec3 point{NAN, NAN, NAN};
    if (good) point = {line.values[0], line.values[1], line.values[2]};
    if (conversion_.swap_input) std::swap(point.x, point.y);
    points_.push_back(point);
    lines_.push_back(result_.lines);
    if (good) result_.bounds.add(point);
    if (points_.size() == batch_points) place();
  }

  void place() {
    placed_ = points_;
    if (conversion_.transform) conversion_.transform(placed_);
    for (std::size_t i = 0; i < placed_.size(); ++i) {
      const Vec3& point = placed_[i];
      if (finite(point)) {
        ++result_.points;
      } else if (finite(points_[i])) {
        result_.bad.push_back({lines_[i], "the point cannot be placed in the target"});
      }
      append_decimals(text_, point.x, conversion_.plan_decimals);
      text_ += ' ';
      append_decimals(text_, point.y, conversion_.plan_decimals);
      text_ += ' ';
      append_decimals(text_, point.z, height_decimals);
      text_ += '\n';
    }
    points_.clear();
    lines_.clear();
  }

  static constexpr int height_decimals = 5;
  const TextConversion& conversion_;
  ConvertedText& result_;
  std::string text_;
  std::vector<Vec3> points_, placed_;
  std::vector<std::uint64_t> lines_;
};

/// Pieces of about piece_bytes that end where lines do.
std::vector<std::string_view> pieces_of(std::string_view lines) {
  std::vector<std::string_view> pieces;
  while (!lines.empty()) {
    std::size_t end = lines.size();
    if (end > piece_bytes) {
      end = lines.find('\n', piece_bytes);
      end = end == std::string_view::npos ? lines.size() : end + 1;
    }
    pieces.push_back(lines.substr(0, end));
    lines.remove_prefix(end);
  }
  return pieces;
}

}  // namespace

void append_decimals(std::string& text, double value, int decimals) {
  static constexpr std::array<double, 12> powers{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11};
  constexpr double exact = 9e15;  // whole numbers below are doubles
  const double scaled = std::round(std::abs(value) * powers[static_cast<std::size_t>(decimals)]);
  if (!(scaled < exact)) {
    text += std::isfinite(value) ? fmt::format("{:.{}f}", value, decimals) : std::string("nan");
    return;
  }
  const fmt::format_int whole(static_cast<std::uint64_t>(scaled));
  const auto count = static_cast<std::size_t>(decimals);
  if (value < 0 && scaled != 0) text += '-';
  if (whole.size() <= count) {
    text.append("0.").append(count - whole.size(), '0').append(whole.data(), whole.size());
    return;
  }
  text.append(whole.data(), whole.size() - count);
  if (count > 0) text.append(1, '.').append(whole.data() + whole.size() - count, count);
}

ConvertedText convert_text(std::string_view lines, std::uint64_t first_line, const TextConversion& conversion) {
  const std::vector<std::string_view> pieces = pieces_of(lines);
  std::vector<ConvertedText> results(pieces.size());
  parallel_for(pieces.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) PieceConverter(conversion, results[i]).run(pieces[i]);
  });
  ConvertedText all;
  for (ConvertedText& result : results) {
    for (std::string& text : result.texts) all.texts.push_back(std::move(text));
    std::sort(result.bad.begin(), result.bad.end(), [](const BadLine& a, const BadLine& b) { return a.line < b.line; });
    for (BadLine& bad : result.bad) all.bad.push_back({first_line + all.lines + bad.line - 1, std::move(bad.what)});
    all.points += result.points;
    all.lines += result.lines;
    all.bounds.add(result.bounds);
  }
  return all;
}

std::vector<Vec3> points_of_text(std::string_view lines, std::size_t most) {
  std::vector<Vec3> points;
  while (!lines.empty() && points.size() < most) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const LineOfNumbers line = numbers_of(lines.data(), lines.data() + end);
    if (line.words >= 2 && line.words <= 3 && line.numbers == line.words)
      points.push_back({line.values[0], line.values[1], line.values[2]});
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return points;
}

}  // namespace lode::geo
