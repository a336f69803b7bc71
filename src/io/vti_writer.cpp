#include "io/vti_writer.h"

#include "core/escaped_xml.h"
#include "core/text.h"

namespace lode::io {

namespace {

constexpr std::uint64_t alignment = 64;
constexpr std::uint64_t length_bytes = sizeof(std::uint64_t);

constexpr std::string_view data_tag = "\n<AppendedData encoding=\"raw\"";
constexpr std::string_view data_mark = ">\n\n\n\n\n\n_";

/// Line ends and a comment to stand between `size` bytes of header and the tag of the data.
///
/// VTK's reader parses blocks of 4096 bytes, and hands expat that tag in pieces. Expat since 2.6, and what
/// distributions made of it before, puts a piece off until it has twice what it had when a whole piece was found to end
/// no token; so VTK up to 9.3.0 (ParaView 5.11 in Debian 12, 5.12.0) never meets the tag, and parses the data as XML.
/// Here a block is such a piece, of a comment, and the next one, which ends where the data begin, doubles it with the
/// tag's last piece.
std::string before_data(std::uint64_t size) {
  constexpr std::uint64_t block = 4096;
  static_assert(block % alignment == 0 && data_mark.size() < 12);
  std::string text((block - size % block) % block, '\n');
  std::string comment = "<!-- Raw data follow: each array behind its size in bytes, at its offset from the underscore.";
  comment.resize(2 * block - data_tag.size() - data_mark.size() - 3, ' ');
  return text + comment + "-->";
}

/// Words end with a zero byte each.
std::string bytes_of(const std::vector<std::string>& words) {
  std::string bytes;
  for (const std::string& word : words) {
    bytes += word;
    bytes += '\0';
  }
  return bytes;
}

std::string geometry_of(const Lattice& lattice) {
  const auto& axes = lattice.source_from_lattice.columns;
  const Vec3 origin = lattice.source_from_lattice.offset;
  const Vec3 size = lattice.cell_size({0, 0, 0});
  const std::string extent = fmt::format("0 {} 0 {} 0 {}", lattice.count[0], lattice.count[1], lattice.count[2]);
  std::string text = fmt::format("<ImageData WholeExtent=\"{}\" Origin=\"{} {} {}\" Spacing=\"{} {} {}\" Direction=\"",
                                 extent, shortest(origin.x), shortest(origin.y), shortest(origin.z), shortest(size.x),
                                 shortest(size.y), shortest(size.z));
  for (int row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column)
      text += fmt::format("{}{}", row == 0 && column == 0 ? "" : " ", shortest(axes[column][row]));
  return text + "\">\n";
}

}  // namespace

VtiWriter::VtiWriter(const std::filesystem::path& file, const Lattice& lattice, const std::vector<VtiArrayPlan>& arrays,
                     const ArrayNotes& texts)
    : file_(file) {
  std::uint64_t end = 0;
  const auto place = [&](std::uint64_t bytes) {  // the length before each array is not counted in its alignment
    offsets_.push_back((end + length_bytes + alignment - 1) / alignment * alignment - length_bytes);
    sizes_.push_back(bytes);
    end = offsets_.back() + length_bytes + bytes;
    return offsets_.back();
  };
  std::string xml =
      "<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\" version=\"1.0\" byte_order=\"LittleEndian\" "
      "header_type=\"UInt64\">\n" +
      geometry_of(lattice);
  if (!texts.empty()) xml += "<FieldData>\n";
  for (const auto& [name, words] : texts)
    xml += fmt::format("<Array type=\"String\" Name=\"{}\" NumberOfTuples=\"{}\" format=\"appended\" offset=\"{}\"/>\n",
                       escaped_xml(name), words.size(), place(bytes_of(words).size()));
  if (!texts.empty()) xml += "</FieldData>\n";
  xml += fmt::format("<Piece Extent=\"0 {} 0 {} 0 {}\">\n<PointData/>\n<CellData>\n", lattice.count[0],
                     lattice.count[1], lattice.count[2]);
  for (const VtiArrayPlan& array : arrays)
    xml += fmt::format("<DataArray type=\"{}\" Name=\"{}\" format=\"appended\" offset=\"{}\"/>\n", array.type,
                       escaped_xml(array.name), place(array.value_bytes * lattice.cells()));
  xml += "</CellData>\n</Piece>\n</ImageData>\n";
  xml += before_data(xml.size());
  file_.write(xml.append(data_tag).append(data_mark));
  for (const auto& [name, words] : texts) {
    begin_array();
    write(bytes_of(words));
  }
}

void VtiWriter::pad_to(std::uint64_t offset) {
  if (at_ < offset) file_.write(std::string(offset - at_, '\0'));
  at_ = offset;
}

void VtiWriter::begin_array() {
  pad_to(offsets_[next_]);
  file_.put(sizes_[next_]);
  at_ += length_bytes;
  ++next_;
}

void VtiWriter::write(std::string_view bytes) {
  file_.write(bytes);
  at_ += bytes.size();
}

void VtiWriter::close() {
  file_.write("\n</AppendedData>\n</VTKFile>\n");
  file_.close();
}

}  // namespace lode::io
