#!/usr/bin/env python3
"""Loading a drillhole database of a million intervals: Lode, which joins, checks, desurveys and places it, beside
pandas merely reading the three files. Usage: load_holes.py path/to/lode"""
import json
import math
import os
import subprocess
import sys
import tempfile
import time

HOLES, INTERVALS = 2000, 500


def write_database(folder):
    with open(os.path.join(folder, "collar.csv"), "w") as collar:
        collar.write("BHID,XCOLLAR,YCOLLAR,ZCOLLAR,DEPTH\n")
        for h in range(HOLES):
            collar.write(f"H{h:05},{500000 + 50 * (h % 45)},{6000000 + 50 * (h // 45)},{400},{INTERVALS}\n")
    with open(os.path.join(folder, "survey.csv"), "w") as survey:
        survey.write("BHID,AT,BRG,DIP\n")
        for h in range(HOLES):
            for i in range(0, INTERVALS, 30):
                survey.write(f"H{h:05},{i},{180 + 3 * math.sin(h + i):.2f},{-65 + 2 * math.cos(h + i):.2f}\n")
    with open(os.path.join(folder, "assay.csv"), "w") as assay:
        assay.write("BHID,FROM,TO,Li2O_pct,Ta2O5_ppm,rock\n")
        for h in range(HOLES):
            for i in range(INTERVALS):
                grade = abs(math.sin(0.02 * i + h))
                assay.write(f"H{h:05},{i},{i + 1},{grade:.2f},{100 * grade:.0f},{'PEG' if grade > 0.5 else 'SCH'}\n")


def best_of(times, work):
    best = math.inf
    for _ in range(times):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def main():
    lode = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        write_database(folder)
        picture = os.path.join(folder, "picture.png")
        timings = []

        def load():
            run = subprocess.run([lode, "render", folder, "-o", picture, "--timings", "--size", "64x64"],
                                 capture_output=True, text=True, check=True)
            timings.append(json.loads(run.stderr[run.stderr.index("{"):]))
        load()
        os.remove(picture)
        best = math.inf
        for _ in range(3):
            load()
            os.remove(picture)
            best = min(best, timings[-1]["load_ms"])
        print(f"loading {HOLES * INTERVALS:,} intervals, best of 3")
        print(f"  Lode: read, joined, checked, desurveyed, placed  {best:8.0f} ms")
        try:
            import pandas
        except ImportError:
            print("  pandas: not installed")
            return
        seconds = best_of(3, lambda: [pandas.read_csv(os.path.join(folder, name))
                                      for name in ("collar.csv", "survey.csv", "assay.csv")])
        print(f"  pandas {pandas.__version__}: read                            {1000 * seconds:8.0f} ms")


if __name__ == "__main__":
    main()
