/** Samples of a picture as its file holds them, row-major, channels next to each other. */
export interface Samples {
  readonly data: Uint8Array | Uint16Array | Float32Array;
  /** Grey, grey and alpha, RGB, RGB and alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  /** Value of alpha that hides all; default 255. */
  readonly opaque?: number;
}

/** What was done to a picture to make it visible. */
export interface Treatment {
  /** Its values were stretched from the narrow range that they have to the whole of 0…255. */
  readonly scaled: boolean;
  /** It was put on black, not on white, since it is of light ink on nothing. */
  readonly onBlack: boolean;
}

export interface EightBit extends Treatment {
  /** 1 or 3 bytes a pixel. */
  readonly data: Uint8Array;
  readonly channels: 1 | 3;
}

/** Share of the values at either end that may fall outside of the range: hot and dead pixels. */
const OUTLIERS = 0.001;
/** Values of 16 bits of which none reaches this are those of a camera of 9 to 14 bits. */
const FOURTEEN_BITS = 1 << 14;
/** Of a picture of more pixels so many are looked at, evenly. */
const MOST_COUNTED = 1 << 20;
/** A range of less than this share of all values is narrow. */
const NARROW = 1 / 8;
/** On average ink differs from white by so much (of 255), or it is put on black. */
const LEAST_CONTRAST = 48;
/** Most of a picture's area that may be ink, or what is around it does not matter. */
const MOST_INK = 0.9;

/**
 * A picture as 8-bit grey or RGB, in the one way in which all of the product shows and learns it.
 *
 * 8-bit values stay as they are. Values of more bits are mapped by the smallest of the scales 0…1 (floating point alone),
 * 0…255 and 0…65535 that holds them; where the picture has but a narrow range of such a scale (an eighth of it, or 14 of
 * 16 bits) or leaves all of them, the range that it has is mapped to 0…255 instead, without the 0.1% at either end. Each
 * picture by itself, so that the result depends on nothing but its file. What is transparent is put on white, or on black
 * where the ink is nearly white.
 */
export function toEightBit({ data, channels, opaque = 255 }: Samples): EightBit {
  const hasAlpha = channels === 2 || channels === 4;
  const inks = hasAlpha ? ((channels - 1) as 1 | 3) : channels;
  const mapping = data instanceof Uint8Array ? undefined : mappingOf(data, channels, inks);
  if (mapping === undefined && !hasAlpha) return { data: data as Uint8Array, channels: inks, ...UNTOUCHED };
  const pixels = Math.floor(data.length / channels);
  const bytes = new Uint8Array(pixels * inks);
  const { low, factor } = mapping ?? { low: 0, factor: 1 };
  for (let i = 0, from = 0, to = 0; i < pixels; i++, from += channels) {
    for (let c = 0; c < inks; c++, to++) {
      const value = (data[from + c] - low) * factor;
      // What is no number, or below all others, is black.
      bytes[to] = value > 0 ? (value < 255 ? value : 255) : 0;
    }
  }
  const onBlack = hasAlpha && flatten(bytes, inks, data, channels, opaque);
  return { data: bytes, channels: inks, scaled: mapping?.scaled ?? false, onBlack };
}

const UNTOUCHED: Treatment = { scaled: false, onBlack: false };

interface Mapping {
  readonly low: number;
  readonly factor: number;
  readonly scaled: boolean;
}

function mappingOf(data: Uint16Array | Float32Array, channels: number, inks: number): Mapping {
  const { low, high, max } = rangeOf(data, channels, inks);
  const range = high - low;
  const stretched = { low, factor: range > 0 ? 255.999 / range : 0, scaled: range > 0 };
  if (low < 0) return stretched;
  if (data instanceof Float32Array && max <= 1) {
    return range < NARROW && range > 0 ? stretched : { low: 0, factor: 255, scaled: false };
  }
  if (max <= 255) return range < 255 * NARROW && range > 0 ? stretched : { low: 0, factor: 1, scaled: false };
  if (max > 65535 || max < FOURTEEN_BITS || range < 65536 * NARROW) {
    return range > 0 ? stretched : { low: 0, factor: 1 / 256, scaled: false };
  }
  return { low: 0, factor: 1 / 256, scaled: false };
}

/** The range of all values but the outliers, and the largest of them. Those that are no finite numbers do not count. */
function rangeOf(
  data: Uint16Array | Float32Array,
  channels: number,
  inks: number,
): { readonly low: number; readonly high: number; readonly max: number } {
  const pixels = Math.floor(data.length / channels);
  const step = Math.ceil(pixels / MOST_COUNTED);
  const values = new Float32Array(Math.ceil(pixels / step) * inks);
  let count = 0;
  for (let from = 0; from + channels <= data.length; from += channels * step) {
    for (let c = 0; c < inks; c++) if (Number.isFinite(data[from + c])) values[count++] = data[from + c];
  }
  if (count === 0) return { low: 0, high: 0, max: 0 };
  const sorted = values.subarray(0, count).sort();
  const lost = Math.floor(count * OUTLIERS);
  return { low: sorted[lost], high: sorted[count - 1 - lost], max: sorted[count - 1] };
}

/** Puts ink on white, or on black where it would not be seen on white; returns whether it was black. */
function flatten(bytes: Uint8Array, inks: number, data: Samples['data'], channels: number, opaque: number): boolean {
  const pixels = bytes.length / inks;
  let covered = 0;
  let contrast = 0;
  for (let i = 0; i < pixels; i++) {
    const alpha = Math.min(1, Math.max(0, data[i * channels + inks] / opaque)) || 0;
    let darkest = 255;
    for (let c = 0; c < inks; c++) darkest = Math.min(darkest, bytes[i * inks + c]);
    covered += alpha;
    contrast += alpha * (255 - darkest);
  }
  const onBlack = covered > 0 && covered < MOST_INK * pixels && contrast < LEAST_CONTRAST * covered;
  const background = onBlack ? 0 : 255;
  for (let i = 0; i < pixels; i++) {
    const alpha = Math.min(1, Math.max(0, data[i * channels + inks] / opaque)) || 0;
    if (alpha === 1) continue;
    for (let c = 0; c < inks; c++) {
      const at = i * inks + c;
      bytes[at] = Math.round(bytes[at] * alpha + background * (1 - alpha));
    }
  }
  return onBlack;
}

/** How far the values of a picture of one colour may lie apart: what JPEG makes of one. */
const SAME = 2;

/** Whether pixels of 1 or 3 channels all have the same colour, or nearly. */
export function isOneColour(pixels: Uint8Array, channels: 1 | 3): boolean {
  for (let c = 0; c < channels; c++) {
    let least = 255;
    let most = 0;
    for (let at = c; at < pixels.length; at += channels) {
      if (pixels[at] < least) least = pixels[at];
      if (pixels[at] > most) most = pixels[at];
      if (most - least > SAME) return false;
    }
  }
  return true;
}
