"""What cleanlab's default calls take on one pair of files: prints JSON. Run by test/bench/core.ts."""

import json
import resource
import sys
import time

import cleanlab
import numpy as np
from cleanlab.dataset import health_summary
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores


def median_of(runs, call):
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        result = call()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[len(seconds) // 2], result


if __name__ == "__main__":
    labels_file, pred_probs_file, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    labels, pred_probs = np.load(labels_file), np.load(pred_probs_file)
    issues_seconds, issues = median_of(
        runs, lambda: find_label_issues(labels, pred_probs, return_indices_ranked_by="self_confidence")
    )
    scores_seconds, scores = median_of(runs, lambda: get_label_quality_scores(labels, pred_probs))
    health_seconds, health = median_of(runs, lambda: health_summary(labels, pred_probs, verbose=False))
    print(
        json.dumps(
            {
                "version": cleanlab.__version__,
                "numpy": np.__version__,
                "issues": issues_seconds,
                "scores": scores_seconds,
                "health": health_seconds,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "found": {
                    "count": len(issues),
                    "first": [int(i) for i in issues[:12]],
                    "numIssues": round((1 - health["overall_label_health_score"]) * len(labels)),
                    "meanQuality": float(np.mean(scores, dtype=np.float64)),
                },
            }
        )
    )
