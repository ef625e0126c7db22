// Small data sets that are drawn by a seed: icons, textures and spectrograms, with some labels changed. What `auto` chooses is
// tried on them beside real pictures.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { createRandom, type Random } from '../../src/training/random.ts';

export const DRAWN_SETS = ['icons', 'textures', 'spectrograms'] as const;
export type DrawnSet = (typeof DRAWN_SETS)[number];

const STREAMS: Readonly<Record<DrawnSet, number>> = { icons: 1, textures: 2, spectrograms: 3 };

/** One picture of a class, as the bytes of a PNG. */
type Draw = (random: Random) => Promise<Buffer>;

/**
 * Writes a drawn data set: `labels.csv` with some wrong labels, `truth.csv` with the right ones, and the pictures.
 *
 * @param share of the labels that are changed, in [0, 1)
 * @returns the labels file
 */
export async function drawSet(
  name: DrawnSet,
  folder: string,
  { count, share, seed }: { readonly count: number; readonly share: number; readonly seed: number },
): Promise<string> {
  const random = createRandom(seed, STREAMS[name]);
  const classes = Object.entries({ icons: ICONS, textures: TEXTURES, spectrograms: SOUNDS }[name]);
  await mkdir(join(folder, 'images'), { recursive: true });
  const given = ['image,label'];
  const truth = ['image,true'];
  for (let i = 0; i < count; i++) {
    const right = i % classes.length;
    const path = `images/${String(i).padStart(4, '0')}.png`;
    await writeFile(join(folder, path), await classes[right][1](random));
    const isWrong = random.uniform() < share;
    const label = isWrong ? (right + 1 + random.below(classes.length - 1)) % classes.length : right;
    given.push(`${path},${classes[label][0]}`);
    truth.push(`${path},${classes[right][0]}`);
  }
  await writeFile(join(folder, 'truth.csv'), `${truth.join('\n')}\n`);
  await writeFile(join(folder, 'labels.csv'), `${given.join('\n')}\n`);
  return join(folder, 'labels.csv');
}

const colour = (random: Random, low: number, high: number): string =>
  `rgb(${[0, 1, 2].map(() => Math.round(random.between(low, high))).join(',')})`;

