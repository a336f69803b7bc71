#include "io/csv_columns.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <memory>
#include <set>

#include "core/parallel.h"
#include "io/chunk_parser.h"
#include "io/column_reading.h"

namespace lode::io {

namespace {

/// All columns of one pass over the text.
class Pass {
 public:
  Pass(std::string_view text, const RowIndex& index, const std::vector<ColumnPlan>& plans)
      : text_(text), index_(index), plans_(plans), results_(index.chunks.size()) {
    for (std::size_t column = 0; column < plans.size(); ++column) {
      if (plans[column].kind != ColumnPlan::Kind::skip) needed_ = column + 1;
      memory_.emplace_back(plans[column], index.rows);
      parts_.emplace_back(index.chunks.size());
    }
    if (!index.row_a_line) lines_ = std::make_shared_for_overwrite<std::uint32_t[]>(index.rows);
  }

  void run(Progress& progress) {
    std::atomic<std::uint64_t> done{0};
    parallel_for(index_.chunks.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t chunk = begin; chunk < end; ++chunk) {
        progress.check();
        if (!parse(chunk, false)) parse(chunk, true);
        const RowChunk& at = index_.chunks[chunk];
        const std::uint64_t so_far = done += at.end - at.begin;
        progress.report(static_cast<double>(so_far) / static_cast<double>(text_.size()));
      }
    });
    close_gaps();
  }

  std::uint64_t rows() const { return rows_; }
  const std::vector<std::uint32_t>& rows_of_chunks() const { return rows_of_; }
  ColumnMemory& memory(std::size_t column) { return memory_[column]; }
  std::vector<ColumnPart>& parts(std::size_t column) { return parts_[column]; }

  std::vector<WrongRow> wrong() const {
    std::vector<WrongRow> all;
    for (const ChunkResult& result : results_) all.insert(all.end(), result.wrong.begin(), result.wrong.end());
    return all;
  }

  RowLines lines() const {
    RowLines lines;
    lines.first = index_.chunks.empty() ? 2 : index_.chunks.front().first_line;
    if (lines_ == nullptr) return lines;
    if (rows_ > 0) lines.first = lines_[0];
    bool consecutive = true;
    for (std::uint64_t row = 0; row < rows_ && consecutive; ++row) consecutive = lines_[row] == lines.first + row;
    if (!consecutive) lines.lines = {std::span<const std::uint32_t>(lines_.get(), rows_), lines_};
    return lines;
  }

 private:
  ChunkParser parser_of(std::size_t chunk) {
    std::vector<ChunkColumn> columns;
    columns.reserve(plans_.size());
    for (std::size_t column = 0; column < plans_.size(); ++column)
      columns.emplace_back(plans_[column], memory_[column], parts_[column][chunk], index_.chunks[chunk].first_row,
                           index_.chunks[chunk].rows);
    return {std::move(columns), needed_, index_.delimiter, index_.line_end};
  }

  /// False when a row turned out to be rejected after columns took its cells: then each is looked at before.
  bool parse(std::size_t chunk, bool look_first) {
    const RowChunk& at = index_.chunks[chunk];
    ChunkResult& result = results_[chunk];
    result = {};
    ChunkParser parser = parser_of(chunk);
    bool sound = true;
    const auto take = [&](const CsvRow& row) {
      if (result.kept == at.rows || (!sound && !look_first)) return;
      const std::string_view text = text_.substr(row.begin, row.length);
      if (std::size_t cells = 0; look_first && parser.is_rejected(text, cells)) {
        result.wrong.push_back({row.line, cells, true});
        return;
      }
      if (lines_ != nullptr) lines_[at.first_row + result.kept] = row.line;
      const bool quotes = at.quotes && text.find('"') != std::string_view::npos;
      if (row.begin + row.length + ChunkColumn::some_bytes > text_.size()) {
        const std::string closed = std::string(text) + '\n' + std::string(ChunkColumn::some_bytes, ' ');
        parser.take(row, closed.data(), closed.data() + text.size(), quotes, result);
      } else {
        parser.take(row, text.data(), text.data() + text.size(), quotes, result);
      }
      sound = sound && (result.wrong.empty() || !result.wrong.back().rejected);
    };
    if (at.quotes || at.rows != at.lines) {
      RecordScanner scanner = scanner_of(text_, index_, at);
      for (CsvRow row; (sound || look_first) && scanner.next(row, at.end);) take(row);
    } else {
      take_lines(at, look_first ? nullptr : &parser, result, take);
    }
    return sound || look_first;
  }

