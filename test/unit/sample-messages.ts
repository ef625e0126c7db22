import type {
  AuditView,
  ComparisonView,
  FixChoice,
  HostMessage,
  MapView,
  PanelMessage,
  PanelState,
} from '../../src/protocol/messages.ts';

const choice: FixChoice = {
  ...{ action: 'relabel', by: 'worst', share: 0.1, threshold: 0, minConfidence: 0.5, minExamplesPerClass: 0 },
  splits: ['train'],
};
const history = [{ epoch: 1, loss: 2.1, accuracy: 0.3 }];
const interval = { mean: 0.9, low: 0.8, high: 0.95 };

const audit: AuditView = {
  ...{ name: 'digits', kind: 'csv', createdAt: '2026-01-01T00:00:00Z', audited: 2, classes: ['cat', 'dog'] },
  separator: '|',
  ...{
    splits: ['train'],
    testSplits: ['test'],
    validationSplits: ['val'],
    model: { name: 'small-cnn', folds: 5, epochs: 20, backend: 'wasm', seed: 0 },
    accuracy: 0.9,
    overallLabelHealthScore: 0.9,
  },
  issues: [
    {
      ...{ id: 0, path: 'a.png', split: 'train', given: 'cat', suggested: 'dog', quality: 0.01 },
      ...{ givenProbability: 0.01, suggestedProbability: 0.98, decision: 'open', current: 'cat' },
    },
  ],
  issueCount: 2,
  reviewedBeyond: 0,
  trust: {
    facts: {
      kind: 'trust',
      audited: 4,
      listed: 2,
      wrong: { estimate: 3, low: 2, high: 4 },
      first: 4,
      isOfList: false,
      firstWrong: { estimate: 3, low: 2, high: 4 },
      found: 1,
      stop: 1,
      planted: 10,
      isUnlike: false,
    },
    weak: false,
    health: 0.9,
    estimate: { wrong: 3.5, stopAt: 1, curve: [[2, 1.5]] },
  },
  classHealth: [
    {
      ...{ class: 'cat', examples: 1, flagged: 1, labelIssues: 1, inverseLabelIssues: 0, labelNoise: 0.5 },
      ...{ inverseLabelNoise: 0, labelQualityScore: 0.5, right: 1, predicted: 1 },
    },
  ],
  overlaps: [{ classA: 'cat', classB: 'dog', numOverlapping: 1, jointProbability: 0.1 }],
  confidentJoint: [
    [0, 0, 1],
    [1, 0, 3],
  ],
  folds: [{ fold: 1, heldOutAccuracy: 0.9, history }],
  warnings: ['a warning'],
  problems: [{ path: 'b.png', row: 3, message: 'is gone' }],
  stale: false,
};

const side: ComparisonView['baseline'] = {
  ...{ trainPictures: 10, accuracy: interval, runs: [0.9], confusion: [[0, 0, 1]] },
  curves: [{ fold: 1, heldOutAccuracy: 0.9, history }],
};
const comparison: ComparisonView = {
  ...{ createdAt: '2026-01-01T00:00:00Z', classes: ['cat'], testSplit: 'test', scored: 5, alsoInTraining: 0 },
  ...{
    cleaning: { kind: 'plan', action: 'prune', by: 'all' },
    changes: { removed: 1, relabelled: 2, added: 0 },
    model: { name: 'small-cnn', repeats: 3, backend: 'wasm', seed: 0 },
  },
  ...{ baseline: side, cleaned: side, difference: interval, verdict: 'cleaned' },
  perClass: [{ class: 'cat', testPictures: 5, baseline: 0.5, cleaned: null }],
  ...{ classesBetter: 1, classesWorse: 0, warnings: [] },
};

const map: MapView = {
  ...{ createdAt: '2026-01-01T00:00:00Z', layout: 'components', of: 'features', audited: 1 },
  ...{ points: 'AQACAA==', ids: 'AAAAAA==', classes: 'AAA=', qualities: '/w==' },
};

const states: { readonly [P in PanelState['phase']]: Extract<PanelState, { phase: P }> } = {
  empty: { phase: 'empty' },
  running: { phase: 'running', name: 'digits', progress: { stage: 'Training', share: 0.5, secondsLeft: 9 } },
  failed: { phase: 'failed', name: 'digits', message: 'no' },
  cancelled: { phase: 'cancelled', name: 'digits' },
  ready: { phase: 'ready', audit },
};

type Samples<M extends { readonly type: string }> = {
  readonly [T in M['type']]: readonly Extract<M, { type: T }>[];
};

