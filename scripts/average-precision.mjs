/**
 * Average precision of a ranking: the mean, over the relevant items, of the precision at the place where each is found.
 * Items with equal scores are found together, as in scikit-learn's `average_precision_score`.
 *
 * @param {readonly number[]} scores one per item; the highest is ranked first
 * @param {readonly boolean[]} relevant whether each item is one of those sought
 * @returns {number} in [0, 1]; NaN where nothing is relevant
 */
export function averagePrecision(scores, relevant) {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const total = relevant.filter(Boolean).length;
  let sum = 0;
  let found = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    let here = 0;
    for (; end < order.length && scores[order[end]] === scores[order[start]]; end += 1) {
      if (relevant[order[end]]) here += 1;
    }
    found += here;
    sum += here * (found / end);
    start = end;
  }
  return sum / total;
}
