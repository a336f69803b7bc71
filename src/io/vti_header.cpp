#include "io/vti_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/error.h"
#include "io/text_scanner.h"
#include "io/xml_tags.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

constexpr std::string_view remedy = "write it again as one piece of VTK image data (.vti), raw appended";

class Reader {
 public:
  Reader(std::string_view bytes, const std::filesystem::path& file) : tags_(bytes), file_(file) {}

  VtiHeader read() {
    XmlTag tag;
    bool whole = false;
    XmlNesting nesting;
    while (!whole && tags_.next(tag)) {
      if (std::string wrong = nesting.take(tag); !wrong.empty()) fail(std::move(wrong));
      whole = take(tag);
    }
    if (!is_image_ || pieces_ == 0)
      fail(is_image_ ? "the file ends within its header" : "the file is no VTK image data");
    if (!whole) fail("the file ends within its header");
    if (!odd_.empty()) fail(odd_);
    return std::move(header_);
  }

  /// Of any kind of data: how arrays are encoded, and the field's.
  VtiHeader read_fields() {
    for (XmlTag tag; tags_.next(tag);) {
      const bool appended = std::ranges::any_of(
          header_.field_arrays, [](const VtkArray& array) { return array.encoding == VtkArray::Encoding::appended; });
      if (tag.name == "VTKFile")
        take_encodings(tag);
      else if (tag.name == "AppendedData" || (tag.name == "/FieldData" && !appended)) {
        take(tag);
        break;
      } else if (tag.name == "FieldData" || tag.name == "/FieldData" || tag.name == "DataArray" || tag.name == "Array")
        take(tag);
    }
    return std::move(header_);
  }

  /// What stands against reading it here, in a header that is whole and of an image; else "".
  std::string oddity() {
    XmlTag tag;
    bool whole = false;
    while (!whole && tags_.next(tag)) whole = take(tag);
    return is_image_ && whole ? odd_ : std::string();
  }

 private:
  [[noreturn]] void fail(std::string what) const { throw Error(std::move(what), std::string(remedy), {file_}); }

  /// True at the end of the header.
  bool take(const XmlTag& tag) {
    if (tag.name == "VTKFile") {
      take_file(tag);
    } else if (tag.name == "ImageData") {
      take_image(tag);
    } else if (tag.name == "Piece") {
      if (++pieces_ > 1) odd_ = "the file holds several pieces";
      std::array<std::int64_t, 6> extent{};
      if (read_extent(tag["Extent"], extent) && extent != header_.extent)
        odd_ = "the piece in the file is not the whole image";
    } else if (tag.name == "PointData" || tag.name == "CellData") {
      arrays_ = tag.name == "PointData" ? &header_.point_arrays : &header_.cell_arrays;
    } else if (tag.name == "FieldData") {
      arrays_ = &header_.field_arrays;
    } else if (tag.name == "/PointData" || tag.name == "/CellData" || tag.name == "/FieldData") {
      arrays_ = nullptr;
    } else if (tag.name == "DataArray" || tag.name == "Array") {
      if (arrays_ != nullptr) arrays_->push_back(vtk_array_of(tag, tags_.rest(), file_));
    } else if (tag.name == "AppendedData") {
      take_appended(tag, tags_.rest(), header_.encoding, file_);
      return true;
    }
    return tag.name == "/VTKFile";
  }

  void take_file(const XmlTag& tag) {
    is_image_ = tag["type"] == "ImageData";
    if (!is_image_) fail(fmt::format("the file holds VTK \"{:.40}\", not image data", tag["type"]));
    take_encodings(tag);
  }

  void take_encodings(const XmlTag& tag) {
    header_.encoding = vtk_encoding_of(tag);
    const std::string& compressor = header_.encoding.compressor;
    if (!compressor.empty() && !header_.encoding.zlib())
      odd_ = fmt::format("the data are compressed by {:.60}", compressor);
  }

  void take_image(const XmlTag& tag) {
    if (!read_extent(tag["WholeExtent"], header_.extent)) fail("the image states no WholeExtent");
    std::array<double, 3> three{};
    if (read_numbers(tag["Origin"], three)) header_.origin = {three[0], three[1], three[2]};
    if (read_numbers(tag["Spacing"], three)) header_.spacing = {three[0], three[1], three[2]};
    std::array<double, 9> rows{};
    if (read_numbers(tag["Direction"], rows))
      for (std::size_t axis = 0; axis < 3; ++axis)
        header_.direction[axis] = {rows[axis], rows[axis + 3], rows[axis + 6]};
  }

  XmlTags tags_;
  std::filesystem::path file_;
  VtiHeader header_;
  bool is_image_ = false;
  std::string odd_;  ///< why the file is not read here
  int pieces_ = 0;
  std::vector<VtkArray>* arrays_ = nullptr;
};

}  // namespace

VtiHeader read_vti_header(std::string_view bytes, const std::filesystem::path& file) {
  return Reader(bytes, file).read();
}

VtiHeader read_vtk_fields(std::string_view bytes, const std::filesystem::path& file) {
  return Reader(bytes, file).read_fields();
}

bool is_vti_for_vtk(const std::filesystem::path& file) {
  const platform::MappedFile mapped(file);
  try {
    return !Reader(mapped.bytes(), file).oddity().empty();
  } catch (const Error&) {  // whoever reads the file says so
    return false;
  }
}

}  // namespace lode::io