/** At least one message of every type, with every field that it may have. */
export const HOST_SAMPLES: Samples<HostMessage> = {
  state: Object.values(states).map((state) => ({ type: 'state', state })),
  datasets: [{ type: 'datasets', shown: 'file:///a', datasets: [{ key: 'file:///a', name: 'a' }] }],
  progress: [{ type: 'progress', progress: { stage: 'Training', share: 0.5, secondsLeft: 9 } }],
  run: [
    { type: 'run', run: { phase: 'running', progress: { stage: 'Training', share: 0.5 } } },
    { type: 'run', run: { phase: 'failed', message: 'labels.csv is gone.' } },
    { type: 'run', run: { phase: 'none' } },
  ],
  issues: [{ type: 'issues', changes: [{ id: 0, decision: 'relabelled', current: 'dog' }], stale: false }],
  reviews: [
    {
      type: 'reviews',
      reviews: [
        { id: 0, decided: true, date: '2026-01-02T03:04:05Z', note: 'a dog, behind a cat', reviewer: 'Ada' },
        { id: 1, decided: false },
      ],
    },
  ],
  history: [
    {
      type: 'history',
      entries: [
        { number: 1, kind: 'relabel', to: 'dog', pictures: 2, first: 0, at: '2026-01-02T03:04:05Z', undone: false },
        { number: 2, kind: 'plan', at: '2026-01-02T03:04:05Z', undone: true },
      ],
    },
  ],
  checks: [
    {
      type: 'checks',
      checks: [
        { name: 'dark', flagged: 3, threshold: 0.32, chosen: 0.4 },
        { name: 'leaks', flagged: 4, threshold: 0.1, sets: 2 },
        {
          ...{ name: 'class_imbalance', flagged: 0, threshold: 0.1, whole: 0.02 },
          findings: [{ ofClass: 'cat', property: 'dark', score: 0.02, pictures: 5 }],
        },
      ],
    },
  ],
  check: [
    {
      type: 'check',
      page: {
        ...{ createdAt: '2026-01-01T00:00:00Z', name: 'leaks', threshold: 0.1, flagged: 2, scored: 2, many: false },
        ...{ from: 0, rows: audit.issues, histogram: { bars: [1, 0, 1], range: [0, 1] }, problem: 'is gone' },
        sets: [{ ids: [0], others: [{ path: 'test/a.png', split: 'test', row: 3 }], by: 'pixels', score: 0 }],
      },
    },
  ],
  checked: [{ type: 'checked', name: 'leaks', changes: [{ id: 0, decision: 'kept', current: 'dog' }] }],
  picture: [{ type: 'picture', item: 'copyPath', id: 3 }],
  summary: [{ type: 'summary', text: '### Label review of digits' }],
  browsed: [
    {
      type: 'browsed',
      page: { createdAt: '2026-01-01T00:00:00Z', from: 0, next: 1000, rows: audit.issues, unsure: [0], problem: 'no' },
    },
  ],
  map: [
    { type: 'map', map },
    { type: 'map', map: { ...map, layout: 'neighbours', of: 'probabilities', problem: 'no' } },
  ],
  mapping: [
    { type: 'mapping', share: 0.5 },
    { type: 'mapping', share: null },
  ],
  thumbnails: [{ type: 'thumbnails', uris: [[0, 'https://a/b.webp']] }],
  similar: [
    {
      type: 'similar',
      pictures: {
        id: 0,
        given: [{ path: 'c.png', label: 'cat', uri: 'https://a/c.png' }],
        suggested: [{ path: 'd.png', label: 'dog', uri: 'https://a/d.png' }],
        neighbours: [{ path: 'e.png', label: 'cat', uri: 'https://a/e.png' }],
      },
    },
  ],
  detail: [
    {
      type: 'detail',
      detail: {
        ...{
          id: 0,
          uri: 'https://a/b.png',
          why: {
            ...{
              given: 'cat',
              suggested: 'dog',
              isDoubtful: false,
              givenProbability: 0.01,
              suggestedProbability: 0.98,
            },
            ...{ neverPredicted: false, usualProbability: 0.9 },
            nearest: { total: 5, agreeing: 4, others: [['cat', 1]] },
          },
          probabilities: [{ class: 'cat', probability: 0.5 }],
        },
        columns: [['who', 'Ada']],
        similarGiven: [{ path: 'c.png', label: 'cat', uri: 'https://a/c.png' }],
        similarSuggested: [{ path: 'd.png', label: 'dog', uri: 'https://a/d.png' }],
        neighbours: [{ path: 'e.png', label: 'cat', uri: 'https://a/e.png' }],
      },
    },
  ],
  select: [{ type: 'select', id: 0 }],
  like: [{ type: 'like', given: 'cat', suggested: 'dog' }],
  plan: [
    {
      type: 'plan',
      plan: {
        ...{ choice, considered: 3, changes: 2, heldBack: [{ reason: 'kept', pictures: 1 }] },
        ...{ classes: [{ class: 'cat', before: 3, out: 1, in: 0, after: 2 }], splits: ['train'] },
        pictures: [{ id: 0, path: 'a.png', from: 'cat', to: 'dog', probability: 0.98 }],
      },
    },
  ],
  comparison: [{ type: 'comparison', comparison, running: false }],
  show: [{ type: 'show', tab: 'fix' }],
  blocked: [{ type: 'blocked', message: 'labels.csv has no label column.' }],
  queue: [
    { type: 'queue', queue: null },
    {
      type: 'queue',
      queue: {
        ...{ batch: 1, name: 'pets', labelsFile: 'labels.csv', movesFiles: false, classes: ['cat', 'dog'] },
        classKeys: [['dog', '1']],
        pictures: [
          {
            ...{ id: 0, path: 'a.jpg', split: 'train', current: 'cat', isGone: false },
            classes: [
              { class: 'dog', probability: 0.75 },
              { class: 'cat', probability: 0.25 },
            ],
          },
          { id: 1, path: 'b.jpg', isGone: true, classes: [{ class: 'cat', probability: 1 }] },
        ],
        ...{ judged: 70, labelled: 30, accuracy: 0.9 },
      },
    },
  ],
  queueNews: [
    {
      type: 'queueNews',
      news: {
        ...{ kind: 'changes', batch: 1 },
        changes: [
          { id: 0, current: 'dog', isGone: false },
          { id: 1, isGone: true },
        ],
      },
    },
    {
      type: 'queueNews',
      news: {
        ...{ kind: 'small', batch: 1 },
        uris: [[0, 'https://file/a.webp']],
      },
    },
    { type: 'queueNews', news: { kind: 'large', batch: 1, id: 0, uri: 'https://file/a.jpg' } },
    { type: 'queueNews', news: { kind: 'ranking', progress: { stage: 'Training', share: 0.5 } } },
    { type: 'queueNews', news: { kind: 'ranked' } },
  ],
  error: [{ type: 'error', message: 'labels.csv is read-only.' }],
};

