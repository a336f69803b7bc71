#include "core/filter_lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/error.h"

namespace lode {

namespace {

constexpr std::array<std::string_view, 7> key_words{"and", "or", "not", "in", "between", "is", "missing"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
// Letters of every script begin and continue names: bytes above 0x7f are part of one.
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) { return begins_name(c) || is_digit(c); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

bool is_key_word(std::string_view text) {
  return std::find(key_words.begin(), key_words.end(), lower_ascii(text)) != key_words.end();
}

class Lexer {
 public:
  Lexer(std::string_view text, bool arithmetic)
      : text_(text), arithmetic_(arithmetic), what_(arithmetic ? "expression" : "filter") {}

  std::vector<FilterToken> all() {
    std::vector<FilterToken> tokens;
    do tokens.push_back(next());
    while (tokens.back().kind != FilterToken::Kind::end);
    return tokens;
  }

 private:
  char peek(std::size_t ahead = 0) const { return pos_ + ahead < text_.size() ? text_[pos_ + ahead] : '\0'; }
  // Characters up to pos_, counted on from where it was last asked.
  std::size_t character() {
    for (; counted_ < pos_; ++counted_)
      if ((text_[counted_] & 0xc0) != 0x80) ++characters_;
    return characters_ + 1;
  }

  FilterToken next() {
    while (pos_ < text_.size() && is_space(text_[pos_])) ++pos_;
    FilterToken token;
    token.at = character();
    if (pos_ == text_.size()) return token;
    const char c = peek();
    if (c == '[') return enclosed(token, ']', FilterToken::Kind::name, "name in square brackets");
    if (c == '"' || c == '\'') return enclosed(token, c, FilterToken::Kind::word, "word in quotes");
    if (begins_name(c)) return name_or_key_word(token);
    const bool sign =
        !arithmetic_ && (c == '-' || c == '+') && (is_digit(peek(1)) || (peek(1) == '.' && is_digit(peek(2))));
    if (is_digit(c) || sign || (c == '.' && is_digit(peek(1)))) return number_or_date(token);
    return symbol(token);
  }

  FilterToken enclosed(FilterToken token, char close, FilterToken::Kind kind, const char* what) {
    token.kind = kind;
    for (++pos_; pos_ < text_.size(); ++pos_) {
      if (text_[pos_] == close) {
        ++pos_;
        if (peek() == close) {  // a doubled closing mark stands for itself
          token.text += close;
          continue;
        }
        if (kind == FilterToken::Kind::name && token.text.empty())
          throw Error(fmt::format("{}: the brackets at character {} hold no name", what_, token.at),
                      "Write the column's name in them: [Rock Type]", {{}, 0, token.at});
        return token;
      }
      token.text += text_[pos_];
    }
    throw Error(fmt::format("{}: the {} that begins at character {} does not end", what_, what, token.at),
                fmt::format("Close it with {}", close), {{}, 0, token.at});
  }

  FilterToken name_or_key_word(FilterToken token) {
    const std::size_t begin = pos_;
    while (pos_ < text_.size() && continues_name(text_[pos_])) ++pos_;
    token.text = text_.substr(begin, pos_ - begin);
    token.kind = is_key_word(token.text) ? FilterToken::Kind::key_word : FilterToken::Kind::name;
    if (token.kind == FilterToken::Kind::key_word) token.text = lower_ascii(token.text);
    return token;
  }

  FilterToken number_or_date(FilterToken token) {
    const std::size_t begin = pos_;
    if (!arithmetic_ && is_date()) {
      pos_ += 10;
      token.kind = FilterToken::Kind::word;
    } else {
      if (peek() == '-' || peek() == '+') ++pos_;
      while (is_digit(peek())) ++pos_;
      if (peek() == '.') ++pos_;
      while (is_digit(peek())) ++pos_;
      const std::size_t sign = peek(1) == '-' || peek(1) == '+' ? 1 : 0;
      if ((peek() == 'e' || peek() == 'E') && is_digit(peek(1 + sign))) {
        pos_ += 1 + sign;
        while (is_digit(peek())) ++pos_;
      }
      token.kind = FilterToken::Kind::number;
    }
    token.text = text_.substr(begin, pos_ - begin);
    if (pos_ < text_.size() && (continues_name(text_[pos_]) || text_[pos_] == '.'))
      throw Error(fmt::format("{}: \"{}\" at character {} runs into other text", what_, token.text, token.at),
                  "Put words in quotes (\"2A\") and names that begin with a digit in square brackets ([2A])",
                  {{}, 0, token.at});
    return token;
  }

  bool is_date() const {
    constexpr std::string_view pattern = "dddd-dd-dd";
    for (std::size_t i = 0; i < pattern.size(); ++i)
      if (pattern[i] == 'd' ? !is_digit(peek(i)) : peek(i) != pattern[i]) return false;
    return true;
  }

  FilterToken symbol(FilterToken token) {
    struct Symbol {
      std::string_view written, meant;
    };
    static constexpr std::array<Symbol, 11> symbols{{{"==", "="},
                                                     {"!=", "!="},
                                                     {"<>", "!="},
                                                     {"<=", "<="},
                                                     {">=", ">="},
                                                     {"=", "="},
                                                     {"<", "<"},
                                                     {">", ">"},
                                                     {"(", "("},
                                                     {")", ")"},
                                                     {",", ","}}};
    constexpr std::string_view operators = "+-*/^";
    if (arithmetic_ && operators.find(peek()) != std::string_view::npos) {
      token.kind = FilterToken::Kind::symbol;
      token.text = peek();
      ++pos_;
      return token;
    }
    for (const Symbol& s : symbols) {
      if (text_.substr(pos_, s.written.size()) != s.written) continue;
      pos_ += s.written.size();
      token.kind = FilterToken::Kind::symbol;
      token.text = s.meant;
      return token;
    }
    throw Error(fmt::format("{0}: \"{1}\" at character {2} begins nothing that {3} {0} knows", what_, peek(), token.at,
                            arithmetic_ ? "an" : "a"),
                arithmetic_ ? "An expression reads like Li2O_pct + 0.4 * Ta2O5_ppm / 1000"
                            : "A filter reads like Li2O_pct >= 0.8 and rock in (\"PEG\", \"SPD\")",
                {{}, 0, token.at});
  }

  std::string_view text_;
  bool arithmetic_;
  const char* what_;
  std::size_t pos_ = 0;
  std::size_t counted_ = 0, characters_ = 0;
};

}  // namespace

std::vector<FilterToken> filter_tokens(std::string_view text) { return Lexer(text, false).all(); }
std::vector<FilterToken> arithmetic_tokens(std::string_view text) { return Lexer(text, true).all(); }

bool is_plain_filter_name(std::string_view name) {
  return !name.empty() && begins_name(name[0]) && std::all_of(name.begin(), name.end(), continues_name) &&
         !is_key_word(name);
}

}  // namespace lode
