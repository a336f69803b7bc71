// The words of a filter's or an arithmetic expression's text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lode {

struct FilterToken {
  enum class Kind { name, key_word, number, word, symbol, end };
  Kind kind = Kind::end;
  std::string text;    ///< key words in lower case; names and words without brackets and quotes; symbols normalised
  std::size_t at = 0;  ///< 1-based character
};

/// All tokens, the last of kind end. Throws Error at a character that begins nothing, or an unterminated quote.
std::vector<FilterToken> filter_tokens(std::string_view text);

/// The same of an arithmetic expression: + - * / ^ are symbols, signs stand apart from numbers, dates are none.
std::vector<FilterToken> arithmetic_tokens(std::string_view text);

/// Whether a name stands in a filter without brackets.
bool is_plain_filter_name(std::string_view name);

}  // namespace lode
