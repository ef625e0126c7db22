import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { classImbalance } from '../../src/core/neighbours/class-imbalance.ts';
import { dataValues } from '../../src/core/neighbours/data-values.ts';
import { nearDuplicates } from '../../src/core/neighbours/near-duplicates.ts';
import { neighbourClusters } from '../../src/core/neighbours/neighbour-clusters.ts';
import { neighbourGraph } from '../../src/core/neighbours/neighbour-graph.ts';
import { nullFeatures } from '../../src/core/neighbours/null-features.ts';
import { orderDependence } from '../../src/core/neighbours/order-dependence.ts';
import { outlierScores } from '../../src/core/neighbours/outlier-scores.ts';
import { shortcutScore } from '../../src/core/neighbours/shortcut-scores.ts';
import { underperformingGroups } from '../../src/core/neighbours/underperforming-groups.ts';
import { datalabCases, finish, numbersOf, rowsOfMask, type DatalabCase } from './datalab-cases.ts';
import { asArray, asObject, firstDifference, FIXTURES, readJson, sharedGolden } from './golden.ts';

// Datalab (cleanlab 2.9.0): the graph by its distances, then each check on Datalab's own graph, exactly. What we judge
// otherwise, on purpose:
//
// - `all-rare-classes`: Datalab flags the rarest class alone, of two that are as rare the first (imbalanced-tie). We flag
//   every class below the limit.
// - `all-bad-groups`: Datalab holds a mean against a ratio and may name the second-worst group, or none (underperforming-two,
//   -none); and it names one alone. We flag every group whose ratio is below the threshold, the worst of which is
//   `cluster_of_lowest_ratio`.
// - `order-of-few`: where shuffling never changes the statistic Datalab raises (just-enough); our p-value is 1.
// - `baseline-meant`: of shortcuts, `scores_with_the_baseline_meant`. A number that never changes scores 1 without a model.
// - `without-features`: Datalab judges outliers by probabilities where there are no features (probabilities-only). We say that
//   the check was not made: a label that is hard to tell is no picture that is unlike the others.
// - `labels`: label issues are our confident learning, held to its own reference results; by features alone
//   (features-only) we judge none.

const tolerance = { relative: 1e-9, absolute: 1e-12 };
const shared = sharedGolden();
const folders = [FIXTURES, ...(shared === undefined ? [] : [shared])].map((folder) => path.join(folder, 'datalab'));

