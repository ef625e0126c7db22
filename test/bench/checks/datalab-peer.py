"""What Datalab's checks take on one set of arrays: prints JSON. Run by test/bench/checks-data.ts."""

import contextlib
import io
import json
import resource
import sys
import time

import cleanlab
import numpy as np
from cleanlab import Datalab

if __name__ == "__main__":
    folder, runs, valued = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "valued"
    labels = np.load(f"{folder}/labels.npy")
    pred_probs = np.load(f"{folder}/pred_probs.npy")
    # As its reference results are made.
    features = np.load(f"{folder}/features.npy").astype(np.float64)
    kinds = ["null", "outlier", "near_duplicate", "non_iid", "class_imbalance", "underperforming_group"]
    kinds += ["data_valuation"] if valued else []
    seconds, lab = [], None
    for _ in range(runs):
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            lab = Datalab(data={"labels": labels.tolist()}, label_name="labels")
            lab.find_issues(pred_probs=pred_probs, features=features, issue_types={kind: {} for kind in kinds})
        seconds.append(time.perf_counter() - start)
    issues = lab.get_issues()
    print(
        json.dumps(
            {
                "version": cleanlab.__version__,
                "seconds": seconds,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "found": {kind: float(issues[f"{kind}_score"].mean()) for kind in kinds},
            }
        )
    )
