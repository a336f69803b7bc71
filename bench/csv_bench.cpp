// A block model as text: a read of the file's bytes, and reading it into a model, with the memory that takes. Memory is
// what the program asked for: every allocation is counted while it lives, and the mapped file, which is the system's
// cache, is not. Each time is the least of three. A second table takes the way apart: opening the text, parsing its
// cells, finding the grid, ordering the blocks. Usage: csv_bench [million rows] [where the last file is left]
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include "core/block_model.h"
#include "core/parallel.h"
#include "io/block_rows.h"
#include "io/csv_kinds.h"
#include "io/csv_table.h"
#include "io/formats.h"
#include "io/lattice_fit.h"
#include "platform/large_memory.h"
#include "platform/mapped_file.h"

namespace {

constexpr std::size_t header_bytes = 16;  // in front of every allocation: its size
std::atomic<std::size_t> live_bytes{0}, peak_bytes{0};

}  // namespace

void* operator new(std::size_t size) {
  void* memory = lode::platform::allocate(size + header_bytes);
  if (memory == nullptr) throw std::bad_alloc();
  std::memcpy(memory, &size, sizeof size);
  const std::size_t live = live_bytes += size;
  std::size_t peak = peak_bytes;
  while (live > peak && !peak_bytes.compare_exchange_weak(peak, live)) {
  }
  return static_cast<char*>(memory) + header_bytes;
}
void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  char* const begin = static_cast<char*>(memory) - header_bytes;
  std::size_t size = 0;
  std::memcpy(&size, begin, sizeof size);
  live_bytes -= size;
  lode::platform::release(begin, size + header_bytes);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

