// Text between the quotes of an XML attribute.
#pragma once

#include <string>
#include <string_view>

namespace lode {

/// With &, <, > and " as entities.
std::string escaped_xml(std::string_view text);

}  // namespace lode