  /// The rows of a chunk without quotes and blank lines; less of them where the file was cut short meanwhile. `parser`
  /// takes those at once that have a cell a column, unless it is nullptr; `take` the others, one by one.
  template <typename Take>
  void take_lines(const RowChunk& chunk, ChunkParser* parser, ChunkResult& result, const Take& take) {
    std::size_t at = chunk.begin;
    const std::size_t end =
        std::min<std::size_t>(chunk.end, text_.size() - std::min<std::size_t>(text_.size(), ChunkColumn::some_bytes));
    for (std::uint32_t line = 0; line < chunk.lines && at < text_.size();) {
      if (parser != nullptr && at >= ChunkColumn::bytes_before_cells && at < end) {
        const ChunkParser::Taken taken =
            parser->take_lines(text_.substr(at, end - at), chunk.lines - line, result.kept);
        if (lines_ != nullptr)
          for (std::uint32_t i = 0; i < taken.lines; ++i)
            lines_[chunk.first_row + result.kept + i] = static_cast<std::uint32_t>(chunk.first_line + line + i);
        result.kept += taken.lines;
        line += taken.lines;
        at += taken.bytes;
        if (taken.lines > 0) continue;
      }
      const void* found = std::memchr(text_.data() + at, index_.line_end, text_.size() - at);
      const std::size_t next =
          found == nullptr ? text_.size() : static_cast<std::size_t>(static_cast<const char*>(found) - text_.data());
      const std::size_t row_end = next > at && text_[next - 1] == '\r' ? next - 1 : next;
      if (row_end - at > max_row_bytes) return;
      take(CsvRow{at, static_cast<std::uint32_t>(row_end - at), static_cast<std::uint32_t>(chunk.first_line + line)});
      at = next + 1;
      ++line;
    }
  }

  /// Moves rows over those that were rejected.
  void close_gaps() {
    bool gaps = false;
    for (std::size_t chunk = 0; chunk < results_.size(); ++chunk) {
      const RowChunk& at = index_.chunks[chunk];
      const std::uint32_t kept = results_[chunk].kept;
      if (gaps && kept > 0) {
        for (ColumnMemory& memory : memory_) memory.move_rows(at.first_row, rows_, kept);
        if (lines_ != nullptr) std::memmove(&lines_[rows_], &lines_[at.first_row], kept * sizeof(std::uint32_t));
      }
      gaps = gaps || kept != at.rows;
      rows_ += kept;
      rows_of_.push_back(kept);
    }
    if (gaps && lines_ == nullptr) number_lines();
  }

  /// Lines of the rows that are left where every line was a row.
  void number_lines() {
    lines_ = std::make_shared_for_overwrite<std::uint32_t[]>(rows_);
    std::uint64_t row = 0, end = 0;
    for (std::size_t chunk = 0; chunk < results_.size(); ++chunk) {
      auto wrong = results_[chunk].wrong.begin();
      end += results_[chunk].kept;
      for (std::uint64_t line = index_.chunks[chunk].first_line; row < end; ++line) {
        while (wrong != results_[chunk].wrong.end() && (wrong->line < line || !wrong->rejected)) ++wrong;
        if (wrong != results_[chunk].wrong.end() && wrong->line == line) continue;
        lines_[row++] = static_cast<std::uint32_t>(line);
      }
    }
  }

  std::string_view text_;
  const RowIndex& index_;
  const std::vector<ColumnPlan>& plans_;
  std::vector<ChunkResult> results_;
  std::vector<ColumnMemory> memory_;
  std::vector<std::vector<ColumnPart>> parts_;
  std::shared_ptr<std::uint32_t[]> lines_;  ///< nullptr: they follow from the first
  std::vector<std::uint32_t> rows_of_;
  std::uint64_t rows_ = 0;
  std::size_t needed_ = 0;  ///< columns, up to the last that is read
};

bool has_more_words(const std::vector<ColumnPart>& parts) {
  std::size_t numbers = 0, words = 0;
  for (const ColumnPart& part : parts) {
    numbers += part.numbers + part.limits;
    words += part.wrong;
  }
  return words > numbers;
}

