import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { computeConfidentJoint } from '../../src/core/confident/confident-joint.ts';
import { labelSetsOf, oneClass } from '../../src/core/multilabel/label-sets.ts';
import { setHealth } from '../../src/core/multilabel/set-health.ts';
import { findClassIssues, findSetIssues, type SetIssuesOptions } from '../../src/core/multilabel/set-issues.ts';
import { entryQualityScores, setQualityScores, type Aggregation } from '../../src/core/multilabel/set-quality.ts';
import { codeOf, numbersOf, reals } from './annotator-cases.ts';
import {
  asArray,
  asObject,
  firstDifference,
  FIXTURES,
  readJson,
  rowsOf,
  sharedGolden,
  type Json,
  type JsonObject,
} from './golden.ts';
import { readReferenceNpy } from './npy.ts';
import { FILTER_BY, type FilterBy, type PredProbs, type RankBy } from '../../src/core/types.ts';

// Several labels a picture (cleanlab 2.9.0). What we judge otherwise, on purpose:
//
// - `one-sided`: a class that every example has, or none, makes the reference raise under some filters, and its batched finder
//   flag what it likes. We find nothing there (class-never, class-always, last-class-never).
// - `one-class`: a single class is one too; the reference ranks and scores from two (k1).
// - `low-order`: the two low_* filters in the order meant; the reference scrambles them.
// - `counts`: numbers of issues are those of common issues; the reference's per-class table loses some to rounding.
// - `low_memory`: the reference's batched finder is not offered class by class: whatever fits is judged exactly.

const shared = sharedGolden();
const folders = [FIXTURES, ...(shared === undefined ? [] : [shared])].map((folder) => path.join(folder, 'multilabel'));
const METHODS: readonly RankBy[] = ['self_confidence', 'normalized_margin', 'confidence_weighted_entropy'];
const AGGREGATIONS: Record<string, Aggregation> = {
  'ema 0.8': { method: 'exponential_moving_average', alpha: 0.8 },
  'ema 0.3': { method: 'exponential_moving_average', alpha: 0.3 },
  'ema 0': { method: 'exponential_moving_average', alpha: 0 },
  'ema 1': { method: 'exponential_moving_average', alpha: 1 },
  ema: { method: 'exponential_moving_average' },
  'softmin 0.1': { method: 'softmin', temperature: 0.1 },
  'softmin 0.5': { method: 'softmin', temperature: 0.5 },
};

interface Case {
  readonly name: string;
  readonly folder: string;
  readonly lists: number[][];
  readonly predProbs: PredProbs;
  readonly expected: JsonObject;
}

