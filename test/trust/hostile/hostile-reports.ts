import fc from 'fast-check';
import { COMPARISON_SCHEMA_VERSION } from '../../../src/audit/compare/comparison.ts';
import { type AuditReport } from '../../../src/audit/report/types.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Place = readonly (string | number)[];

/** Every place in a JSON value, its own included. */
function places(value: Json, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inside = Object.entries(value).flatMap(([name, entry]) =>
    places(entry, [...at, Array.isArray(value) ? Number(name) : name]),
  );
  return [at, ...inside];
}

function withValue(value: Json, at: Place, text: string): string {
  if (at.length === 0) return text;
  const [step, ...rest] = at;
  const entries = Object.entries(value as object).map(([name, entry]) => {
    const changed = name === String(step) ? withValue(entry as Json, rest, text) : JSON.stringify(entry);
    return { name, changed };
  });
  if (Array.isArray(value)) return `[${entries.map(({ changed }) => changed).join(',')}]`;
  return `{${entries.map(({ name, changed }) => `${JSON.stringify(name)}:${changed}`).join(',')}}`;
}

/** JSON that stands where something else should. Given as text: no object of ours could hold some of it. */
const HOSTILE = [
  ...['null', 'true', '-1', '0', '1.5', '1e309', '1e-320', '-0', '9007199254740993', '""', '"x"', '[]', '{}', '[[]]'],
  ...[
    '"../../../etc/passwd"',
    '"/etc/passwd"',
    '"C:\\\\Windows\\\\x"',
    '"\\\\\\\\host\\\\share"',
    '"a\\u0000b"',
    '"\\ud800"',
  ],
  ...['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', '{"length":1e9}', '"__proto__"'],
  ...[
    '"=1+1"',
    '"<script>alert(1)</script>"',
    '"\\u202egnp.exe"',
    '[null]',
    '{"then":1}',
    '{"toString":1,"valueOf":1}',
  ],
  `"${'x'.repeat(100_000)}"`,
  '['.repeat(5000) + ']'.repeat(5000),
];

/** A good value of which one or more places hold something else. */
export function typeSwaps(good: Json): fc.Arbitrary<string> {
  const swap = fc.record({ at: fc.constantFrom(...places(good)), text: fc.constantFrom(...HOSTILE) });
  return fc.array(swap, { minLength: 1, maxLength: 1 }).map(([{ at, text }]) => withValue(good, at, text));
}

const side = (): Json => ({
  ...{ trainPictures: 2, accuracy: { mean: 0.5, low: 0.4, high: 0.6 }, spread: 0 },
  runs: [{ seed: 0, accuracy: 0.5, history: [{ epoch: 1, loss: 1, accuracy: 0.5 }], seconds: 1 }],
  confusion: [
    [0, 0, 1],
    [1, 1, 1],
  ],
});

/** A comparison as we write it. */
export const goodComparison: Json = {
  ...{ schemaVersion: COMPARISON_SCHEMA_VERSION, createdAt: '2026-01-02T03:04:05.678Z' },
  dataset: { root: '/data', classes: ['cat', 'dog'] },
  ...{ split: { test: 'test' }, test: { scored: 2, alsoInTraining: 0 } },
  cleaning: {
    kind: 'plan',
    plan: { by: 'all', action: 'prune', considered: 1, changes: [{ path: 'a.png', from: 'cat' }], splits: ['train'] },
  },
  ...{ changes: { removed: 1, relabelled: 0, added: 0 }, settings: { model: 'small-cnn', epochs: 3 }, repeats: 1 },
  environment: { version: '0', node: 'v20', platform: 'x', backend: 'wasm', seed: 0 },
  ...{ baseline: side(), cleaned: side(), difference: { mean: 0, low: -0.1, high: 0.1 }, resamples: 100 },
  classes: [{ class: 'cat', testPictures: 1, baseline: 0.5, cleaned: null }],
  ...{ classesBetter: 0, classesWorse: 0, warnings: [], seconds: 1 },
};

/** Whole files that are no report, by what is wrong with them. */
export function hostileReports(good: AuditReport): Readonly<Record<string, string>> {
  const json = JSON.stringify(good);
  const changed = (change: object): string => JSON.stringify({ ...good, ...change });
  return {
    nothing: '',
    'no JSON': '<html></html>',
    'cut off': json.slice(0, json.length / 2),
    zeros: '\0'.repeat(json.length),
    'two of them': json + json,
    'merge conflict': `<<<<<<< HEAD\n${json}\n=======\n${json}\n>>>>>>> x`,
    'version as a list': changed({ schemaVersion: [1] }),
    'version as text': changed({ schemaVersion: '1' }),
    'version 10^309': json.replace(/"schemaVersion":\d/, '"schemaVersion":1e309'),
    '10^7 issues': json.replace(/"issues":\[/, `"issues":[${'{},'.repeat(1e7)}`),
    '10^6 levels': `{"schemaVersion":1,"paths":${'['.repeat(1e6)}${']'.repeat(1e6)}}`,
    '10^6 levels of a version': `{"schemaVersion":${'['.repeat(1e6)}${']'.repeat(1e6)}}`,
    'paths outside': changed({ paths: good.paths.map((path) => `../../${path}`) }),
    'labels file outside': changed({ dataset: { ...good.dataset, labelsFile: '../other.csv' } }),
    'a class that is none': changed({ issues: good.issues.map((issue) => ({ ...issue, suggestedLabel: '' })) }),
    'issues twice': changed({ issues: [...good.issues, ...good.issues] }),
    prototype: json.replace('{', '{"__proto__":{"polluted":1},').replace('"issues":[', '"issues":[{"__proto__":[]},'),
    'text of 50 MB': changed({ createdAt: 1, warnings: ['x'.repeat(5e7)] }),
  };
}

/** `reviews.csv` as nobody of ours wrote it. */
export const hostileReviews: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          'path,label,decision',
          'path;label;decision;note',
          '\n',
          '\r\n',
          '\r',
          ',',
          ';',
          '"',
          '""',
          '#',
          '\ufeff',
          '\0',
        ],
        ...[
          'a.png',
          '../../etc/passwd',
          '/etc/passwd',
          '__proto__',
          'constructor',
          'kept',
          'relabelled',
          'removed',
          '=1+1',
        ],
      ),
      { maxLength: 60 },
    )
    .map((pieces) => pieces.join('')),
  fc
    .array(
      fc.tuple(fc.constantFrom('a.png', '../x', '__proto__', ''), fc.string(), fc.constantFrom('kept', 'removed', 'x')),
    )
    .map((rows) => ['path,label,decision', ...rows.map((row) => row.join(','))].join('\n')),
);
