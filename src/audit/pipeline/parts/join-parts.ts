import type { Dataset } from '../../../dataset/index.ts';
import { InputError } from '../../../files/index.ts';
import type { NetworkName } from '../../../training/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import type { AuditHooks } from '../../report/types.ts';
import { dealFolds } from '../probabilities/deal-folds.ts';
import type { ReadPictures } from '../probabilities/picture-probabilities.ts';
import { describeSeen, prepareSeen, type SeenByTrunk } from '../probabilities/see-dataset.ts';
import {
  describeDecoded,
  NETWORK_FOLDS,
  trainableLabels,
  trainingSettings,
  type DecodedImages,
} from '../probabilities/train-probabilities.ts';
import { stageClock } from '../stage-clock.ts';
import { channelsOf, usableOf, widenPixels, type PartFacts } from './picture-part.ts';

/** All parts of a data set's pictures, in the order of its examples; what is large is read when it is asked for. */
export interface PictureParts {
  readonly facts: readonly PartFacts[];
  /** The content hashes of a part, 32 bytes a picture. */
  readonly hashes: (part: number) => Promise<Uint8Array>;
  /** The pixels or features of a part; absent where pixels are too many to be in memory: then nothing is compared by them. */
  readonly data?: (part: number) => Promise<Uint8Array>;
}

/**
 * The pictures of a data set, seen part by part, as the model of an audit takes them; with them the audit goes on as if it
 * had read them itself.
 *
 * @throws InputError where parts do not fit the data set or each other
 */
export async function joinParts(
  dataset: Dataset,
  model: NetworkName | 'features',
  options: AuditOptions,
  parts: PictureParts,
  hooks: AuditHooks,
): Promise<ReadPictures> {
  const { facts } = parts;
  const listed = facts.reduce((sum, part) => sum + part.listed, 0);
  if (listed !== dataset.examples.length) {
    throw new InputError(`${dataset.root} has ${dataset.examples.length} pictures, its parts ${listed}.`);
  }
  const rows = await rowsOf(parts);
  if (model !== 'features') {
    const settings = trainingSettings({ ...options, model });
    const images = await joinImages(parts, options, rows);
    // Networks that see cropped pictures have seen them elsewhere.
    const trimmed = settings.trimmedMembers === 0 ? undefined : { data: NOT_HERE };
    return { by: model, decoded: describeDecoded(dataset, settings, { images, trimmed }, hooks) };
  }
  const seen = await joinFeatures(parts, rows);
  const clock = stageClock(hooks);
  return { by: model, seen: await prepareSeen(describeSeen(dataset, seen, options.jobs), options, clock, hooks) };
}

/** Pixels that lie elsewhere, and are not needed. */
const NOT_HERE = { file: '' };

/** Which examples rows are of, and what their files held. */
type Rows = Pick<DecodedImages, 'exampleIndices' | 'contentHashes'>;

async function rowsOf({ facts, hashes }: PictureParts): Promise<Rows> {
  const n = usableOf(facts);
  const exampleIndices = new Int32Array(n);
  const contentHashes = new Array<string>(n);
  let row = 0;
  let first = 0;
  for (const [part, { listed, unusable }] of facts.entries()) {
    const bytes = Buffer.from(await hashes(part));
    const missing = new Set(unusable);
    for (let place = 0, at = 0; place < listed; place++) {
      if (missing.has(place)) continue;
      exampleIndices[row] = first + place;
      contentHashes[row++] = bytes.toString('hex', at, at + 32);
      at += 32;
    }
    first += listed;
  }
  return { exampleIndices, contentHashes };
}

async function joinImages({ facts, data }: PictureParts, options: AuditOptions, rows: Rows): Promise<DecodedImages> {
  const channels = channelsOf(facts, options);
  const { side } = facts[0];
  const n = rows.exampleIndices.length;
  const sum = (of: (part: PartFacts) => number): number => facts.reduce((total, part) => total + of(part), 0);
  let pixels: Uint8Array | typeof NOT_HERE = NOT_HERE;
  if (data !== undefined) {
    pixels = new Uint8Array(n * side * side * channels);
    let at = 0;
    for (const [part, { width }] of facts.entries()) {
      const own = await data(part);
      const wide = width < channels ? widenPixels(own) : own;
      pixels.set(wide, at);
      at += wide.length;
    }
  }
  return {
    ...{ ...rows, data: pixels, n, height: side, width: side, channels },
    problems: facts.flatMap(({ problems }) => problems),
    oneColour: facts.flatMap(({ oneColour }) => oneColour),
    treated: {
      scaled: sum(({ treated }) => treated.scaled),
      onBlack: sum(({ treated }) => treated.onBlack),
      oneColour: sum(({ treated }) => treated.oneColour),
    },
  };
}

async function joinFeatures({ facts, data }: PictureParts, rows: Rows): Promise<SeenByTrunk> {
  const [{ width: k, side, backend, settings = {} }] = facts;
  if (backend === undefined) throw new InputError('Part 0 does not say what computed its features.');
  const n = rows.exampleIndices.length;
  const features = new Float32Array(n * k);
  let at = 0;
  for (const [part, facts_] of facts.entries()) {
    const isSame = facts_.width === k && facts_.side === side && facts_.backend === backend;
    if (!isSame || JSON.stringify(facts_.settings) !== JSON.stringify(settings)) {
      throw new InputError(`Part ${part} was seen by another network, or on another backend, than part 0.`);
    }
    const bytes = await data!(part);
    new Uint8Array(features.buffer).set(bytes, at);
    at += bytes.length;
  }
  return {
    ...{ ...rows, features: { data: features, n, k }, side, settings, backend },
    problems: facts.flatMap(({ problems }) => problems),
  };
}

/**
 * Deals decoded pictures into folds, as the audit itself would.
 *
 * @returns for each picture its class, and the fold that holds it out
 * @throws InputError where folds can't be trained on them
 */
export function dealDecoded(
  dataset: Dataset,
  { decoded }: Extract<ReadPictures, { readonly by: NetworkName }>,
  { folds = NETWORK_FOLDS, seed }: AuditOptions,
): { readonly labels: Int32Array; readonly foldOf: Int32Array } {
  const labels = trainableLabels(dataset, decoded, folds);
  const { groups } = decoded.duplicates;
  return { labels, foldOf: dealFolds(dataset, labels, groups, folds, seed).foldOf };
}
