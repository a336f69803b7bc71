// Messages quote what stands in files, which may be anything.
#include "core/error.h"

#include <gtest/gtest.h>

namespace lode {
namespace {

TEST(Error, WhatIsQuotedOfAFileIsPrintable) {
  const Error error("\"\xd7\x36\" is no number,\nнор \xe4\xb8\xad \xf0\x9f\x98\x80 \xed\xa0\x80 \xc0\xaf \x1b[2J",
                    "look\tagain", {"a\nb.csv", 3});
  EXPECT_EQ(error.what_happened(), "\"?6\" is no number, нор 中 \xf0\x9f\x98\x80 ??? ??  [2J");
  EXPECT_EQ(describe(error),
            "error: \"?6\" is no number, нор 中 \xf0\x9f\x98\x80 ??? ??  [2J\n  in a b.csv, line 3\n  look again");
  EXPECT_STREQ(error.what(), error.what_happened().c_str());
  EXPECT_EQ(Error("\xe4\xb8", "").what_happened(), "??");  // a character cut off
}

}  // namespace
}  // namespace lode