describe.each(folders)('Datalab: %s', (folder) => {
  const cases = datalabCases(folder);
  const having = <Key extends keyof DatalabCase>(...keys: Key[]): Full<Key>[] =>
    cases.filter((one): one is Full<Key> => keys.every((key) => one[key] !== undefined));
  type Full<Key extends keyof DatalabCase> = DatalabCase & Required<Pick<DatalabCase, Key>>;
  const told = (one: DatalabCase, check: string, name: string): number | undefined => {
    const parameters = check in one.parameters ? asObject(one.parameters[check]) : {};
    return name in parameters ? Number(parameters[name]) : undefined;
  };
  const made = <Case extends DatalabCase>(check: string, some: readonly Case[]): Case[] => {
    const found = some.filter(({ issues }) => `${check}_score` in issues);
    expect(found.length).toBeGreaterThan(0);
    return found;
  };
  const expectScores = (one: DatalabCase, check: string, scores: ArrayLike<number>, mask: Uint8Array): void => {
    expect(firstDifference(Array.from(scores), one.issues[`${check}_score`], tolerance), one.name).toBeUndefined();
    expect(rowsOfMask(mask), one.name).toEqual(numbersOf(one.issues[`is_${check}_issue`]));
  };

  it('has cases', () => {
    expect(cases.length).toBe(folder.startsWith(FIXTURES) ? 3 : 24);
  });

  it('finds the neighbours', () => {
    for (const one of having('graph')) {
      const rows = one.features ?? one.predProbs;
      if (rows === undefined) throw new Error(`${one.name}: nothing to find neighbours by`);
      const { distances, indices, metric } = finish(neighbourGraph(rows, one.graph.k));
      expect(metric).toBe(one.graph.metric);
      expect(
        firstDifference(Array.from(distances), Array.from(one.graph.distances), tolerance),
        one.name,
      ).toBeUndefined();
      // Where no other distance is as large, the rows are the same too.
      const { k } = one.graph;
      for (let at = 0; at < indices.length; at++) {
        const apart = (other: number): boolean => Math.abs(distances[other] - distances[at]) > 1e-9;
        const isAlone = at % k < k - 1 && apart(at + 1) && (at % k === 0 || apart(at - 1));
        if (isAlone) expect(indices[at], `${one.name}, row ${Math.floor(at / k)}`).toBe(one.graph.indices[at]);
      }
    }
  });

  it('refuses what has no graph', () => {
    for (const one of having('features').filter(({ errors }) => 'outlier' in errors)) {
      const words =
        one.name === 'fewer-than-k' ? /10 neighbours need more than 10 rows; there are 8/ : /Row 5, column 2.*NaN/;
      expect(() => finish(neighbourGraph(one.features)), one.name).toThrow(words);
    }
  });

  it('scores outliers', () => {
    for (const one of made('outlier', having('graph', 'features'))) {
      const { scores, mask, mostDistance, scale } = outlierScores(one.graph, told(one, 'outlier', 'threshold'));
      expectScores(one, 'outlier', scores, mask);
      const info = asObject(one.info.outlier);
      expect(firstDifference(mostDistance, info.issue_threshold, tolerance), one.name).toBeUndefined();
      expect(firstDifference(scale, info.scaling_factor, tolerance), one.name).toBeUndefined();
    }
  });

  it('finds near duplicates', () => {
    for (const one of made('near_duplicate', having('graph'))) {
      const { scores, mask, of, sets } = nearDuplicates(one.graph, told(one, 'near_duplicate', 'threshold'));
      expectScores(one, 'near_duplicate', scores, mask);
      const expected = asObject(asObject(one.info.near_duplicate).near_duplicate_sets);
      const found = Object.fromEntries([...of].map(([row, others]) => [String(row), others]));
      const theirs = Object.entries(expected).map(([row, others]) => [row, numbersOf(others).sort((a, b) => a - b)]);
      expect(found, one.name).toEqual(Object.fromEntries(theirs));
      expect(
        sets.flatMap((set) => set.rows).sort((a, b) => a - b),
        one.name,
      ).toEqual(rowsOfMask(mask));
    }
  });

  it('tells whether the order means something, with the very permutations', () => {
    for (const one of made('non_iid', having('graph'))) {
      const { statistic, pValue, scores, mask } = finish(orderDependence(one.graph));
      const info = asObject(one.info.non_iid);
      const chance = asObject(info.chance);
      expect(firstDifference(statistic, chance.ks_statistic, tolerance), one.name).toBeUndefined();
      expect(Math.abs(pValue - Number(info['p-value'])), one.name).toBeLessThan(1e-6);
      expectScores(one, 'non_iid', scores, mask);
    }
    for (const one of having('graph').filter(({ errors }) => 'non_iid' in errors)) {
      expect(one.name).toBe('just-enough');
      expect(finish(orderDependence(one.graph)).pValue).toBe(1);
    }
  });

  it('finds rare classes', () => {
    for (const one of made('class_imbalance', having('labels'))) {
      const classes = Math.max(...one.labels) + 1;
      const { scores, mask } = classImbalance(one.labels, classes, told(one, 'class_imbalance', 'threshold'));
      if (one.name !== 'imbalanced-tie') expectScores(one, 'class_imbalance', scores, mask);
      else {
        // `all-rare-classes`: two classes of two.
        expect(rowsOfMask(mask)).toEqual(
          Array.from(one.labels.keys()).filter((row) => [1, 2].includes(one.labels[row])),
        );
        expect(rowsOfMask(mask)).toEqual(expect.arrayContaining(numbersOf(one.issues.is_class_imbalance_issue)));
      }
    }
  });

  it('finds the group on which the model fails', () => {
    for (const one of made('underperforming_group', having('labels', 'predProbs'))) {
      const how = 'underperforming_group' in one.parameters ? asObject(one.parameters.underperforming_group) : {};
      const given = 'clustering_kwargs' in how ? asObject(how.clustering_kwargs) : {};
      const clusters =
        one.clusters ??
        neighbourClusters(one.graph ?? neverGraph(one), {
          ...('eps' in given ? { radius: Number(given.eps) } : {}),
          ...('min_samples' in given ? { least: Number(given.min_samples) } : {}),
        });
      const info = asObject(asObject(one.info.underperforming_group).clustering);
      expect(Array.from(clusters), one.name).toEqual(numbersOf(info.cluster_ids));
      const threshold = told(one, 'underperforming_group', 'threshold');
      const { scores, mask, worst, ratios } = underperformingGroups(one.labels, one.predProbs, clusters, threshold);
      expect(
        firstDifference(Array.from(scores), one.issues.underperforming_group_score, tolerance),
        one.name,
      ).toBeUndefined();
      expect(worst, one.name).toBe(Number(info.cluster_of_lowest_ratio));
      const isBad = (cluster: number): boolean => (ratios.get(cluster) ?? 1) < (threshold ?? 0.1);
      const rows = Array.from(clusters.keys()).filter((row) => isBad(clusters[row]));
      expect(rowsOfMask(mask), one.name).toEqual(rows);
      const theirs = numbersOf(one.issues.is_underperforming_group_issue);
      expect(rows, one.name).toEqual(expect.arrayContaining(theirs));
      // `all-bad-groups`
      if (one.name === 'parameters') expect(theirs.every((row) => clusters[row] === worst)).toBe(true);
      else if (one.name === 'underperforming-two')
        expect(new Set(rows.map((row) => clusters[row]))).toEqual(new Set([5, 6]));
      else if (one.name === 'underperforming-two-none')
        expect(new Set(rows.map((row) => clusters[row]))).toEqual(new Set([5]));
      else expect(rows, one.name).toEqual(theirs);
    }
  });

  it('values rows', () => {
    for (const one of made('data_valuation', having('labels', 'graph'))) {
      const threshold = told(one, 'data_valuation', 'threshold') ?? 0.5;
      const values = dataValues(one.graph, one.labels);
      expectScores(
        one,
        'data_valuation',
        values,
        Uint8Array.from(values, (value) => Number(value < threshold)),
      );
    }
  });

  it('finds missing features', () => {
    for (const one of made('null', having('features'))) {
      const { scores, mask, partly } = nullFeatures(one.features);
      expectScores(one, 'null', scores, mask);
      expect(partly, one.name).toEqual(one.name === 'nan-features' ? [5, 17, 33] : []);
    }
  });
});

