#include "session/vtk_pieces.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"

namespace lode {

VtkPieces::VtkPieces(const io::VtkXml& xml, const std::filesystem::path& file, Progress& progress)
    : xml_(xml), file_(file), progress_(progress), arrays_(static_cast<double>(xml.field_arrays.size())) {
  for (const io::VtkPiece& piece : xml_.pieces)
    for (const auto& [name, arrays] : piece.sections) arrays_ += static_cast<double>(arrays.size());
}

void VtkPieces::fail(std::string what) const {
  throw Error(std::move(what), "the file is damaged: export it again", {file_});
}

std::vector<std::uint64_t> VtkPieces::counts(std::initializer_list<const char*> attributes) const {
  std::vector<std::uint64_t> counts;
  for (const io::VtkPiece& piece : xml_.pieces) {
    std::uint64_t count = 0;
    for (const char* attribute : attributes) count += piece.count(attribute, file_);
    counts.push_back(count);
  }
  return counts;
}

io::VtkValues VtkPieces::decoded(const io::VtkArray& array, std::optional<std::uint64_t> tuples) {
  progress_.check();
  progress_.report("reading " + array.name, arrays_ > 0 ? std::min(1.0, done_++ / arrays_) : -1);
  return io::vtk_values(xml_.encoding, array, tuples, file_, progress_);
}

vtk::FileArray VtkPieces::named(const io::VtkArray& array, std::string type) {
  vtk::FileArray named;
  named.name = array.name;
  named.type = std::move(type);
  named.components = array.components;
  named.component_names = array.component_names;
  return named;
}

vtk::FileArray VtkPieces::values_of(const io::VtkArray& source, std::optional<std::uint64_t> tuples) {
  io::VtkValues values = decoded(source, tuples);
  vtk::FileArray array = named(source, std::move(values.type));
  array.numbers = values.numbers.bytes;
  array.owner = values.numbers.owner ? std::move(values.numbers.owner) : xml_.mapped;
  array.words = std::move(values.words);
  return array;
}

std::vector<vtk::FileArray> VtkPieces::joined(const char* section, const std::vector<std::uint64_t>& tuples,
                                              const Join& join) {
  const auto first = static_cast<std::size_t>(
      std::ranges::find_if(tuples, [](std::uint64_t count) { return count > 0; }) - tuples.begin());
  std::vector<vtk::FileArray> joined;
  if (first == tuples.size()) return joined;
  for (const io::VtkArray& array : xml_.pieces[first].section(section)) {
    std::vector<VtkPart> parts{{&array, tuples[first], first}};
    for (std::size_t p = first + 1; p < xml_.pieces.size(); ++p) {
      if (tuples[p] == 0) continue;
      const std::span<const io::VtkArray> there = xml_.pieces[p].section(section);
      const auto same = std::ranges::find(there, array.name, &io::VtkArray::name);
      if (same == there.end() || same->type != array.type || same->components != array.components)
        fail(fmt::format("the pieces of the file differ in array \"{:.40}\"", array.name));
      parts.push_back({&*same, tuples[p], p});
    }
    joined.push_back(join(parts));
  }
  return joined;
}

}  // namespace lode
