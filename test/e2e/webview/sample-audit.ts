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
    model: 'small-cnn, 5 folds, 20 epochs, wasm, seed 0',
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
export const SAMPLE_TRUST: AuditView['trust'] = {
  sentences: [
    'About 170 of 2,880 labels are wrong (140 to 205).',
    'Of the first 142 of the list about 118 are wrong (104 to 129); 69.4% of all wrong labels stand among them.',
    'A good place to stop is after 231: of the labels behind it fewer than one in five are wrong.',
    "This is estimated from 1,152 errors that the audit planted itself; people's errors on unclear pictures are harder to find.",
  ],
  weak: false,
  health: 0.941,
};

/** A model that can't judge. */
export const SAMPLE_WEAK: AuditView['trust'] = {
  sentences: [
    'There are too few pictures to say how many labels are wrong. Where the model disagrees with a label, either may be wrong.',
    'The model reaches 43.3% of the given labels on pictures that it has not seen: best "0" (9 of 11), "7" (5 of 8), "3" (3 of 5); worst "8" (0 of 6), "9" (0 of 5), "4" (1 of 6).',
    `It never predicts "8", "9": what is listed of these classes is the model's fault first.`,
    'What would help: more pictures (there are 60; from some 100 on errors can be planted), or features of a network that knows such pictures (--features or --trunk on the command line).',
  ],
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
