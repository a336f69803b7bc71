#include "io/role_names.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "io/csv_header.h"

namespace lode::io {

const std::vector<RoleNames>& role_names() {
  // English with the habits of Datamine, Surpac, Micromine, Leapfrog, Vulcan; Spanish, Portuguese, French; Russian,
  // Kazakh; Chinese. The Cyrillic х, у and с look like Latin letters and are typed for them.
  static const std::vector<RoleNames> table = {
      {ColumnRole::hole_id,
       {"bhid",
        "holeid",
        "dhid",
        "ddhid",
        "dholeid",
        "hole",
        "holename",
        "holeno",
        "holenumber",
        "holenum",
        "holecode",
        "drillholeid",
        "drillhole",
        "drillholename",
        "drillholeno",
        "drillholenumber",
        "boreholeid",
        "borehole",
        "boreholename",
        "boreholeno",
        "boreholenumber",
        "bhname",
        "bhno",
        "bh",
        "ddh",
        "wellid",
        "well",
        "wellname",
        "collarid",
        "holeident",
        "idhole",
        "hid",
        "sondaje",
        "sondeo",
        "idsondaje",
        "pozo",
        "idpozo",
        "barreno",
        "perforacion",
        "furo",
        "idfuro",
        "nomefuro",
        "sondage",
        "forage",
        "скважина",
        "скв",
        "номерскважины",
        "№скважины",
        "№скв",
        "nскв",
        "nскважины",
        "имяскважины",
        "idскважины",
        "скважинаid",
        "номерскв",
        "*скважин*",
        "№выработки",
        "выработка",
        "*выработки",
        "ұңғыма",
        "ұңғыманөмірі",
        "ұңғымаатауы",
        "№ұңғыма",
        "*ұңғыма*",
        "钻孔编号",
        "钻孔号",
        "孔号",
        "钻孔",
        "钻孔名称",
        "工程编号",
        "工程号",
        "孔编号",
        "*孔号",
        "collar",
        "site",
        "siteid"}},
      {ColumnRole::x, {"xcollar",     "collarx",     "easting", "collareasting", "eastingm",    "east",
                       "x",           "xc",          "xcentre", "xcenter",       "xcentroid",   "centroidx",
                       "centroidsx",  "centrex",     "centerx", "xcoord",        "xcoordinate", "xcoordinates",
                       "coordx",      "coordinatex", "xworld",  "xmid",          "midx",        "xpt",
                       "xloc",        "xlocation",   "utmx",    "xutm",          "utme",        "eutm",
                       "utmeast",     "utmeasting",  "mine_e",  "eastlocal",     "localeast",   "easting*",
                       "*easting",    "xlocation*",  "xcoord*", "east*",         "collareast",  "este",
                       "coordenadax", "estex",       "leste",   "est",           "восток",      "восточнаякоордината",
                       "*восточн*",   "*восток*",    "х",       "координатаx",   "координатах", "коордx",
                       "коордх",      "xкоордината", "шығыс",   "*шығыс*",       "东坐标",      "东",
                       "*东坐标*",    "横坐标",      "坐标x",   "x坐标",         "*x坐标",      "e",
                       "xm",          "longitude",   "long",    "lon",           "lng",         "longitude*",
                       "longwgs84",   "lonwgs84",    "долгота", "经度",          "东经"}},
      {ColumnRole::y,
       {"ycollar",
        "collary",
        "northing",
        "collarnorthing",
        "northingm",
        "north",
        "y",
        "yc",
        "ycentre",
        "ycenter",
        "ycentroid",
        "centroidy",
        "centroidsy",
        "centrey",
        "centery",
        "ycoord",
        "ycoordinate",
        "ycoordinates",
        "coordy",
        "coordinatey",
        "yworld",
        "ymid",
        "midy",
        "ypt",
        "yloc",
        "ylocation",
        "utmy",
        "yutm",
        "utmn",
        "nutm",
        "utmnorth",
        "utmnorthing",
        "mine_n",
        "northlocal",
        "localnorth",
        "northing*",
        "*northing",
        "ylocation*",
        "ycoord*",
        "north*",
        "collarnorth",
        "norte",
        "coordenaday",
        "nortey",
        "nord",
        "север",
        "севернаякоордината",
        "*северн*",
        "*север*",
        "у",
        "координатаy",
        "координатау",
        "коордy",
        "коорду",
        "yкоордината",
        "солтүстік",
        "*солтүстік*",
        "北坐标",
        "北",
        "*北坐标*",
        "纵坐标",
        "坐标y",
        "y坐标",
        "*y坐标",
        "n",
        "ym",
        "latitude",
        "lat",
        "latitude*",
        "latwgs84",
        "широта",
        "纬度",
        "北纬"}},
      {ColumnRole::z, {"zcollar",    "collarz",     "elevation",   "elev",
                       "rl",         "collarrl",    "collarrlm",   "collarelevation",
                       "z",          "zc",          "zcentre",     "zcenter",
                       "zcentroid",  "centroidz",   "centroidsz",  "centrez",
                       "centerz",    "zcoord",      "zcoordinate", "zcoordinates",
                       "coordz",     "coordinatez", "zworld",      "zmid",
                       "midz",       "zpt",         "zloc",        "zlocation",
                       "rlm",        "rlcollar",    "surfacerl",   "collarelev",
                       "elevation*", "elev*",       "*elevation",  "*rl",
                       "zlocation*", "zcoord*",     "altitude",    "altitud",
                       "height",     "level",       "cota",        "cotaz",
                       "kota",       "elevacion",   "отметка",     "отметкаустья",
                       "*отметк*",   "абсотм",      "высота",      "*высот*",
                       "альтитуда",  "координатаz", "коордz",      "биіктік",
                       "*биіктік*",  "高程",        "标高",        "*标高*",
                       "*高程*",     "z坐标",       "坐标z",       "海拔",
                       "zm",         "z1"}},
      {ColumnRole::total_depth,
       {"totaldepth",
        "maxdepth",
        "enddepth",
        "eoh",
        "eohdepth",
        "finaldepth",
        "depthmax",
        "td",
        "holelength",
        "holedepth",
        "totaldepth*",
        "maxdepth*",
        "enddepth*",
        "eoh*",
        "finaldepth*",
        "totallength",
        "depthtotal",
        "depthend",
        "tdepth",
        "length",
        "lengthm",
        "depth",
        "depthm",
        "final",
        "finaldepthm",
        "profundidadtotal",
        "profundidad",
        "proffinal",
        "profundidade",
        "prof",
        "largo",
        "глубинаскважины",
        "глубинаскв",
        "забой",
        "*забо*",
        "конечнаяглубина",
        "общаяглубина",
        "глубина",
        "длина",
        "длинаскважины",
        "ұңғыматереңдігі",
        "жалпытереңдік",
        "тереңдігі",
        "тереңдік",
        "终孔深度",
        "孔深",
        "*孔深*",
        "总深度",
        "深度",
        "current"}},
      {ColumnRole::depth,
       {"at",
        "surveydepth",
        "depth",
        "depthat",
        "measureddepth",
        "md",
        "survdepth",
        "depthm",
        "atm",
        "atdepth",
        "dist",
        "distance",
        "station",
        "stationdepth",
        "depth*",
        "surveyat",
        "profundidad",
        "profundidade",
        "prof",
        "глубиназамера",
        "глубинаизмерения",
        "глубина",
        "*глубина*",
        "замер",
        "өлшеутереңдігі",
        "тереңдік",
        "тереңдігі",
        "*тереңдік*",
        "测点深度",
        "测斜深度",
        "测深",
        "深度",
        "*深度*",
        "孔深"}},
      {ColumnRole::azimuth,
       {"azimuth",    "az",          "azm",         "azi",         "azim",     "brg",     "bearing",
        "azimuthdeg", "azimuthgrid", "gridazimuth", "azimuthtrue", "azimuth*", "azim*",   "*azimuth",
        "bearing*",   "azmg",        "azgrid",      "trend",       "azimut",   "acimut",  "rumbo",
        "aztrue",     "azmag",       "azmagnetic",  "azitrue",     "azimag",   "azmtrue", "azmmag",
        "азимут",     "аз",          "*азимут*",    "方位角",      "方位",     "*方位*"}},
      {ColumnRole::dip,
       {"dip",          "inclination", "incl",         "inc",         "dipdeg",      "inclinationdeg", "dipangle",
        "inclin*",      "incl*",       "dip*",         "*dip",        "plunge",      "plunge*",        "inclinacion",
        "inclinacao",   "buzamiento",  "manteo",       "inclinaison", "уголнаклона", "наклон",         "*наклон*",
        "зенитныйугол", "зенит",       "*зенит*",      "zenith",      "zenith*",     "угол",           "падение",
        "уголпадения",  "еңкеюбұрышы", "көлбеубұрышы", "*еңкею*",     "*көлбеу*",    "құлаубұрышы",    "倾角",
        "*倾角*",       "倾斜角",      "顶角",         "天顶角",      "*顶角*"}},
      {ColumnRole::from,
       {"from",     "fromm",      "depthfrom",  "fromdepth", "from*",     "mfrom",      "sampfrom",   "samplefrom",
        "geolfrom", "startdepth", "depthstart", "topdepth",  "depthtop",  "start",      "begin",      "top",
        "desde",    "de",         "от",         "отм",       "глубинаот", "интервалот", "*глубинаот", "*интервалот",
        "начало",   "*начало*",   "бастап",     "басы",      "*бастап*",  "自",         "从",         "起",
        "起始深度", "起始*",      "*自",        "*从"}},
      {ColumnRole::to,
       {"to",         "tom",         "depthto",  "todepth",  "mto",         "sampto",      "sampleto",  "geolto",
        "todepthm",   "toft",        "enddepth", "depthend", "bottomdepth", "depthbottom", "end",       "bottom",
        "base",       "hasta",       "ate",      "a",        "до",          "дом",         "глубинадо", "интервалдо",
        "*глубинадо", "*интервалдо", "конец",    "*конец*",  "дейін",       "соңы",        "*дейін*",   "至",
        "到",         "止",          "终止深度", "终止*",    "*至",         "*到"}},
      {ColumnRole::alpha, {"alpha", "alphaangle", "alphadeg", "corealpha", "alpha*", "альфа", "уголальфа"}},
      {ColumnRole::beta, {"beta", "betaangle", "betadeg", "corebeta", "beta*", "бета", "уголбета"}},
      {ColumnRole::parent_hole,
       {"parenthole", "parent", "parentid", "parentholeid", "motherhole", "mainhole", "wedgeparent", "parentbhid",
        "основнойствол", "родительская", "母孔", "主孔"}},
      {ColumnRole::kickoff_depth,
       {"kickoffdepth", "kickoff", "kopdepth", "kop", "wedgedepth", "branchdepth", "depthofwedge", "daughterdepth",
        "глубиназарезки", "зарезка", "分支深度"}},
      {ColumnRole::status,
       {"status", "holestatus", "drillstatus", "drillingstatus", "holestage", "stage", "состояние", "статус", "状态"}},
      {ColumnRole::size_x,
       {"dx", "xinc", "xsize", "sizex", "xdim", "dimx", "xlength", "xlen", "lengthx", "blocksizex", "xblocksize",
        "xwidth", "cellsizex", "xcellsize", "размерx", "размерпоx", "размерх", "x尺寸"}},
      {ColumnRole::size_y,
       {"dy", "yinc", "ysize", "sizey", "ydim", "dimy", "ylength", "ylen", "lengthy", "blocksizey", "yblocksize",
        "ywidth", "cellsizey", "ycellsize", "размерy", "размерпоy", "размеру", "y尺寸"}},
      {ColumnRole::size_z,
       {"dz", "zinc", "zsize", "sizez", "zdim", "dimz", "zlength", "zlen", "lengthz", "blocksizez", "zblocksize",
        "zwidth", "zheight", "cellsizez", "zcellsize", "размерz", "размерпоz", "z尺寸"}},
      {ColumnRole::index_i, {"i", "ix", "iindex", "indexi", "idxi", "ii", "ijk"}},
      {ColumnRole::index_j, {"j", "iy", "jindex", "indexj", "idxj", "jj"}},
      {ColumnRole::index_k, {"k", "iz", "kindex", "indexk", "idxk", "kk"}},
  };
  return table;
}

namespace {

bool matches(std::string_view name, std::string_view pattern) {
  const bool open_front = pattern.starts_with('*'), open_back = pattern.ends_with('*');
  if (open_front) pattern.remove_prefix(1);
  if (open_back) pattern.remove_suffix(1);
  if (open_front && open_back) return name.find(pattern) != std::string_view::npos;
  if (open_front) return name.ends_with(pattern);
  if (open_back) return name.starts_with(pattern);
  return name == pattern;
}

/// Of a length or an angle.
bool is_unit_text(std::string_view text) {
  static constexpr std::array<std::string_view, 8> units{"m", "ft", "ftUS", "cm", "mm", "km", "yd", "deg"};
  if (const auto unit = unit_of(text)) return std::ranges::find(units, *unit) != units.end();
  return trim(text) == "m)" || trim(text) == "гр";
}

}  // namespace

std::string plain_name(std::string_view column_name) {
  std::string folded = fold_case(trim(column_name));
  for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'[', ']'}}) {
    const std::size_t begin = folded.find(open), end = folded.rfind(close);
    if (begin != std::string::npos && end != std::string::npos && end > begin && begin > 0 &&
        is_unit_text(std::string_view(folded).substr(begin + 1, end - begin - 1)))
      folded.erase(begin, end - begin + 1);
  }
  const std::size_t comma = folded.rfind(',');
  if (comma != std::string::npos && is_unit_text(std::string_view(folded).substr(comma + 1))) folded.erase(comma);
  std::string plain;
  for (const char c : folded)
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) plain += c;
  for (const std::string_view wide : {"（", "）", "\xC2\xA0"})
    for (std::size_t at = plain.find(wide); at != std::string::npos; at = plain.find(wide))
      plain.erase(at, wide.size());
  return plain;
}

