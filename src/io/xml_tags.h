// The tags of a simple XML text, such as the header of VTK's files.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lode::io {

struct XmlTag {
  std::string_view name;  ///< "DataArray", "/Piece"; a self-closing tag has no "/" here
  std::map<std::string, std::string, std::less<>> attributes;
  bool self_closing = false;

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

/// Which tags are open.
class XmlNesting {
 public:
  /// Takes tags in their order. Says what is wrong with one that closes another than the last that is open; else "".
  std::string take(const XmlTag& tag);

 private:
  std::vector<std::string> open_;
};

}  // namespace lode::io
