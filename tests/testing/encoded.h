// Texts in the encodings that geologists' files come in, made by tables of their own.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lode::testing {

inline std::u32string code_points(std::string_view utf8_text) {
  std::u32string codes;
  for (std::size_t at = 0; at < utf8_text.size();) {
    const auto lead = static_cast<unsigned char>(utf8_text[at]);
    const int more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    char32_t code = more == 0 ? lead : lead & (0x3F >> more);
    for (int i = 1; i <= more; ++i)
      code = code << 6 | (static_cast<unsigned char>(utf8_text[at + static_cast<std::size_t>(i)]) & 0x3F);
    codes += code;
    at += static_cast<std::size_t>(more) + 1;
  }
  return codes;
}

/// Russian letters in the order of KOI8-R from 0xC0.
inline std::string koi8_letters() { return "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ"; }

inline std::string encoded_character(char32_t code, std::string_view encoding) {
  static const std::map<char32_t, std::string> chinese{
      {U'孔', "\xBF\xD7"}, {U'号', "\xBA\xC5"}, {U'钻', "\xD7\xEA"}, {U'一', "\xD2\xBB"}, {U'二', "\xB6\xFE"},
      {U'深', "\xC9\xEE"}, {U'自', "\xD7\xD4"}, {U'至', "\xD6\xC1"}, {U'岩', "\xD1\xD2"}, {U'性', "\xD0\xD4"},
      {U'花', "\xBB\xA8"}, {U'岗', "\xB8\xDA"}, {U'伟', "\xCE\xB0"}, {U'晶', "\xBE\xA7"}, {U'片', "\xC6\xAC"}};
  const auto byte = [](char32_t value) { return std::string(1, static_cast<char>(value)); };
  if (encoding == "UTF-16LE") return byte(code & 0xFF) + byte(code >> 8);
  if (encoding == "UTF-16BE") return byte(code >> 8) + byte(code & 0xFF);
  if (code < 0x80) return byte(code);
  if (encoding == "GB18030") return chinese.at(code);
  if (code < 0x410 || code > 0x44F) throw std::out_of_range("no letter of these tables");
  if (encoding == "windows-1251") return byte(code - 0x410 + 0xC0);
  if (encoding == "KOI8-R") return byte(0xC0 + code_points(koi8_letters()).find(code));
  return byte(code < 0x440 ? code - 0x410 + 0x80 : code - 0x440 + 0xE0);  // IBM866
}

inline std::string encoded(std::string_view utf8_text, std::string_view encoding) {
  if (encoding == "UTF-8") return std::string(utf8_text);
  std::string bytes;
  for (const char32_t code : code_points(utf8_text)) bytes += encoded_character(code, encoding);
  return bytes;
}

}  // namespace lode::testing