export const PANEL_SAMPLES: Samples<PanelMessage> = {
  ready: [{ type: 'ready' }],
  dataset: [{ type: 'dataset', key: 'file:///a' }],
  queue: [
    { type: 'queue', batch: 1, ask: { kind: 'small', ids: [0, 1] } },
    { type: 'queue', batch: 1, ask: { kind: 'large', id: 0 } },
    { type: 'queue', batch: 1, ask: { kind: 'label', id: 0, label: 'cat' } },
    { type: 'queue', batch: 1, ask: { kind: 'keys', keys: [['cat', '2']] } },
    { type: 'queue', batch: 1, ask: { kind: 'undo' } },
    { type: 'queue', batch: 1, ask: { kind: 'redo' } },
    { type: 'queue', batch: 1, ask: { kind: 'rank' } },
    { type: 'queue', batch: 1, ask: { kind: 'cancel' } },
    { type: 'queue', batch: 1, ask: { kind: 'close' } },
  ],
  browse: [{ type: 'browse', from: 0, count: 1000 }],
  map: [
    { type: 'map', layout: 'components' },
    { type: 'map', layout: 'neighbours' },
  ],
  stopMap: [{ type: 'stopMap' }],
  thumbnails: [{ type: 'thumbnails', ids: [0, 7, 19_999] }],
  detail: [{ type: 'detail', id: 3 }],
  similar: [{ type: 'similar', id: 3 }],
  check: [
    { type: 'check', name: 'leaks', below: 0.3, from: 0 },
    { type: 'check', name: 'leaks', below: null, from: 2000 },
  ],
  checkThreshold: [
    { type: 'checkThreshold', name: 'leaks', below: 0.3 },
    { type: 'checkThreshold', name: 'leaks', below: null },
  ],
  finding: [
    { type: 'finding', check: 'leaks', ids: [1, 2], action: 'keep' },
    { type: 'finding', check: 'leaks', ids: [1], action: 'remove' },
    { type: 'finding', check: 'leaks', ids: [1], action: 'keepBest' },
    { type: 'finding', check: 'leaks', ids: [1], action: 'removeFromTrain' },
  ],
  decide: [
    { type: 'decide', ids: [1, 2], action: { kind: 'accept' } },
    { type: 'decide', ids: [1], action: { kind: 'keep' } },
    { type: 'decide', ids: [1], action: { kind: 'remove' } },
    { type: 'decide', ids: [1], action: { kind: 'relabel', label: 'viii' } },
  ],
  plan: [{ type: 'plan', choice }],
  fix: [{ type: 'fix', choice }],
  compare: [{ type: 'compare', choice }],
  export: [{ type: 'export' }],
  classKeys: [{ type: 'classKeys', keys: [['cat', '7']] }],
  unsure: [{ type: 'unsure', ids: [3], isUnsure: true }],
  note: [
    { type: 'note', ids: [3], note: 'a dog, "behind" a cat' },
    { type: 'note', ids: [1, 2], note: '' },
  ],
  undo: [{ type: 'undo' }],
  redo: [{ type: 'redo' }],
  goTo: [{ type: 'goTo', number: 0 }],
  summary: [{ type: 'summary', copy: true }],
  reveal: [{ type: 'reveal', id: 0 }],
  open: [{ type: 'open', id: 1 }],
  copyPath: [{ type: 'copyPath', id: 2 }],
  audit: [{ type: 'audit' }],
  cancel: [{ type: 'cancel' }],
  walkthrough: [{ type: 'walkthrough' }],
};
