// A deposit small enough to count by hand.
#pragma once

#include <fmt/format.h>

#include <string>

#include "testing/testing.h"

namespace lode::testing {

/// Two vertical holes of 50 m, collars at RL 100; assays every 10 m, two rocks; 4 x 3 x 2 blocks of 10 m with their
/// lower corner at 1000, 2000, 60: block (i, j, k) has the grade 0.1 (i + 4 (j + 3 k)), 0.0 to 2.3 %, and 2.5 t/m3.
class Deposit {
 public:
  Deposit() {
    folder_.write("holes/collar.csv",
                  "HOLEID,X,Y,Z,DEPTH,YEAR\nDH1,1005,2005,100,50,2020\nDH2,1035,2025,100,50,2021\n");
    folder_.write("holes/survey.csv", "HOLEID,AT,AZIMUTH,DIP\nDH1,0,0,-90\nDH2,0,0,-90\n");
    std::string assay = "HOLEID,FROM,TO,Li2O_pct\n";
    for (int hole = 1; hole <= 2; ++hole)
      for (int i = 0; i < 5; ++i) assay += fmt::format("DH{},{},{},{}\n", hole, 10 * i, 10 * i + 10, 0.5 * i);
    folder_.write("holes/assay.csv", assay);
    folder_.write("holes/lith.csv", "HOLEID,FROM,TO,ROCK\nDH1,0,25,SOIL\nDH1,25,50,PEG\nDH2,0,50,PEG\n");
    std::string blocks = "XC,YC,ZC,DX,DY,DZ,Li2O_pct,density\n";
    for (int k = 0; k < 2; ++k)
      for (int j = 0; j < 3; ++j)
        for (int i = 0; i < 4; ++i)
          blocks += fmt::format("{},{},{},10,10,10,{:.1f},2.5\n", 1005 + 10 * i, 2005 + 10 * j, 65 + 10 * k,
                                0.1 * (i + 4 * (j + 3 * k)));
    folder_.write("blocks.csv", blocks);
  }
  std::filesystem::path holes() const { return folder_.path() / "holes"; }
  std::filesystem::path blocks() const { return folder_.path() / "blocks.csv"; }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

}  // namespace lode::testing
