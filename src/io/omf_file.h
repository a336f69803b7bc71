// The container of an OMF v1 file: JSON objects by id, and zlib-compressed arrays.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/vec.h"
#include "platform/mapped_file.h"

namespace lode::io {

/// Every getter throws Error for what the file lacks or holds in another shape.
class OmfFile {
 public:
  explicit OmfFile(const std::filesystem::path& file);

  using Object = nlohmann::json;
  const Object& project() const { return project_; }
  /// The object of an id that stands in a property.
  const Object& object(const Object& holder, const char* property) const;
  const Object& object(const Object& id) const;
  /// The ids in a list; none when the property is absent.
  std::vector<Object> list(const Object& holder, const char* property) const;

  std::string text(const Object& holder, const char* property) const;  ///< "" when absent
  Vec3 vector(const Object& holder, const char* property) const;
  std::vector<double> numbers(const Object& holder, const char* property) const;  ///< that stand in the JSON

  /// The values of an array object ("<f8" or "<i8"), `components` a row.
  std::vector<double> array(const Object& holder, const char* property, std::uint64_t components) const;
  std::vector<std::string> words(const Object& array_object) const;  ///< of a StringArray or DateTimeArray

  const std::filesystem::path& path() const { return file_; }
  [[noreturn]] void fail(std::string what) const;

 private:
  std::string inflate(std::uint64_t start, std::uint64_t length) const;

  std::filesystem::path file_;
  platform::MappedFile mapped_;
  Object objects_, project_;
};

/// Whether the bytes start as OMF v1 or, for the message that it is not read, as OMF v2.
bool is_omf_v1(std::string_view first_bytes);

}  // namespace lode::io
