import { brightnessQuantiles } from './brightness.ts';
import { entropy } from './channel-counts.ts';
import { edgeStrength, smallGrey } from './edge-strength.ts';
import { paddedLength, placeRaster, type PlacedRaster } from './looks-kernels.ts';
import type { Raster } from './raster.ts';
import { sharpestSteps } from './sharpest-steps.ts';
import { hashPicture, type PictureHashes } from './picture-hash.ts';

/** Scores of one picture by its pixels, each in [0, 1]; low is suspect. */
export interface PictureLooks {
  /** Brightness that one pixel in a hundred exceeds. */
  readonly dark: number;
  /** 1 less the brightness that one pixel in twenty falls below. */
  readonly light: number;
  /** Shorter by longer side. */
  readonly oddAspectRatio: number;
  /** A tenth of the entropy of its histogram, in bits. */
  readonly lowInformation: number;
  /** CleanVision's score, by the edges of the picture shrunk to 64 pixels. */
  readonly blurry: number;
  /** Steepest step between two pixels where it is sharpest, as a share of the contrast there: what we judge by. */
  readonly sharpness: number;
  /** 0 where it is grey, 1 where it has colour. */
  readonly grayscale: 0 | 1;
  /** Square root of its area, in pixels: what `oddSizes` compares. */
  readonly size: number;
}

/** How far red, green and blue may lie apart in a grey picture: what JPEG adds to one. */
const GREY_TOLERANCE = 6;
/** A histogram score up to this tells nothing of sharpness. */
const LEAST_HISTOGRAM = 0.18;

/** All that is measured of one picture. */
export interface SeenPicture {
  readonly looks: PictureLooks;
  readonly hashes: PictureHashes;
  /**
   * Names the pixels and their shape; of one channel where red, green and blue are all the same. Two pictures have the same
   * one by chance as good as never, but they can be made to have it on purpose.
   */
  readonly digest: Uint8Array;
}

/**
 * Scores one picture with the definitions of CleanVision 0.3.7, but that a picture is grey by its pixels: one that is stored
 * as red, green and blue, all three the same, scores as the same picture stored as grey does.
 *
 * @param picture upright, at least one pixel
 * @param full the picture's own size in pixels, where it was shrunk
 */
export function seePicture(
  picture: Raster,
  full: { readonly width: number; readonly height: number } = picture,
): SeenPicture {
  const { width, height } = full;
  const spread = channelSpread(picture);
  const own = spread === 0 ? oneChannel(picture) : picture;
  const placed = placeRaster(own);
  const [dim, bright] = brightnessQuantiles(placed, [0.05, 0.99]);
  const looks = {
    dark: bright,
    light: 1 - dim,
    oddAspectRatio: Math.min(width / height, height / width),
    lowInformation: Math.min(1, 0.1 * entropy(placed)),
    sharpness: sharpestSteps(placed),
    grayscale: spread <= GREY_TOLERANCE ? (0 as const) : (1 as const),
    size: Math.sqrt(width * height),
  };
  const digest = digestOf(placed);
  // What follows puts other pictures in the place of this one.
  const small = smallGrey(placed);
  return { looks: { ...looks, blurry: edgeScore(small) }, hashes: hashPicture(small), digest };
}

/** The scores alone; see `seePicture`. */
export function pictureLooks(
  picture: Raster,
  full?: { readonly width: number; readonly height: number },
): PictureLooks {
  return seePicture(picture, full).looks;
}

/** The most that the channels of a pixel lie apart; anything above the tolerance is as good as any other. */
function channelSpread({ channels, data }: Raster): number {
  if (channels === 1) return 0;
  let most = 0;
  for (let at = 0; at < data.length && most <= GREY_TOLERANCE; at += 3) {
    const [r, g, b] = [data[at], data[at + 1], data[at + 2]];
    if (r === g && g === b) continue;
    most = Math.max(most, Math.max(r, g, b) - Math.min(r, g, b));
  }
  return most;
}

function oneChannel({ width, height, channels, data }: Raster): Raster {
  if (channels === 1) return { width, height, channels, data };
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) grey[i] = data[3 * i];
  return { width, height, channels: 1, data: grey };
}

/** Bytes of a checksum. */
const DIGEST = 64;

/** A checksum of the pixels, then width, height and number of channels. */
function digestOf({ raster: { width, height, channels, data }, free, kernels }: PlacedRaster): Uint8Array {
  const { memory, digest } = kernels(DIGEST);
  digest(0, paddedLength(data.length), free);
  const shape = new Uint8Array(Uint32Array.of(width, height, channels).buffer);
  const named = new Uint8Array(DIGEST + shape.length);
  named.set(new Uint8Array(memory.buffer, free, DIGEST));
  named.set(shape, DIGEST);
  return named;
}

function edgeScore(small: Raster): number {
  const { edges, histogram } = edgeStrength(small);
  const ofHistogram = 1 - Math.exp(-histogram / 100);
  return Math.min(1, 1 - Math.exp(-edges / 100) + (ofHistogram > LEAST_HISTOGRAM ? ofHistogram : 0));
}
