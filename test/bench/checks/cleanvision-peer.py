"""What CleanVision's default checks find in a folder: prints JSON. Run by test/bench/checks/pictures.ts."""

import contextlib
import io
import json
import os
import sys
import time

import cleanvision
from cleanvision import Imagelab

if __name__ == "__main__":
    folder = sys.argv[1]
    names = sorted(os.listdir(folder))
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        lab = Imagelab(filepaths=[os.path.join(folder, name) for name in names], verbose=False)
        lab.find_issues(verbose=False)
    seconds = time.perf_counter() - start
    issues = lab.issues
    flagged = {
        column[3:-6]: [os.path.basename(path) for path in issues.index[issues[column]]]
        for column in issues.columns
        if column.startswith("is_") and column.endswith("_issue")
    }
    sets = {
        name: [[os.path.basename(path) for path in one] for one in lab.info[name]["sets"]]
        for name in ("exact_duplicates", "near_duplicates")
    }
    print(json.dumps({"version": cleanvision.__version__, "seconds": seconds, "flagged": flagged, "sets": sets}))