namespace {

namespace fs = std::filesystem;

enum class Order { x_fastest_down, x_fastest_up, z_fastest };

/// The first block from above that is below ground: hills, with a fifth of the blocks above it.
std::size_t ground(std::size_t i, std::size_t j, std::size_t side) {
  const double height = std::sin(static_cast<double>(i) / 17) * std::cos(static_cast<double>(j) / 29);
  return static_cast<std::size_t>(0.2 * (1 + height) * static_cast<double>(side));
}

enum class Missing { none, one_in_five, above_ground };

/// Eight columns of blocks of 10 x 10 x 5; whole layers (of x_fastest) or whole sections, until there are `rows`.
void write_blocks(const fs::path& file, std::size_t rows, Order order, Missing missing) {
  std::ofstream stream(file, std::ios::binary);
  const auto side =
      static_cast<std::size_t>(std::cbrt(static_cast<double>(rows) * (missing == Missing::none ? 1 : 1.25)) + 1);
  const char* const rocks[] = {"PEG", "SCH", "GRN", "AMP", "OVB"};
  const char* const classes[] = {"measured", "indicated", "inferred"};
  std::string text = "XC,YC,ZC,ROCK,LI2O_PCT,FE2O3_PCT,DENSITY,CLASS\n";
  std::size_t written = 0;
  for (std::size_t slow = 0; written < rows; ++slow)
    for (std::size_t middle = 0; middle < side; ++middle)
      for (std::size_t fast = 0; fast < side; ++fast) {
        const bool by_x = order != Order::z_fastest;
        const std::size_t i = by_x ? fast : slow, j = middle, k = by_x ? slow : fast;
        const std::size_t noise = (i * 7919 + j * 104729 + k * 1299709) % 10007;
        if (missing == Missing::one_in_five && noise % 5 == 0) continue;
        if (missing == Missing::above_ground && k < ground(i, j, side)) continue;
        ++written;
        text += fmt::format("{}.0,{}.0,{:.1f},{},{:.3f},{:.2f},{:.2f},{}\n", 445205 + 10 * i, 6890005 + 10 * j,
                            302.5 + (order == Order::x_fastest_up ? 5 : -5) * static_cast<double>(k),
                            rocks[(i / 9 + j / 7 + k / 5) % 5], static_cast<double>(noise % 2500) / 1000,
                            static_cast<double>(noise % 1900) / 100, 2.6 + static_cast<double>(noise % 40) / 100,
                            classes[(i + j) / 40 % 3]);
        if (text.size() > (std::size_t{1} << 22)) {
          stream << text;
          text.clear();
        }
      }
  stream << text;
}

/// Of all threads; says more than the clock on a machine that is busy with other work.
double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

template <typename Work>
double seconds(Work&& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

constexpr int runs = 3;

struct Spent {
  double elapsed_s = INFINITY, processor_s = INFINITY;

  /// Keeps the less of this and of `work`, whose result it returns.
  template <typename Work>
  auto least(Work&& work) {
    const auto begin = std::chrono::steady_clock::now();
    const double before = processor_seconds();
    auto result = work();
    processor_s = std::min(processor_s, processor_seconds() - before);
    elapsed_s = std::min(elapsed_s, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    return result;
  }
};

/// All bytes, by all cores.
std::uint64_t sum_of_bytes(const fs::path& file) {
  const lode::platform::MappedFile mapped(file);
  const std::string_view bytes = mapped.bytes();
  std::atomic<std::uint64_t> sum{0};
  lode::parallel_for(bytes.size() / 8, std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
    std::uint64_t own = 0, word = 0;
    for (std::size_t i = begin; i < end; ++i) {
      std::memcpy(&word, bytes.data() + 8 * i, sizeof word);
      own += word;
    }
    sum += own;
  });
  return sum;
}

void measure(const char* name, const fs::path& file) {
  const double gigabytes = static_cast<double>(fs::file_size(file)) / 1e9;
  std::uint64_t sum = sum_of_bytes(file);
  const double read_s = seconds([&] { sum += sum_of_bytes(file); });
  lode::Problems problems;
  std::vector<lode::Source> sources;
  const double guess_s = seconds([&] { sources = lode::io::recognise({file}, problems); });
  lode::io::Loaded loaded;
  Spent load;
  std::size_t kept = 0, peak = 0;
  for (int run = 0; run < runs; ++run) {
    loaded = {};
    const std::size_t before = live_bytes;
    peak_bytes = before;
    lode::Progress progress;
    loaded = load.least([&] { return lode::io::load(sources.at(0), progress); });
    kept = live_bytes - before;
    peak = peak_bytes - before;
  }
  const auto& model = std::get<lode::BlockModel>(*loaded.dataset);
  fmt::print(
      "| {} | {:.1f} M | {:.2f} | {:.3f} ({:.1f}) | {:.2f} | {:.2f} ({:.2f}) | {:.2f} | {:.1f} | {:.0f} | "
      "{:.2f} |{}\n",
      name, static_cast<double>(model.table.rows) / 1e6, gigabytes, read_s, gigabytes / read_s, guess_s, load.elapsed_s,
      gigabytes / load.elapsed_s, load.processor_s, load.elapsed_s / read_s, static_cast<double>(kept) / 1e6,
      static_cast<double>(peak) / static_cast<double>(kept), sum == 0 ? " (empty)" : "");
}

/// The way from the file to the model, taken apart; elapsed and processor time of each part.
std::string phases(const char* name, const fs::path& file) {
  lode::Problems problems;
  const lode::Source source = lode::io::recognise({file}, problems).at(0);
  Spent open, read, fit_grid, order;
  for (int run = 0; run < runs; ++run) {
    lode::Progress progress;
    lode::ProblemLog log(problems);
    const lode::io::CsvFile csv = open.least([&] { return lode::io::open_csv(file, source, SIZE_MAX, &progress); });
    const lode::io::Roles roles = lode::io::roles_of(csv, source.files.front());
    lode::Table table =
        read.least([&] { return lode::io::read_table(csv, lode::TableRole::blocks, roles, source, log, progress); });
    const auto values = [&](lode::ColumnRole role) { return lode::io::RowValues(table.find(role), table.rows); };
    auto fit = fit_grid.least([&] {
      using enum lode::ColumnRole;
      const lode::io::Centroids centroids({values(x), values(y), values(z)});
      auto found = std::make_shared<lode::io::LatticeFit>(lode::io::fit_lattice(centroids, nullptr));
      found->tabulate();
      return found;
    });
    const lode::Lattice lattice = fit->lattice;
    lode::io::CellsOfRows cells = [fit = std::move(fit)](std::size_t begin, std::size_t end, std::uint64_t* of_rows) {
      fit->cells(begin, end, of_rows);
    };
    order.least([&] {
      return lode::io::model_of_cells(
          std::move(table), lattice, std::move(cells), [](std::size_t) { return ""; }, problems);
    });
  }
  std::string row = fmt::format("| {} |", name);
  for (const Spent& spent : {open, read, fit_grid, order})
    row += fmt::format(" {:.0f} ({:.0f}) |", 1000 * spent.elapsed_s, 1000 * spent.processor_s);
  return row + "\n";
}

}  // namespace

int main(int count, char** arguments) {
  const double millions = count > 1 ? std::atof(arguments[1]) : 10;
  const auto rows = static_cast<std::size_t>(millions * 1e6);
  fmt::print("{} threads\n\n", lode::thread_count());
  fmt::print(
      "| rows in | rows | GB | read s (GB/s) | guess s | to model s (GB/s) | processor s | in reads | "
      "MB kept | peak / kept |\n"
      "|---|---|---|---|---|---|---|---|---|---|\n");
  std::string all_phases;
  const auto measure_order = [&](const char* name, const fs::path& file, Order order, Missing missing) {
    write_blocks(file, rows, order, missing);
    measure(name, file);
    all_phases += phases(name, file);
  };
  const fs::path file = count > 2 ? fs::path(arguments[2]) : fs::temp_directory_path() / "lode-csv-bench.csv";
  measure_order("columns, z fastest", file, Order::z_fastest, Missing::none);
  measure_order("columns, z fastest, none above ground", file, Order::z_fastest, Missing::above_ground);
  measure_order("layers downwards, one in five missing", file, Order::x_fastest_down, Missing::one_in_five);
  measure_order("layers upwards, x fastest", file, Order::x_fastest_up, Missing::none);
  fmt::print("\n| ms elapsed (processor) | opened | parsed | grid found | ordered |\n|---|---|---|---|---|\n{}",
             all_phases);
  if (count <= 2) fs::remove(file);
}
