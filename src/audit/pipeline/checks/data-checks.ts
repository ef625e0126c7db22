import {
  classImbalance,
  DATA_VALUE_THRESHOLD,
  dataValues,
  nearDuplicates,
  neighbourClusters,
  neighbourGraph,
  NEIGHBOURS,
  nullFeatures,
  orderDependence,
  outlierScores,
  SHORTCUT_THRESHOLD,
  shortcutScore,
  underperformingGroups,
  UNDERPERFORMING_THRESHOLD,
  type NeighbourGraph,
} from '../../../core/index.ts';
import type { DATA_CHECKS } from '../../options/picture-checks.ts';
import type { CheckType, Finding, NotMade } from '../../report/schema/checks-schema.ts';
import { inSlices, type SliceHooks } from '../in-slices.ts';
import type { CheckedRows } from './checked-rows.ts';
import { checkType } from './checks-type.ts';
import { inAllRows, nearInAllRows, placesOfComplete, rowsAt, type Judged, type NearRows } from './complete-rows.ts';

export type DataCheck = (typeof DATA_CHECKS)[number];

/** What the checks of the data set as a whole found. */
export interface CheckedData {
  /** In the order in which they were asked for. */
  readonly types: readonly CheckType[];
  /** Of each type the score of each picture; NaN where it scores the data set alone. */
  readonly columns: readonly Float64Array[];
  readonly notMade: readonly NotMade[];
  /** Pictures that are near each other by their features, where that was asked for. */
  readonly near?: NearRows;
}

export interface DataCheckWork extends SliceHooks {
  /** Whether near duplicates by features are wanted too. */
  readonly near?: boolean;
}

/** Checks that know pictures by their neighbours. */
const BY_NEIGHBOURS: ReadonlySet<DataCheck> = new Set([
  'outlier',
  'non_iid',
  'underperforming_group',
  'data_valuation',
]);

/**
 * Checks the data set as a whole, by features, probabilities and labels, with Datalab's definitions. What lacks features is
 * not guessed from something else: it is among `notMade`.
 *
 * @param names which checks, in the order of the result
 * @throws the signal's reason where it is aborted
 */
export async function checkData(
  names: readonly DataCheck[],
  rows: CheckedRows,
  work: DataCheckWork = {},
): Promise<CheckedData> {
  const places = rows.features && placesOfComplete(rows.features);
  const reasonOf = whyNot(rows, places?.length);
  const notMade = names.flatMap((name): NotMade[] => {
    const reason = reasonOf(name);
    return reason === undefined ? [] : [{ name, reason }];
  });
  const made = names.filter((name) => reasonOf(name) === undefined);
  const isNear = work.near === true && reasonOf('outlier') === undefined;
  const isCompared = isNear || made.some((name) => BY_NEIGHBOURS.has(name));
  const complete = places && isCompared ? rowsAt(places, rows) : undefined;
  const graph =
    complete === undefined ? undefined : await inSlices(neighbourGraph(needed(complete.rows.features)), work);
  const results: Judged[] = [];
  for (const name of made) {
    if (complete === undefined || !BY_NEIGHBOURS.has(name)) results.push(await judge(name, rows, undefined, work));
    else results.push(inAllRows(await judge(name, complete.rows, graph, work), complete.places, rows.labels.length));
  }
  return {
    types: results.map(({ type }) => type),
    columns: results.map(({ scores }) => scores),
    notMade,
    ...(graph === undefined || complete === undefined || !isNear
      ? {}
      : { near: nearInAllRows(nearDuplicates(graph), complete.places, rows.labels.length) }),
  };
}

/**
 * For each check why it is not made; undefined where it is.
 *
 * @param complete number of rows whose features are all numbers; undefined without features
 */
function whyNot(
  { features, looks, isOrdered }: CheckedRows,
  complete: number | undefined,
): (name: DataCheck) => NotMade['reason'] | undefined {
  const tooFew = complete !== undefined && complete > NEIGHBOURS ? undefined : 'too-few-pictures';
  const byNeighbours = features === undefined ? 'no-features' : tooFew;
  return (name) => {
    if (name === 'null_features') return features === undefined ? 'no-features' : undefined;
    if (name === 'spurious_correlations') return looks === undefined ? 'no-picture-scores' : undefined;
    if (name === 'non_iid' && !isOrdered) return 'no-order';
    return BY_NEIGHBOURS.has(name) ? byNeighbours : undefined;
  };
}

