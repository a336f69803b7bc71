// GDAL's messages, kept from the terminal and put into Errors.
#pragma once

#include <string>

namespace lode::io {

/// While it lives, what GDAL says on this thread is collected here instead of printed.
class GdalErrors {
 public:
  GdalErrors();
  ~GdalErrors();
  GdalErrors(const GdalErrors&) = delete;
  GdalErrors& operator=(const GdalErrors&) = delete;
  /// The first failure said, or `otherwise`.
  std::string first_or(const std::string& otherwise) const { return first_.empty() ? otherwise : first_; }

 private:
  std::string first_;
};

}  // namespace lode::io
