import type { ImageStore, PictureList, TreatmentCounts } from '../../../pictures/index.ts';
import type { Backend, NetworkName } from '../../../training/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import type { AuditHooks } from '../../report/types.ts';
import { decodeViews, trainingSettings } from '../probabilities/train-probabilities.ts';
import { seeByTrunk } from '../probabilities/see-dataset.ts';
import { stageClock } from '../stage-clock.ts';

/** What is known of a part of a data set's pictures once they were looked at; small, and plain JSON. */
export interface PartFacts extends Pick<ImageStore, 'problems' | 'oneColour' | 'treated'> {
  /** Pictures in the list, and those of them that could be used. */
  readonly listed: number;
  readonly usable: number;
  /** Places in the list of those that could not, ascending. */
  readonly unusable: readonly number[];
  /** Side of the square that they were resized to. */
  readonly side: number;
  /** Channels of pixels; or features. */
  readonly width: number;
  /** What computed the features. */
  readonly backend?: Backend;
  /** What the report says of the features. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/** A part of a data set's pictures as a model takes them, one after the other; only those that could be used. */
export interface PicturePart {
  readonly facts: PartFacts;
  /** SHA-256 of each picture's file: 32 bytes. */
  readonly hashes: Uint8Array;
  /** Pixels, side × side × width bytes; or features, `width` float32. */
  readonly data: Uint8Array;
  /** Pixels of the pictures cropped to their content, where some network sees those. */
  readonly trimmed?: Uint8Array;
}

const NONE: TreatmentCounts = { scaled: 0, onBlack: 0, oneColour: 0 };

/**
 * Looks at some of a data set's pictures as the audit itself would: decodes them for a network, or makes their features.
 *
 * @throws what decoding and the trunk throw
 */
export async function seePart(
  list: PictureList,
  model: NetworkName | 'features',
  options: AuditOptions,
  hooks: AuditHooks,
): Promise<PicturePart> {
  const clock = stageClock(hooks);
  if (model === 'features') {
    const seen = await seeByTrunk(list, options, clock, hooks);
    const { features, side, backend, settings, problems } = seen;
    const facts = { treated: NONE, oneColour: [], problems, side, width: features.k, backend, settings };
    const { buffer, byteOffset, byteLength } = features.data;
    return { ...partOf(list, seen, facts), data: new Uint8Array(buffer, byteOffset, byteLength) };
  }
  const settings = trainingSettings({ ...options, model });
  const { images, trimmed } = await decodeViews(list, settings, options, clock, hooks);
  const { treated, oneColour, problems, height: side, channels: width } = images;
  return {
    ...partOf(list, images, { treated, oneColour, problems, side, width }),
    data: images.data,
    ...(trimmed === undefined ? {} : { trimmed: trimmed.data }),
  };
}

function partOf(
  { examples }: PictureList,
  { exampleIndices, contentHashes }: Pick<ImageStore, 'exampleIndices' | 'contentHashes'>,
  more: Omit<PartFacts, 'listed' | 'usable' | 'unusable'>,
): Pick<PicturePart, 'facts' | 'hashes'> {
  const used = new Set(exampleIndices);
  const unusable = [...examples.keys()].filter((place) => !used.has(place));
  return {
    facts: { listed: examples.length, usable: exampleIndices.length, unusable, ...more },
    hashes: Buffer.from(contentHashes.join(''), 'hex'),
  };
}

/** How many pictures of all parts could be used. */
export function usableOf(parts: readonly Pick<PartFacts, 'usable'>[]): number {
  return parts.reduce((sum, { usable }) => sum + usable, 0);
}

/** How many channels all pictures have together: colours, where some have them and the user has not said. */
export function channelsOf(
  parts: readonly Pick<PartFacts, 'width'>[],
  { channels }: Pick<AuditOptions, 'channels'>,
): 1 | 3 {
  if (channels !== 'auto') return channels;
  return parts.some(({ width }) => width === 3) ? 3 : 1;
}

/** Grey pixels as three equal channels, as the pictures of a part are written where others have colours. */
export function widenPixels(grey: Uint8Array): Uint8Array {
  const wide = new Uint8Array(3 * grey.length);
  for (let i = 0, at = 0; i < grey.length; i++) {
    wide[at++] = grey[i];
    wide[at++] = grey[i];
    wide[at++] = grey[i];
  }
  return wide;
}