function neverGraph({ name }: DatalabCase): never {
  throw new Error(`${name}: neither clusters nor a graph`);
}

describe.skipIf(shared === undefined)('Datalab on pictures', () => {
  it.each(['spurious-correlations', 'spurious-correlations-two-classes'])('scores shortcuts: %s', (name) => {
    const folder = path.join(shared ?? '', 'datalab', name);
    const results = asObject(readJson(path.join(folder, 'results.json')));
    for (const which of ['as_they_are', 'planted']) {
      const expected = asObject(results[which]);
      const classes = asArray(expected.classes).map(String);
      const [head, ...lines] = readFileSync(path.join(folder, `scores-${which.replaceAll('_', '-')}.csv`), 'utf8')
        .trim()
        .split('\n');
      const rows = lines.map((line) => line.split(','));
      const labels = Int32Array.from(rows, ([, label]) => classes.indexOf(label));
      const meant = asObject(expected.scores_with_the_baseline_meant);
      const accuracies = asObject(expected.mean_accuracy_of_5_folds);
      head
        .split(',')
        .slice(2)
        .forEach((property, column) => {
          const values = rows.map((cells) => Number(cells[column + 2]));
          const { score, accuracy } = shortcutScore(values, labels, classes.length);
          expect(firstDifference(score, meant[property], tolerance), `${which}: ${property}`).toBeUndefined();
          // `baseline-meant`: scikit-learn's model of a number that never changes always says class 0.
          if (new Set(values).size > 1) {
            expect(firstDifference(accuracy, accuracies[property], tolerance), `${which}: ${property}`).toBeUndefined();
          }
        });
    }
  });
});