/// What is read in the next pass: columns that were misjudged, or that are wider than foreseen.
std::vector<ColumnPlan> plans_of_next_pass(Pass& pass, const std::vector<ColumnPlan>& plans, bool& any) {
  std::vector<ColumnPlan> next = plans;
  any = false;
  for (std::size_t column = 0; column < plans.size(); ++column) {
    ColumnPlan& plan = next[column];
    if (plan.kind == ColumnPlan::Kind::skip) continue;
    const std::vector<ColumnPart>& parts = pass.parts(column);
    if (plan.kind != ColumnPlan::Kind::words && plan.may_become_words && has_more_words(parts)) {
      plan.kind = ColumnPlan::Kind::words;
      plan.wide = true;
    } else if (!settle_width(pass.memory(column), pass.parts(column), pass.rows_of_chunks())) {
      plan.wide = true;
    } else {
      plan.kind = ColumnPlan::Kind::skip;
    }
    any = any || plan.kind != ColumnPlan::Kind::skip;
  }
  return next;
}

}  // namespace

void foresee_width(ColumnPlan& plan, const std::vector<std::string>& texts) {
  if (plan.kind == ColumnPlan::Kind::words) {
    constexpr std::size_t many_words = 128;
    plan.wide = std::set<std::string_view>(texts.begin(), texts.end()).size() > many_words;
  }
  if (plan.kind != ColumnPlan::Kind::number) return;
  constexpr int most_decimals = 9;
  const auto fits = [&](double greatest, int decimals) {
    return decimals <= most_decimals &&
           greatest * column_powers_of_ten[decimals] <= static_cast<double>(greatest_kept_mantissa);
  };
  double greatest = 0;
  int written = 0, needed = 0;
  for (const std::string& text : texts) {
    const Cell cell = parse_cell(text, plan.rules);
    if (cell.kind != CellKind::number && cell.kind != CellKind::below_detection) continue;
    greatest = std::max(greatest, std::abs(cell.value));
    written = std::max(written, cell.decimals);
    if (cell.decimals > 15) {  // among them those written with an exponent
      needed = cell.decimals;
      continue;
    }
    double mantissa = std::nearbyint(cell.value * column_powers_of_ten[cell.decimals]);
    int decimals = cell.decimals;
    for (; decimals > 0 && std::fmod(mantissa, 10) == 0; --decimals) mantissa /= 10;
    needed = std::max(needed, decimals);
  }
  plan.drop_zeros = !fits(greatest, written) && fits(greatest, needed);
  plan.wide = !fits(greatest, written) && !plan.drop_zeros;
  plan.decimals = plan.wide ? 0 : plan.drop_zeros ? needed : written;
}

std::size_t bytes_a_row(const ColumnPlan& plan) {
  switch (plan.kind) {
    case ColumnPlan::Kind::skip:
      return 0;
    case ColumnPlan::Kind::words:
      return plan.wide ? sizeof(std::uint32_t) : sizeof(std::uint8_t);
    case ColumnPlan::Kind::number:
    case ColumnPlan::Kind::date:
      break;
  }
  return plan.wide ? sizeof(double) : sizeof(std::int32_t);
}

ParsedRows parse_columns(std::string_view text, const RowIndex& index, const std::vector<ColumnPlan>& plans,
                         Progress& progress) {
  ParsedRows parsed;
  parsed.columns.resize(plans.size());
  std::vector<ColumnPlan> wanted = plans;
  bool again = true;
  for (bool first = true; again; first = false) {
    Pass pass(text, index, wanted);
    pass.run(progress);
    if (first) {
      parsed.rows = pass.rows();
      parsed.rejected = index.rows - pass.rows();
      parsed.wrong = pass.wrong();
      parsed.lines = pass.lines();
    }
    std::vector<ColumnPlan> next = plans_of_next_pass(pass, wanted, again);
    for (std::size_t column = 0; column < plans.size(); ++column)
      if (wanted[column].kind != ColumnPlan::Kind::skip && next[column].kind == ColumnPlan::Kind::skip)
        parsed.columns[column] = finish_column(wanted[column], std::move(pass.memory(column)),
                                               std::move(pass.parts(column)), pass.rows_of_chunks(), pass.rows());
    wanted = std::move(next);
  }
  return parsed;
}

}  // namespace lode::io
