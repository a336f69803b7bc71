#include "geo/crs_input.h"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "core/error.h"
#include "core/text.h"
#include "geo/crs.h"
#include "geo/proj_handles.h"
#include "geo/wkt.h"

namespace lode::geo {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t most_bytes = 1 << 20;  // far more than any CRS takes

bool is_file(const fs::path& path) {
  std::error_code failed;
  return fs::is_regular_file(path, failed);
}

std::string text_in(const fs::path& file) {
  std::error_code failed;
  if (fs::file_size(file, failed) > most_bytes)
    throw Error("the file is too large to hold a CRS", "name a .prj or .wkt", {file});
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw Error("the file cannot be read", "check that it exists and may be read", {file});
  std::string content = text.str();
  if (content.starts_with("\xEF\xBB\xBF")) content.erase(0, 3);
  content = std::string(trim(content));
  if (content.empty()) throw Error("the file is empty, so it states no CRS", "write WKT or a code into it", {file});
  return content;
}

/// Its code where it has one, so that files and messages stay short.
std::string kept(const std::string& crs) {
  const CrsInfo info = describe_crs(crs);
  const bool whole = info.vertical.empty();  // a code of the plan alone would lose the heights
  return info.code.empty() || !whole ? std::string(trim(crs)) : info.code;
}

std::string kept_of_file(const fs::path& file) {
  const std::string text = text_in(file);
  try {
    return kept(text);
  } catch (const Error& error) {
    throw Error(error.what_happened(), error.remedy(), {file});
  }
}

}  // namespace

std::string crs_of_input(const std::string& text) {
  const std::string trimmed(trim(text));
  if (trimmed.empty()) return {};
  if (trimmed.find_first_of("[\n") == std::string::npos && is_file(path_from_utf8(trimmed)))
    return kept_of_file(path_from_utf8(trimmed));
  const std::string extension = fold_case(utf8(path_from_utf8(trimmed).extension()));
  if ((extension == ".prj" || extension == ".wkt") && trimmed.find('[') == std::string::npos)
    throw Error("no such file", "look at the path's spelling", {path_from_utf8(trimmed)});
  return kept(trimmed);
}

std::optional<CrsBeside> crs_beside(const fs::path& data) {
  for (const char* extension : {".prj", ".PRJ", ".Prj"})
    for (const fs::path& file : {fs::path(data).replace_extension(extension), fs::path(data) += extension})
      if (file != data && is_file(file)) return CrsBeside{file, kept_of_file(file)};
  return std::nullopt;
}

std::string crs_in_unit(const std::string& crs, double metres_per_unit) {
  const CrsInfo info = describe_crs(crs);
  if (info.mine_grid)
    throw Error(fmt::format("{} is a mine grid, which states its own unit", short_name(info)),
                "make it in the other unit: lode crs minegrid --unit ft, or the unit in its dialog");
  if (!info.projected)
    throw Error(fmt::format("{} does not count in metres or feet, so its unit cannot be changed", short_name(info)),
                "give a projected CRS");
  if (std::abs(info.metres_per_unit - metres_per_unit) < 1e-12) return crs;
  const std::string name = wkt_unit_name(metres_per_unit);
  PJ_CONTEXT* context = thread_context();
  const ProjObject object = unbound(context, make_crs(context, crs).get());
  const ProjObject axes(
      proj_crs_alter_cs_linear_unit(context, object.get(), name.c_str(), metres_per_unit, nullptr, nullptr));
  const ProjObject renamed(axes == nullptr
                               ? nullptr
                               : proj_alter_name(context, axes.get(), fmt::format("{} ({})", info.name, name).c_str()));
  const char* wkt = renamed == nullptr ? nullptr : proj_as_wkt(context, renamed.get(), PJ_WKT2_2019, nullptr);
  if (wkt == nullptr) throw Error(fmt::format("PROJ cannot count {} in {}", short_name(info), name), "give its WKT");
  return wkt;
}

std::string wkt_of(const std::string& crs) {
  PJ_CONTEXT* context = thread_context();
  const ProjObject object = make_whole_crs(context, crs);
  if (is_mine_grid(context, object.get())) return crs + "\n";
  const std::string wkt = text_of(proj_as_wkt(context, object.get(), PJ_WKT2_2019, nullptr));
  if (wkt.empty()) throw Error(fmt::format("PROJ cannot write {} as WKT", crs), "give its code or its WKT");
  return wkt + "\n";
}

}  // namespace lode::geo
