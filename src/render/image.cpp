// Pictures as PNG files.
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>
#include <vtkPNGWriter.h>

#include <algorithm>
#include <fstream>

#include "core/error.h"
#include "core/text.h"
#include "core/write_file.h"
#include "render/renderer.h"

namespace lode::render {

namespace {

/// VTK's images have their first row at the bottom.
template <typename Function>
void for_each_row(const Image& image, Function&& function) {
  for (int y = 0; y < image.height; ++y)
    function(static_cast<std::size_t>(y), static_cast<std::size_t>(image.height - 1 - y));
}

}  // namespace

void write_png(const Image& image, const std::filesystem::path& file, const Progress* progress) {
  bool opaque = true;
  for (std::size_t i = 3; i < image.rgba.size() && opaque; i += 4) opaque = image.rgba[i] == 255;
  const std::size_t channels = opaque ? 3 : 4, width = static_cast<std::size_t>(image.width);
  vtkNew<vtkImageData> pixels;
  pixels->SetDimensions(image.width, image.height, 1);
  pixels->AllocateScalars(VTK_UNSIGNED_CHAR, static_cast<int>(channels));
  auto* target = static_cast<std::uint8_t*>(pixels->GetScalarPointer());
  for_each_row(image, [&](std::size_t from_top, std::size_t from_bottom) {
    const std::uint8_t* from = image.rgba.data() + from_top * width * 4;
    std::uint8_t* to = target + from_bottom * width * channels;
    for (std::size_t x = 0; x < width; ++x) std::copy_n(from + x * 4, channels, to + x * channels);
  });
  write_whole(file, [&](const std::filesystem::path& beside) {
    vtkNew<vtkPNGWriter> writer;
    writer->SetFileName(utf8(beside).c_str());
    writer->SetCompressionLevel(4);
    writer->SetInputData(pixels);
    writer->Write();
    if (writer->GetErrorCode() != 0)
      throw Error("the picture could not be written", "check the free space of the disk", {file});
    if (progress != nullptr) progress->check();
  });
}

Image read_png(const std::filesystem::path& file) {
  std::array<char, 8> signature{};
  std::ifstream(file, std::ios::binary).read(signature.data(), signature.size());
  if (std::string_view(signature.data(), 4) != "\x89PNG")
    throw Error("this is no PNG picture", "give a PNG file", {file});
  vtkNew<vtkPNGReader> reader;
  reader->SetFileName(utf8(file).c_str());
  reader->Update();
  vtkImageData* pixels = reader->GetOutput();
  int size[3]{0, 0, 0};
  pixels->GetDimensions(size);
  const auto channels = static_cast<std::size_t>(std::max(1, pixels->GetNumberOfScalarComponents()));
  if (size[0] <= 0 || size[1] <= 0 || reader->GetErrorCode() != 0 || pixels->GetScalarType() != VTK_UNSIGNED_CHAR)
    throw Error("this PNG picture cannot be read", "save it again with 8 bits a channel", {file});
  Image image{size[0], size[1], {}};
  const auto width = static_cast<std::size_t>(size[0]);
  image.rgba.resize(width * static_cast<std::size_t>(size[1]) * 4, 255);
  const auto* source = static_cast<const std::uint8_t*>(pixels->GetScalarPointer());
  for_each_row(image, [&](std::size_t from_top, std::size_t from_bottom) {
    for (std::size_t x = 0; x < width; ++x) {
      const std::uint8_t* from = source + (from_bottom * width + x) * channels;
      std::uint8_t* to = image.rgba.data() + (from_top * width + x) * 4;
      for (std::size_t c = 0; c < 3; ++c) to[c] = from[channels >= 3 ? c : 0];
      if (channels == 4 || channels == 2) to[3] = from[channels - 1];
    }
  });
  return image;
}

}  // namespace lode::render
