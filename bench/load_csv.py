#!/usr/bin/env python3
"""A block model as text read by pandas and Polars, where they are installed, for csv_bench's table. Usage: load_csv.py
FILE"""
import importlib.util
import os
import sys
import time


def best_of(times, work):
    best = float("inf")
    for _ in range(times):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def main():
    file = sys.argv[1]
    gigabytes = os.path.getsize(file) / 1e9
    readers = []
    if importlib.util.find_spec("pandas"):
        import pandas

        readers.append((f"pandas {pandas.__version__}", lambda: pandas.read_csv(file)))
    if importlib.util.find_spec("polars"):
        import polars

        readers.append((f"Polars {polars.__version__}", lambda: polars.read_csv(file)))
    if not readers:
        print("neither pandas nor Polars is installed")
    for name, read in readers:
        seconds = best_of(2, read)
        print(f"{name}: read_csv of the last file {seconds:.2f} s ({gigabytes / seconds:.2f} GB/s)")


main()