async function judge(
  name: DataCheck,
  rows: CheckedRows,
  graph: NeighbourGraph | undefined,
  work: DataCheckWork,
): Promise<Judged> {
  switch (name) {
    case 'class_imbalance':
      return rareClasses(rows);
    case 'spurious_correlations':
      return shortcuts(rows);
    case 'null_features': {
      const { scores } = nullFeatures(needed(rows.features));
      return { type: checkType(name, 1, scores, (i) => scores[i] < 1), scores };
    }
    case 'outlier': {
      const { scores, mask, threshold } = outlierScores(needed(graph));
      return { type: checkType(name, threshold, scores, (i) => mask[i] === 1), scores };
    }
    case 'data_valuation': {
      const scores = dataValues(needed(graph), rows.labels);
      return { type: checkType(name, DATA_VALUE_THRESHOLD, scores, (i) => scores[i] < DATA_VALUE_THRESHOLD), scores };
    }
    case 'underperforming_group':
      return badGroups(rows, needed(graph));
    case 'non_iid': {
      const { scores, pValue } = await inSlices(orderDependence(needed(graph)), { signal: work.signal });
      // The order is that of all: no picture is to blame for it.
      return { type: ofAll(name, ORDER_THRESHOLD, pValue, []), scores };
    }
  }
}

/** A p-value below says that the order means something. */
const ORDER_THRESHOLD = 0.05;

function rareClasses({ labels, classes }: CheckedRows): Judged {
  const { scores, mask, rare, counts, leastShare } = classImbalance(labels, classes.length);
  const findings = rare.map((label): Finding => {
    const pictures = counts[label];
    return { class: classes[label], score: pictures / labels.length, pictures };
  });
  const type = checkType('class_imbalance', leastShare, scores, (i) => mask[i] === 1);
  return { type: { ...type, score: lowest(scores), findings }, scores };
}

function badGroups({ labels, predProbs }: CheckedRows, graph: NeighbourGraph): Judged {
  const clusterOf = neighbourClusters(graph);
  const { scores, mask, ratios } = underperformingGroups(labels, predProbs, clusterOf);
  const sizes = new Map<number, number>();
  for (const cluster of clusterOf) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const findings = [...ratios]
    .filter(([, ratio]) => ratio < UNDERPERFORMING_THRESHOLD)
    .sort(([, a], [, b]) => a - b)
    .map(([cluster, score]): Finding => ({ score, pictures: sizes.get(cluster) ?? 0 }));
  const type = checkType('underperforming_group', UNDERPERFORMING_THRESHOLD, scores, (i) => mask[i] === 1);
  return { type: { ...type, score: lowest(scores), findings }, scores };
}

function shortcuts({ labels, classes, looks }: CheckedRows): Judged {
  const { names, columns } = needed(looks);
  const findings = names
    .map((property, column): Finding => {
      const found = shortcutScore(columns[column], labels, classes.length);
      return { property, score: found.score, pictures: found.rows };
    })
    .sort((a, b) => a.score - b.score);
  const score = findings.reduce((least, finding) => Math.min(least, finding.score), 1);
  const told = findings.filter((finding) => finding.score < SHORTCUT_THRESHOLD);
  return {
    type: ofAll('spurious_correlations', SHORTCUT_THRESHOLD, score, told),
    scores: new Float64Array(labels.length).fill(NaN),
  };
}

/** What a check says that judges the data set and no single picture. */
function ofAll(name: DataCheck, threshold: number, score: number, findings: readonly Finding[]): CheckType {
  return { name, threshold, flagged: 0, pictures: [], score: Math.min(1, Math.max(0, score)), findings };
}

const lowest = (scores: Float64Array): number => scores.reduce((least, score) => Math.min(least, score), 1);

function needed<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('A check was made without what it needs.');
  return value;
}
