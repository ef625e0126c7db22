import type { AuditView, IssueDetail, IssueRow } from '../../../src/protocol/messages.ts';
import type { ImageFolder } from '../../harness/index.ts';

const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** A reproducible number in [0, 1) for each index. */
const noise = (index: number) => (((index + 1) * 7919) % 1009) / 1009;

/** Flagged pictures: what they show is suggested, another digit is given. Worst first. */
export function sampleIssues(images: ImageFolder, count: number): IssueRow[] {
  return Array.from({ length: count }, (_, id) => {
    const { path, truth } = images.examples[id % images.examples.length];
    const given = String((Number(truth) + 1 + (id % 3)) % 10);
    const quality = 0.6 * (id / count) ** 2;
    const suggestedProbability = 1 - quality - 0.2 * noise(id) * (1 - quality);
    const round = Math.floor(id / images.examples.length);
    return {
      id,
      path: round === 0 ? path : path.replace(/\.png$/, `-${round}.png`),
      split: id % 4 === 0 ? 'test' : 'train',
      given,
      suggested: truth,
      quality,
      givenProbability: quality,
      suggestedProbability,
      decision: 'open',
      current: given,
    };
  });
}

/** A finished audit of real digits with `count` flagged pictures. */
export function sampleAudit(images: ImageFolder, count: number, change: Partial<AuditView> = {}): AuditView {
  const issues = sampleIssues(images, count);
  const k = CLASSES.length;
  const joint = CLASSES.map((_, i) => CLASSES.map((__, j) => (i === j ? 250 + 7 * i : 0)));
  for (const { given, suggested } of issues) joint[Number(given)][Number(suggested)] += 1;
  const off = (i: number) => joint[i].reduce((sum, n, j) => (i === j ? sum : sum + n), 0);
  return {
    name: 'digits',
    kind: 'csv',
    createdAt: '2025-03-01T10:20:00.000Z',
    audited: 2880,
    classes: CLASSES,
    splits: ['train', 'test'],
    testSplits: ['test'],
    model: { name: 'small-cnn', folds: 5, epochs: 20, backend: 'wasm', seed: 0 },
    accuracy: 0.913,
    overallLabelHealthScore: 0.9507,
    issues,
    classHealth: CLASSES.map((name, i) => ({
      class: name,
      examples: 288,
      flagged: off(i),
      labelIssues: off(i),
      inverseLabelIssues: joint.reduce((sum, row, r) => (r === i ? sum : sum + row[i]), 0),
      labelNoise: off(i) / 288,
      inverseLabelNoise: off((i + 3) % k) / 288,
      labelQualityScore: 1 - off(i) / 288,
      right: 262 - 9 * i,
      predicted: 290 - 8 * i,
    })),
    overlaps: CLASSES.flatMap((a, i) =>
      CLASSES.slice(i + 1).map((b, offset) => {
        const n = joint[i][i + 1 + offset] + joint[i + 1 + offset][i];
        return { classA: a, classB: b, numOverlapping: n, jointProbability: n / 2880 };
      }),
    ).sort((a, b) => b.numOverlapping - a.numOverlapping),
    confidentJoint: joint.flatMap((row, i) => row.map((n, j) => [i, j, n] as const)),
    folds: [0, 1, 2, 3, 4].map((fold) => ({
      fold: fold + 1,
      heldOutAccuracy: 0.9 + 0.006 * fold,
      history: Array.from({ length: 20 }, (_, epoch) => ({
        epoch,
        loss: 2.2 * Math.exp(-epoch / (4 + fold / 2)) + 0.05 * noise(epoch * 5 + fold),
        accuracy: 1 - 0.8 * Math.exp(-epoch / (3 + fold / 2)) - 0.02 * noise(epoch * 3 + fold),
      })),
    })),
    warnings: ['Class "4" has fewer pictures than the others.'],
    problems: [
      { path: 'images/01999.png', row: 2000, message: 'The file is not a picture that can be read.' },
      { path: 'images/00007.png', row: 8, message: 'The same picture as images/00107.png, which is labelled 3.' },
    ],
    stale: false,
    ...change,
  };
}

