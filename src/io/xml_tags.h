// The tags of a simple XML text, such as the header of VTK's files.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace lode::io {

struct XmlTag {
  std::string_view name;  ///< "DataArray", "/Piece"; a self-closing tag has no "/" here
  std::map<std::string, std::string, std::less<>> attributes;

  /// "" when the tag lacks it.
  std::string_view operator[](std::string_view attribute) const {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? std::string_view() : std::string_view(found->second);
  }
};

/// Walks a text tag by tag; comments, declarations and processing instructions are skipped. The text must outlive it.
class XmlTags {
 public:
  explicit XmlTags(std::string_view text) : rest_(text) {}
  /// False at the end of the text, or where it is no XML.
  bool next(XmlTag& tag);
  std::string_view rest() const { return rest_; }  ///< the text behind the tag

 private:
  std::string_view rest_;
};

}  // namespace lode::io
