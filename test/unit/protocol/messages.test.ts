import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostMessageReader, panelMessageReader, readFixChoice } from '../../../src/protocol/messages.ts';
import { mutations, type Mutation } from '../mutate.ts';
import { HOST_SAMPLES, PANEL_SAMPLES } from '../sample-messages.ts';

const host = hostMessageReader(() => undefined);
const panel = panelMessageReader(() => undefined);
const hostSamples = Object.values(HOST_SAMPLES).flat();
const panelSamples = Object.values(PANEL_SAMPLES).flat();

/** Fields that may be missing, and those that may be null: written down here anew, apart from the schemas. */
const MAY_BE_GONE = new Set([
  ...['split', 'current', 'accuracy', 'issueCount', 'reviewedBeyond', 'unsure', 'testSplits', 'validationSplits'],
  ...['heldOutAccuracy', 'row', 'secondsLeft', 'uri', 'right', 'predicted', 'next', 'problem', 'to', 'probability'],
  ...['date', 'note', 'reviewer', 'pictures', 'first', 'trust', 'health', 'estimate', 'stopAt', 'columns'],
  ...['overallLabelHealthScore', 'chosen', 'sets', 'whole', 'findings', 'ofClass', 'property', 'histogram'],
  ...['neighbours', 'usualProbability', 'nearest', 'stop', 'model', 'folds', 'epochs', 'repeats'],
  ...['labelsFile', 'classKeys', 'separator'],
]);
const MAY_BE_NULL = new Set([
  'shown',
  'comparison',
  'message',
  'splits',
  'baseline',
  'cleaned',
  'choice',
  'below',
  'queue',
]);

/** Whether a mutated message is certainly malformed; a number may well become another number. */
function isMalformed({ place, how, before }: Mutation): boolean {
  const name = place.at(-1)!;
  const isEntry = typeof name === 'number';
  // Of a layout, null says that none is being made; other shares are numbers.
  const isShareOfMap = name === 'share' && place.length === 1;
  if (how === 'gone') return !isEntry && !MAY_BE_GONE.has(name);
  if (how === 'null')
    return isEntry ? !place.includes('uris') : before !== null && !MAY_BE_NULL.has(name) && !isShareOfMap;
  if (before === null) return !['zero', 'negative', 'fraction', 'huge number'].includes(how);
  switch (typeof before) {
    case 'number':
      return !['zero', 'negative', 'fraction', 'huge number'].includes(how);
    case 'string':
      return !['text', 'digits', 'no text'].includes(how);
    case 'boolean':
      return how !== 'true';
    default:
      // A list may be shorter; an object of ours has at least one field that must be there.
      return !(Array.isArray(before) && how === 'list');
  }
}

/** Ids, counts and rows: never negative, never broken. */
const isCount = ({ place, before }: Mutation): boolean =>
  Number.isInteger(before) &&
  ['id', 'ids', 'row', 'examples', 'epoch', 'fold', 'from', 'next', 'count'].some((name) => place.includes(name));

describe.each([
  ['the host', host, hostSamples],
  ['the panel', panel, panelSamples],
] as const)('what %s sends', (_name, read, samples) => {
  it.each(samples.map((sample) => [sample.type, sample] as const))('is taken as it is: %s', (_type, sample) => {
    expect(read(structuredClone(sample))).toEqual(sample);
  });

  it('is dropped where any field is missing or of another kind', () => {
    const taken: string[] = [];
    let tried = 0;
    for (const sample of samples) {
      for (const mutation of mutations(sample)) {
        const { place, how, mutated } = mutation;
        const isWrong =
          isMalformed(mutation) || (isCount(mutation) && ['negative', 'fraction', 'huge number'].includes(how));
        const result = read(mutated);
        if (!isWrong) continue;
        tried += 1;
        if (result !== undefined) taken.push(`${sample.type}: ${place.join('.')} ${how}`);
      }
    }
    expect(taken).toEqual([]);
    expect(tried).toBeGreaterThan(250);
  });

  it('keeps only its own fields, at any depth, and none of a prototype', () => {
    for (const sample of samples) {
      const more = JSON.parse(JSON.stringify(sample), (_key, value: unknown) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? { ...value, file: '../../secret', ['__proto__']: { polluted: true } }
          : value,
      ) as unknown;
      expect(read(more)).toEqual(sample);
    }
    expect(read(Object.create({ type: 'ready', id: 0 }))).toBeUndefined();
    expect({}).not.toHaveProperty('polluted');
  });

  it('never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true }), (value) => {
        read(value);
      }),
    );
    const hostile = new Proxy({}, { getOwnPropertyDescriptor: () => { throw new Error('no'); } }); // prettier-ignore
    expect(read(hostile)).toBeUndefined();
  });
});

it('a kind of malformed message is told of once', () => {
  const told: string[] = [];
  const read = panelMessageReader((problem) => told.push(problem));
  for (let i = 0; i < 100; i += 1) {
    read({ type: 'thumbnails', ids: [...new Array<number>(i).fill(1), -1] });
    read({ type: `attack-${i}` });
  }
  expect(told).toEqual(['ids[0] is not a whole number', expect.stringMatching(/^type is not one of ready, /)]);
});

it.each([
  ...[undefined, null, 'ready', 7, [], {}, { type: 'Ready' }, { type: ['ready'] }, { type: 'constructor' }],
  ...[{ type: '__proto__' }, { type: 'plan', choice: null }, { type: 'compare' }, { type: 'decide', ids: [1] }],
  { type: 'decide', ids: [], action: { kind: 'accept' } },
  { type: 'decide', ids: [1], action: { kind: 'relabel', label: '' } },
  { type: 'thumbnails', ids: { length: 1, 0: 0 } },
])('the panel may not send %j', (value) => {
  expect(panel(value)).toBeUndefined();
});

it('a command takes a choice of Fix Labels only whole', () => {
  const [{ choice }] = PANEL_SAMPLES.fix;
  expect(readFixChoice({ ...choice, more: 1 })).toEqual(choice);
  for (const wrong of [
    { share: 0 },
    { share: 1.1 },
    { by: 'mood' },
    { minExamplesPerClass: 0.5 },
    { splits: 'train' },
  ]) {
    expect(readFixChoice({ ...choice, ...wrong })).toBeUndefined();
  }
});