namespace {

int match_pattern(ColumnRole role, const std::string& plain) {
  for (const RoleNames& names : role_names()) {
    if (names.role != role) continue;
    for (std::size_t index = 0; index < names.patterns.size(); ++index)
      if (matches(plain, names.patterns[index])) return static_cast<int>(index);
  }
  return -1;
}

bool is_of_length(ColumnRole role) {
  static constexpr std::array<ColumnRole, 11> lengths{ColumnRole::x,
                                                      ColumnRole::y,
                                                      ColumnRole::z,
                                                      ColumnRole::size_x,
                                                      ColumnRole::size_y,
                                                      ColumnRole::size_z,
                                                      ColumnRole::from,
                                                      ColumnRole::to,
                                                      ColumnRole::depth,
                                                      ColumnRole::total_depth,
                                                      ColumnRole::kickoff_depth};
  return std::ranges::find(lengths, role) != lengths.end();
}

}  // namespace

int match_role(ColumnRole role, std::string_view column_name) {
  constexpr int after_all_others = 1000;
  const int found = match_pattern(role, plain_name(column_name));
  if (found >= 0 || !is_of_length(role)) return found;
  const int without_unit = match_pattern(role, plain_name(without_length_unit(column_name)));
  return without_unit < 0 ? without_unit : after_all_others + without_unit;
}

AxisNames axis_names_of(ColumnRole role, std::string_view column_name) {
  if (is_geographic_name(column_name)) return AxisNames::geographic;
  const std::string plain = plain_name(column_name);
  const auto has = [&](std::string_view letter) { return plain.find(letter) != std::string::npos; };
  const bool lettered = role == ColumnRole::x   ? has("x") || plain == "х" || has("коордх")
                        : role == ColumnRole::y ? has("y") || plain == "у" || has("коорду")
                                                : has("z");
  return lettered ? AxisNames::letters : AxisNames::compass;
}

bool is_geographic_name(std::string_view column_name) {
  const std::string plain = plain_name(column_name);
  for (const std::string_view start : {"lat", "lon", "lng", "долгота", "широта", "经度", "纬度", "东经", "北纬"})
    if (plain.starts_with(start)) return true;
  return false;
}

}  // namespace lode::io