describe.each(folders)('several labels: %s', (folder) => {
  const all = readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'results.json')))
    .map((name) => caseOf(folder, name));
  const cases = all.filter(({ name }) => name !== 'class-out-of-range');
  const found = (json: Json | undefined): json is Json => json !== undefined && !isError(json);

  it('has cases, and refuses what is out of range', () => {
    expect(all.length).toBe(folder.startsWith(FIXTURES) ? 4 : 15);
    for (const { lists, predProbs } of all.filter(({ name }) => name === 'class-out-of-range')) {
      expect(codeOf(() => labelSetsOf(lists, predProbs.k))).toBe('label-out-of-range');
    }
  });

  it('counts confident joints', () => {
    for (const { name, predProbs, lists, expected } of cases) {
      const sets = labelSetsOf(lists, predProbs.k);
      const joints = Array.from({ length: sets.k }, (_, c) => {
        const { labels, predProbs: binary } = oneClass(sets, predProbs, c);
        return rowsOf(computeConfidentJoint(labels, binary).confidentJoint);
      });
      expect(firstDifference(joints, expected.confident_joint), name).toBeUndefined();
    }
  });

  it('finds the same issues by every filter, in the same order', () => {
    for (const { name, predProbs, lists, expected } of cases) {
      const sets = labelSetsOf(lists, predProbs.k);
      const [flagged, ranked, meant, byClass, byClassRanked] = [
        'find_label_issues',
        'find_label_issues_ranked',
        'find_label_issues_ranked_meant',
        'per_class',
        'per_class_ranked',
      ].map((key) => asObject(expected[key]));
      for (const filterBy of FILTER_BY) {
        const classes = findClassIssues(sets, predProbs, { filterBy }).map((rows) => Array.from(rows).sort(ascending));
        if (found(byClass[filterBy])) expect(classes, `${name} ${filterBy} by class`).toEqual(byClass[filterBy]);
        if (found(flagged[filterBy])) {
          const { indices } = findSetIssues(sets, predProbs, { filterBy });
          expect(Array.from(indices).sort(ascending), `${name} ${filterBy}`).toEqual(flagged[filterBy]);
        }
        for (const rankBy of METHODS) {
          const key = `${filterBy},${rankBy}`;
          const order = isLowest(filterBy) ? meant[key] : ranked[key];
          if (found(order)) {
            expect(Array.from(findSetIssues(sets, predProbs, { filterBy, rankBy }).indices), `${name} ${key}`).toEqual(
              order,
            );
          }
          if (found(byClassRanked[key])) {
            const rows = findClassIssues(sets, predProbs, { filterBy, rankBy }).map((some) => Array.from(some));
            expect(rows, `${name} ${key} by class`).toEqual(byClassRanked[key]);
          }
        }
      }
    }
  });

  it('prunes as told', () => {
    for (const { name, predProbs, lists, expected } of cases) {
      const { k } = predProbs;
      const variants: Record<string, SetIssuesOptions> = {
        'frac_noise=0.5': { fracNoise: 0.5 },
        'min_examples_per_class=5': { minExamplesPerClass: 5 },
        num_to_remove_per_class: { numToRemovePerClass: Array.from({ length: k }, (_, c) => (3 * c + 1) % 5) },
      };
      const wanted = asObject(expected.find_label_issues_variants);
      for (const [variant, options] of Object.entries(variants)) {
        if (!found(wanted[variant])) continue;
        const { indices } = findSetIssues(labelSetsOf(lists, k), predProbs, options);
        expect(Array.from(indices).sort(ascending), `${name} ${variant}`).toEqual(wanted[variant]);
      }
    }
  });

  it('scores entries and sets', () => {
    let compared = 0;
    for (const { name, folder: own, predProbs, lists, expected } of cases) {
      const sets = labelSetsOf(lists, predProbs.k);
      for (const method of METHODS) {
        for (const adjustPredProbs of [false, true]) {
          const key = `${method},adjust=${adjustPredProbs ? 'True' : 'False'}`;
          const entries = asObject(expected.scores_per_class)[key];
          if (found(entries)) {
            const ours = reals(entryQualityScores(sets, predProbs, { method, adjustPredProbs }));
            expect(firstDifference(ours, numbersOf(asArray(entries).flat())), `${name} ${key}`).toBeUndefined();
          } else if (method === 'confidence_weighted_entropy' && adjustPredProbs) {
            expect(codeOf(() => entryQualityScores(sets, predProbs, { method, adjustPredProbs }))).toBe('bad-option');
          }
          for (const [title, aggregation] of Object.entries(AGGREGATIONS)) {
            const scores = asObject(expected.scores)[`${key},${title}`];
            if (!found(scores)) continue;
            const told = Array.isArray(scores) ? scores : stored(own, asObject(scores).file);
            const ours = reals(setQualityScores(sets, predProbs, { method, adjustPredProbs }, aggregation));
            expect(firstDifference(ours, told), `${name} ${key} ${title}`).toBeUndefined();
            compared++;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(cases.length);
  });

  it('tells the health of the data set', () => {
    for (const { name, predProbs, lists, expected } of cases) {
      const common = expected.common_multilabel_issues;
      if (!found(common)) continue;
      const { commonIssues, classes, overallHealthScore } = setHealth(labelSetsOf(lists, predProbs.k), predProbs);
      const title = (c: number): string => `class ${String.fromCharCode(97 + (c % 26))}${c}`;
      const ours = {
        'Class Name': commonIssues.map(({ classIndex }) => title(classIndex)),
        'Class Index': commonIssues.map(({ classIndex }) => classIndex),
        'In Given Label': commonIssues.map(({ isGiven }) => isGiven),
        'In Suggested Label': commonIssues.map(({ isGiven }) => !isGiven),
        'Num Examples': commonIssues.map(({ examples }) => examples),
        'Issue Probability': commonIssues.map(({ share }) => share),
      };
      expect(firstDifference(ours, common), `${name} common`).toBeUndefined();
      const table = { ...asObject(expected.rank_classes_by_multilabel_quality) };
      const tooLow = asArray(expected.counts_one_too_low ?? []).map((one) => asArray(one));
      const indices = numbersOf(table['Class Index']);
      for (const [classIndex, column] of tooLow) {
        const values = numbersOf(table[textOf(column)]).slice();
        values[indices.indexOf(Number(classIndex))]++;
        table[textOf(column)] = values;
      }
      const ranked = {
        'Class Name': classes.map(({ classIndex }) => title(classIndex)),
        'Class Index': classes.map(({ classIndex }) => classIndex),
        'Label Issues': classes.map(({ labelIssues }) => labelIssues),
        'Inverse Label Issues': classes.map(({ inverseLabelIssues }) => inverseLabelIssues),
        'Label Noise': classes.map(({ labelNoise }) => labelNoise),
        'Inverse Label Noise': classes.map(({ inverseLabelNoise }) => inverseLabelNoise),
        'Label Quality Score': classes.map(({ labelQuality }) => labelQuality),
      };
      expect(firstDifference(ranked, table), `${name} classes`).toBeUndefined();
      expect(firstDifference(overallHealthScore, expected.overall_multilabel_health_score), name).toBeUndefined();
    }
  });
});

const ascending = (a: number, b: number): number => a - b;
const isLowest = (filterBy: FilterBy): boolean => filterBy.startsWith('low_');

const isError = (json: Json): boolean =>
  json !== null && typeof json === 'object' && !Array.isArray(json) && 'error' in json;

function caseOf(folder: string, name: string): Case {
  const own = path.join(folder, name);
  const { data, shape } = readReferenceNpy(path.join(own, 'pred_probs_f64.npy'));
  return {
    name,
    folder: own,
    lists: asArray(readJson(path.join(own, 'labels.json'))).map(numbersOf),
    predProbs: { data: Float64Array.from(data), n: shape[0], k: shape[1] },
    expected: asObject(readJson(path.join(own, 'results.json'))),
  };
}

function textOf(json: Json): string {
  if (typeof json !== 'string') throw new Error('expected text');
  return json;
}

function stored(folder: string, file: Json): number[] {
  return Array.from(readReferenceNpy(path.join(folder, textOf(file))).data);
}