/** An icon: a shape in a box from −1 to 1, moved, turned, and in a colour of its own on another. */
function icon(shape: (random: Random) => string): Draw {
  return (random) => {
    const isDark = random.uniform() < 0.5;
    const [ink, paper] = isDark
      ? [colour(random, 0, 110), colour(random, 160, 255)]
      : [colour(random, 160, 255), colour(random, 0, 110)];
    const size = random.between(12, 24);
    const [x, y] = [32 + random.between(-7, 7), 32 + random.between(-7, 7)];
    const place = `translate(${x} ${y}) rotate(${random.between(-25, 25)}) scale(${size})`;
    const outlined = random.uniform() < 0.4;
    const style = outlined ? `fill="none" stroke="${ink}" stroke-width="0.2"` : `fill="${ink}"`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="${paper}"/><g transform="${place}" ${style}>${shape(random)}</g></svg>`;
    return sharp(Buffer.from(svg)).png().toBuffer();
  };
}

/** Corners of a regular polygon, or of a star where every second one lies further in. */
function corners(count: number, inner = 1): string {
  const points = Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2;
    const radius = i % 2 === 0 ? 1 : inner;
    return `${(radius * Math.cos(angle)).toFixed(3)},${(radius * Math.sin(angle)).toFixed(3)}`;
  });
  return `<polygon points="${points.join(' ')}"/>`;
}

const ICONS: Readonly<Record<string, Draw>> = {
  circle: icon(() => '<circle r="1"/>'),
  square: icon(() => '<rect x="-0.9" y="-0.9" width="1.8" height="1.8"/>'),
  triangle: icon(() => corners(3)),
  star: icon(() => corners(10, 0.45)),
  hexagon: icon(() => corners(6)),
  plus: icon(() => '<path d="M-0.3-1h0.6v0.7h0.7v0.6h-0.7v0.7h-0.6v-0.7h-0.7v-0.6h0.7z"/>'),
  heart: icon(() => '<path d="M0 0.9C-1.6-0.2-0.9-1.2 0-0.5C0.9-1.2 1.6-0.2 0 0.9z"/>'),
  arrow: icon(() => '<path d="M-1-0.25h1.1v-0.5l0.9 0.75l-0.9 0.75v-0.5h-1.1z"/>'),
};

const SIDE = 96;

/** A texture: a height at each place, in [−1, 1], between two colours. */
function texture(make: (random: Random) => (x: number, y: number) => number): Draw {
  return (random) => {
    const height = make(random);
    const ends = [0, 1].map(() => [0, 1, 2].map(() => random.between(20, 235)));
    const pixels = new Uint8Array(SIDE * SIDE * 3);
    for (let y = 0, p = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const share = (1 + Math.max(-1, Math.min(1, height(x, y)))) / 2;
        for (let c = 0; c < 3; c++) {
          const value = ends[0][c] + share * (ends[1][c] - ends[0][c]) + 12 * random.normal();
          pixels[p++] = Math.max(0, Math.min(255, Math.round(value)));
        }
      }
    }
    return sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .png()
      .toBuffer();
  };
}

/** Turned by a random angle, and by a random period: places in units of that. */
function turned(random: Random, least: number, most: number): (x: number, y: number) => [number, number] {
  const angle = random.between(0, 2 * Math.PI);
  const period = random.between(least, most);
  const [cos, sin] = [Math.cos(angle) / period, Math.sin(angle) / period];
  const [u, v] = [random.uniform(), random.uniform()];
  return (x, y) => [x * cos - y * sin + u, x * sin + y * cos + v];
}

/** Smooth noise: a sum of waves of random directions. */
function clouds(random: Random, waves: number, least: number, most: number): (x: number, y: number) => number {
  const each = Array.from({ length: waves }, () => turned(random, least, most));
  return (x, y) => {
    let sum = 0;
    for (const wave of each) sum += Math.sin(2 * Math.PI * wave(x, y)[0]);
    return sum / Math.sqrt(waves);
  };
}

const fraction = (value: number): number => value - Math.floor(value);

const TEXTURES: Readonly<Record<string, Draw>> = {
  stripes: texture((random) => {
    const at = turned(random, 8, 20);
    return (x, y) => (fraction(at(x, y)[0]) < 0.5 ? 1 : -1);
  }),
  waves: texture((random) => {
    const at = turned(random, 12, 24);
    return (x, y) => {
      const [u, v] = at(x, y);
      return Math.sin(2 * Math.PI * (u + 0.35 * Math.sin(2 * Math.PI * v)));
    };
  }),
  checks: texture((random) => {
    const at = turned(random, 10, 24);
    return (x, y) => {
      const [u, v] = at(x, y);
      return fraction(u) < 0.5 === fraction(v) < 0.5 ? 1 : -1;
    };
  }),
  dots: texture((random) => {
    const at = turned(random, 10, 20);
    return (x, y) => {
      const [u, v] = at(x, y);
      return Math.hypot(fraction(u) - 0.5, fraction(v) - 0.5) < 0.28 ? 1 : -1;
    };
  }),
  bricks: texture((random) => {
    const at = turned(random, 12, 22);
    return (x, y) => {
      const [u, v] = at(x, y);
      const row = Math.floor(2 * v);
      return fraction(2 * v) < 0.18 || fraction(u + (row % 2) / 2) < 0.09 ? 1 : -1;
    };
  }),
  clouds: texture((random) => clouds(random, 12, 15, 60)),
};

const RATE = 8000;
const WINDOW = 128;
const FRAMES = 64;
const BINS = 64;
const SAMPLES = WINDOW * (FRAMES / 2 + 1);

/** A spectrogram, in decibels above a floor, of a sound in noise: time from left to right, frequency from below. */
function sound(make: (random: Random) => (second: number) => number): Draw {
  return (random) => {
    const wave = make(random);
    const loud = random.between(0.1, 0.35);
    const signal = Float64Array.from({ length: SAMPLES }, (_, i) => wave(i / RATE) + loud * random.normal());
    const pixels = new Uint8Array(FRAMES * BINS);
    for (let frame = 0; frame < FRAMES; frame++) {
      for (let bin = 0; bin < BINS; bin++) {
        let [re, im] = [0, 0];
        for (let i = 0; i < WINDOW; i++) {
          const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW);
          const value = hann * signal[(frame * WINDOW) / 2 + i];
          const angle = (2 * Math.PI * bin * i) / WINDOW;
          re += value * Math.cos(angle);
          im -= value * Math.sin(angle);
        }
        const decibels = 10 * Math.log10(re * re + im * im + 1e-3);
        pixels[(BINS - 1 - bin) * FRAMES + frame] = Math.max(0, Math.min(255, Math.round(100 + 5 * decibels)));
      }
    }
    return sharp(pixels, { raw: { width: FRAMES, height: BINS, channels: 1 } })
      .png()
      .toBuffer();
  };
}

const LENGTH = SAMPLES / RATE;
/** A tone whose frequency is `low` + `rise` · t, in hertz. */
const sweep = (low: number, rise: number) => (t: number) => Math.sin(2 * Math.PI * (low * t + (rise * t * t) / 2));

const SOUNDS: Readonly<Record<string, Draw>> = {
  tone: sound((random) => sweep(random.between(500, 3200), 0)),
  rising: sound((random) => sweep(random.between(400, 1500), random.between(900, 1800) / LENGTH)),
  falling: sound((random) => sweep(random.between(2300, 3500), -random.between(900, 1800) / LENGTH)),
  vibrato: sound((random) => {
    const [base, rate, depth] = [random.between(900, 2800), random.between(4, 9), random.between(150, 400)];
    return (t) => Math.sin(2 * Math.PI * base * t + (depth / rate) * Math.sin(2 * Math.PI * rate * t));
  }),
  chord: sound((random) => {
    const base = random.between(400, 900);
    const parts = [1, random.between(1.4, 1.8), random.between(2.2, 3)].map((factor) => sweep(base * factor, 0));
    return (t) => parts.reduce((sum, part) => sum + 0.6 * part(t), 0);
  }),
  clicks: sound((random) => {
    const [gap, from] = [random.between(0.05, 0.13), random.uniform() * 0.05];
    return (t) => (fraction((t + from) / gap) < 0.0035 / gap ? 4 * random.normal() : 0);
  }),
};
