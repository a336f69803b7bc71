#include "io/missing_codes.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "io/text_scanner.h"

namespace lode::io {

void remove_codes(Column& column, const std::vector<std::string>& codes) {
  const Numbers* numbers = column.numbers();
  if (numbers == nullptr || codes.empty()) return;
  std::vector<double> missing;
  for (const std::string& code : codes)
    if (const std::optional<double> value = number_of(code)) missing.push_back(*value);
  const bool single = std::holds_alternative<SharedArray<float>>(numbers->storage());
  std::vector<double> values(numbers->size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    values[row] = (*numbers)[row];
    const auto equals = [&](double code) {
      return values[row] == code || (single && values[row] == static_cast<double>(static_cast<float>(code)));
    };
    if (std::ranges::any_of(missing, equals)) values[row] = std::numeric_limits<double>::quiet_NaN();
  }
  if (single)
    column.data = Numbers(SharedArray<float>(std::vector<float>(values.begin(), values.end())));
  else
    column.data = Numbers::narrowed(values);
}

}  // namespace lode::io