/** Pictures of an audit that are not flagged: nearly all agree with the model. Every tenth does not, but is not sure. */
export function unflaggedRows(audit: AuditView, images: ImageFolder, count: number): IssueRow[] {
  const { classes, issues } = audit;
  return Array.from({ length: count }, (_, i) => {
    const { path, truth } = images.examples[i % images.examples.length];
    const given = classes.includes(truth) ? truth : classes[Number(truth)];
    const agrees = i % 10 !== 9;
    const suggested = agrees ? given : classes[(classes.indexOf(given) + 1) % classes.length];
    const [high, low] = [0.55 + 0.4 * noise(i), 0.2 + 0.1 * noise(i)];
    return {
      id: issues.length + i,
      path: path.replace(/(\.\w+)$/, `-${1000 + Math.floor(i / images.examples.length)}$1`),
      split: i % 4 === 0 ? 'test' : 'train',
      ...{ given, suggested, current: given, decision: 'open' as const },
      quality: agrees ? high : low,
      givenProbability: agrees ? high : low,
      suggestedProbability: high,
    };
  });
}

/** How far the list of `sampleAudit` is to be trusted. */
export const SAMPLE_TRUST: NonNullable<AuditView['trust']> = {
  facts: {
    ...{ kind: 'trust', audited: 2880, listed: 142, wrong: { estimate: 170, low: 140, high: 205 }, first: 142 },
    ...{ isOfList: true, firstWrong: { estimate: 118, low: 104, high: 129 }, found: 0.694, stop: 231 },
    ...{ planted: 1152, isUnlike: false },
  },
  weak: false,
  health: 0.941,
};

const reached = (name: string, right: number, examples: number) => ({ class: name, right, examples });

/** A model that can't judge. */
export const SAMPLE_WEAK: NonNullable<AuditView['trust']> = {
  facts: {
    ...{ kind: 'weak', weakness: 'too-few-pictures' },
    reached: {
      ...{ accuracy: 0.433, chance: 0.183 },
      best: { classes: [reached('0', 9, 11), reached('7', 5, 8), reached('3', 3, 5)], alike: 0 },
      worst: { classes: [reached('8', 0, 6), reached('9', 0, 5), reached('4', 1, 6)], alike: 0 },
    },
    never: { classes: ['8', '9'], more: 0 },
    ...{ pictures: 60, enough: 100, smallest: 5, hasManyClasses: false, canCalibrate: false },
  },
  weak: true,
};

/** What the host answers when the details of a picture are asked for. */
export function sampleDetail(
  issue: IssueRow,
  images: ImageFolder,
  uriOf: (path: string) => string,
  classes: readonly string[] = CLASSES,
): IssueDetail {
  const isSame = issue.given === issue.suggested;
  const rest = 1 - issue.suggestedProbability - (isSame ? 0 : issue.givenProbability);
  const others = classes.filter((name) => name !== issue.given && name !== issue.suggested);
  const probabilities = [
    { class: issue.suggested, probability: issue.suggestedProbability },
    ...(isSame ? [] : [{ class: issue.given, probability: issue.givenProbability }]),
    ...others.map((name, index) => ({ class: name, probability: (rest * (others.length - index)) / 36 })),
  ].sort((a, b) => b.probability - a.probability);
  const similar = (label: string) =>
    images.examples
      .filter(({ truth }) => truth === label)
      .slice(0, 3)
      .map(({ path }) => ({ path, label, uri: uriOf(path) }));
  return {
    id: issue.id,
    uri: uriOf(issue.path),
    facts: { bytes: 81_234, width: 400, height: 533, taken: '2019-05-31 14:02', camera: 'Example One' },
    columns: [
      ['photographer', 'A. Example'],
      ['licence', 'CC0 1.0'],
    ],
    why: {
      ...{ given: issue.given, suggested: issue.suggested, isDoubtful: isSame, neverPredicted: false },
      ...{ givenProbability: 0.02, suggestedProbability: issue.suggestedProbability },
      nearest: {
        ...{ total: 5, agreeing: 3 },
        others: [
          [issue.given, 1],
          ['9', 1],
        ],
      },
    },
    probabilities,
    similarGiven: similar(issue.given),
    similarSuggested: similar(issue.suggested),
    neighbours: [issue.suggested, issue.suggested, issue.given, issue.suggested, issue.given].flatMap((label, i) => {
      const known = similar(label);
      return known.length === 0 ? [] : [known[i % known.length]];
    }),
  };
}
