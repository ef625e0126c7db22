import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../../src/audit/report/types.ts';
import type { Predictions } from '../../../../src/editor/session/predictions.ts';
import {
  createUnflaggedPictures,
  exampleOfId,
  idOfExample,
  pictureOfId,
  type UnflaggedFacts,
} from '../../../../src/editor/session/unflagged-pictures.ts';

const flagged = {
  ...{ index: 1, path: 'b.png', givenLabel: 'i', suggestedLabel: 'v' },
  ...{ labelQuality: 0.1, givenProbability: 0.1, suggestedProbability: 0.9 },
};
const report = {
  paths: ['a.png', 'b.png', 'c.png'],
  issues: [flagged],
  reviewed: [{ ...flagged, index: 2, path: 'c.png', suggestedLabel: 'x', suggestedProbability: 0.4 }],
  dataset: { classes: ['i', 'v', 'x'] },
} as unknown as AuditReport;
const rows = [
  [0.7, 0.2, 0.1],
  [0.1, 0.9, 0],
  [0.3, 0.35, 0.35],
];
const predictions = {
  labels: Int32Array.of(0, 0, 0),
  mostProbable: (example: number) => rows[example].indexOf(Math.max(...rows[example])),
  probability: (example: number, j: number) => rows[example][j],
  qualities: () => [0.7, 0.1, 0.3],
} as unknown as Predictions;

const open = (facts: Readonly<Record<number, UnflaggedFacts>>) =>
  createUnflaggedPictures({
    ...{ report, predictions, factsOf: (example) => facts[example], currentOf: (_id, label) => ({ label }) },
  });

describe('pictures that are not flagged', () => {
  it('have ids behind those of the flagged ones', () => {
    expect([0, 1, 2].map((example) => idOfExample(report, example))).toEqual([1, 2, 3]);
    expect([0, 1, 3, 4].map((id) => exampleOfId(report, id))).toEqual([undefined, 0, 2, undefined]);
    expect(pictureOfId(report, 0).path).toBe('b.png');
    expect(pictureOfId(report, 3)).toEqual({ path: 'c.png', index: 2 });
  });

  it('are described as flagged ones are, by the arrays', () => {
    const pictures = open({ 0: { label: 'i', kept: false, split: 'train' } });
    expect(pictures.stateOf(1)).toEqual({
      id: 1,
      issue: {
        ...{ index: 0, path: 'a.png', split: 'train', givenLabel: 'i', suggestedLabel: 'i' },
        ...{ labelQuality: 0.7, givenProbability: 0.7, suggestedProbability: 0.7 },
      },
      decision: 'open',
      current: { label: 'i' },
    });
    // One that is flagged has one id, and there are no more pictures than these.
    expect([0, 2, 4].map((id) => pictures.stateOf(id))).toEqual([undefined, undefined, undefined]);
  });

  it('stand as the labels and reviews say', () => {
    const of = (facts: UnflaggedFacts) => open({ 0: facts }).stateOf(1)?.decision;
    expect(of({ label: 'v', kept: false })).toBe('relabelled');
    expect(of({ label: 'i', kept: true })).toBe('kept');
    // While the labels are read nothing is known to have changed.
    expect(open({}).stateOf(1)).toMatchObject({ decision: 'open', current: { label: 'i' } });
  });

  it('keep the suggestion that was made when they were flagged and had been confirmed before', () => {
    expect(open({ 2: { label: 'i', kept: true } }).stateOf(3)).toMatchObject({
      issue: { suggestedLabel: 'x', suggestedProbability: 0.4 },
      decision: 'kept',
    });
  });
});
