#!/usr/bin/env python3
"""A cut-off changes: how long until the picture of 1280x720 is finished, in Lode and in ParaView, on the same .vti.
Usage: cutoff_change.py path/to/lode [MILLIONS...]    default: 1 10
ParaView is measured where `pvpython` is found, under xvfb-run where there is no display. Of Lode, which draws each
picture from the filter on as its slider does, the whole counts: mask, faces, colours, upload, frame and the reading back
of the pixels; its edges are not smoothed, as in the window, nor are ParaView's. ParaView:
Threshold, coloured by the grade, then Render(). Both must count the same blocks."""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

# About a tenth of the blocks, between the grades of the model: ParaView compares float32 with a double, so that a grade of 1.05 is below 1.05.
CUTOFFS = [1.2112, 1.2512, 1.1512, 1.3012, 1.1012, 1.2112]
GRADE = "Li2O_pct"

PARAVIEW = """
import json, sys, time
from paraview.simple import *
file, grade, cutoffs = sys.argv[1], sys.argv[2], [float(c) for c in sys.argv[3:]]
reader = XMLImageDataReader(FileName=[file])
reader.CellArrayStatus = [grade]
blocks = Threshold(Input=reader, Scalars=["CELLS", grade])
blocks.ThresholdMethod = "Above Upper Threshold"
view = CreateView("RenderView")
view.ViewSize = [1280, 720]
blocks.UpperThreshold = cutoffs[0]
shown = Show(blocks, view)
ColorBy(shown, ("CELLS", grade))
view.ResetCamera(False)
Render(view)
for cutoff in cutoffs[1:]:
    begin = time.perf_counter()
    blocks.UpperThreshold = cutoff
    Render(view)
    ms = 1000 * (time.perf_counter() - begin)
    cells = blocks.GetDataInformation().GetNumberOfCells()
    print("CUTOFF " + json.dumps({"cutoff": cutoff, "ms": ms, "blocks": cells}), flush=True)
"""


def lode_changes(lode, file, folder):
    command = [lode, "render", file, "-o", os.path.join(folder, "picture.png"), "--size", "1280x720", "--timings",
               "--draft", "--color-by", GRADE]
    for cutoff in CUTOFFS:
        command += ["--filter", f"{GRADE} >= {cutoff}"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    pictures = json.loads(run.stderr[run.stderr.index("{"):])["pictures"][1:]
    return [picture["picture_ms"] for picture in pictures]


def blocks_above(lode, file, cutoff):
    run = subprocess.run([lode, "tonnage", file, "--json", "--filter", f"{GRADE} >= {cutoff}"], capture_output=True,
                         text=True, check=True)
    return json.loads(run.stdout)["rows"][0]["blocks"]


def paraview_changes(file, folder):
    script = os.path.join(folder, "cutoff.py")
    with open(script, "w") as text:
        text.write(PARAVIEW)
    command = ["pvpython", script, file, GRADE] + [str(cutoff) for cutoff in CUTOFFS]
    if not os.environ.get("DISPLAY") and shutil.which("xvfb-run"):
        command = ["xvfb-run", "-a", "-s", "-screen 0 1280x1024x24"] + command
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line[len("CUTOFF "):]) for line in run.stdout.splitlines() if line.startswith("CUTOFF ")]


def main():
    lode = os.path.abspath(sys.argv[1])
    print("| blocks | Lode, ms | ParaView, ms | ParaView / Lode |\n|---|---|---|---|")
    for millions in [int(m) for m in sys.argv[2:]] or [1, 10]:
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "blocks.vti")
            subprocess.run([lode, "demo", "--picture", "--blocks", f"{millions}M", "-o", file], check=True,
                           capture_output=True, cwd=folder)
            ours = statistics.median(lode_changes(lode, file, folder))
            if shutil.which("pvpython") is None:
                print(f"| {millions} M | {ours:.0f} | not installed | - |")
                continue
            theirs = paraview_changes(file, folder)
            for change in theirs:
                mine = blocks_above(lode, file, change["cutoff"])
                if mine != change["blocks"]:
                    sys.exit(f"{change['blocks']} blocks in ParaView, {mine} in Lode")
            ms = statistics.median(change["ms"] for change in theirs)
            print(f"| {millions} M | {ours:.0f} | {ms:.0f} | **{ms / ours:.0f}** |", flush=True)


if __name__ == "__main__":
    main()
