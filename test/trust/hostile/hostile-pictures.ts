import { execFileSync } from 'node:child_process';
import { chmod, link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { dicom, greyTiff } from '../../unit/pictures/picture-files.ts';
import { blackPng, bombs, documents, manyScans, pngsWithGiantText } from '../pictures/picture-bytes.ts';

/** What the product promises of a file: it is audited, or listed among the problems, or (where either is right) one of both. */
export type Expected = 'audited' | 'reported' | 'either';

export interface HostileFile {
  /** POSIX path relative to the data set, as `labels.csv` names it. */
  readonly path: string;
  readonly expected: Expected;
  /** The row of the table that it counts in. */
  readonly fault: string;
  /** Not there in class folders: the name is that of no picture, or of no file at all. */
  readonly csvOnly?: boolean;
}

export interface Corpus {
  readonly files: readonly HostileFile[];
  /** Ends what listens on sockets. */
  readonly close: () => void;
}

const FORMATS = ['png', 'jpeg', 'gif', 'webp', 'tiff', 'avif'] as const;

function noise(width: number, height: number, seed: number): Sharp {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => ((i + seed) * 2654435761) >>> 24);
  return sharp(pixels, { raw: { width, height, channels: 3 } }).blur(1.5);
}

/**
 * Makes a data set of hostile pictures in `root`, with honest ones among them, one folder per class.
 *
 * @param outside a folder that nothing of may be read; its files' names are in links, paths and documents
 * @param random gives numbers in [0, 1)
 */
export async function makeHostilePictures(
  root: string,
  outside: string,
  { long, random }: { readonly long: boolean; readonly random: () => number },
): Promise<Corpus> {
  const files: HostileFile[] = [];
  let group = 'pictures: honest ones';
  await mkdir(join(root, 'a'), { recursive: true });
  await mkdir(join(root, 'b'), { recursive: true });
  const name = (base: string): string => `${files.length % 2 === 0 ? 'a' : 'b'}/${base}`;
  const note = (path: string, expected: Expected, csvOnly = false): void => {
    files.push({ path, expected, fault: group, csvOnly });
  };
  const put = async (base: string, bytes: Uint8Array | string, expected: Expected): Promise<void> => {
    const path = name(base);
    await writeFile(join(root, path), bytes);
    note(path, expected);
  };
  for (let i = 0; i < 24; i++)
    await put(
      `honest${i}.png`,
      await noise(20, 20, i * 99)
        .png()
        .toBuffer(),
      'audited',
    );

  group = 'pictures: CMYK, 16-bit, alpha, palette, animated, EXIF-rotated, wrong extension';
  const samples = Object.fromEntries(
    await Promise.all(FORMATS.map(async (format) => [format, await noise(48, 40, 7).toFormat(format).toBuffer()])),
  ) as Record<(typeof FORMATS)[number], Buffer>;
  for (const format of FORMATS)
    await put(`wrong-extension.${format}.${format === 'png' ? 'jpg' : 'png'}`, samples[format], 'audited');
  await put('cmyk.jpg', await noise(30, 20, 1).toColourspace('cmyk').jpeg().toBuffer(), 'audited');
  await put('cmyk.tiff', await noise(30, 20, 1).toColourspace('cmyk').tiff().toBuffer(), 'audited');
  await put('deep.png', await noise(30, 20, 2).toColourspace('rgb16').png().toBuffer(), 'audited');
  await put('alpha.png', await noise(30, 20, 3).ensureAlpha(0.3).png().toBuffer(), 'audited');
  await put('alpha.webp', await noise(30, 20, 3).ensureAlpha(0.3).webp().toBuffer(), 'audited');
  await put('palette.png', await noise(30, 20, 4).png({ palette: true }).toBuffer(), 'audited');
  await put('grey.jpg', await noise(30, 20, 5).greyscale().jpeg().toBuffer(), 'audited');
  await put('interlaced.png', await noise(30, 20, 5).png({ progressive: true }).toBuffer(), 'audited');
  const frames = await noise(16, 16 * 200, 6)
    .raw()
    .toBuffer();
  const animation = sharp(frames, { raw: { width: 16, height: 3200, channels: 3, pageHeight: 16 } });
  await put('animated.gif', await animation.clone().gif().toBuffer(), 'audited');
  await put('animated.webp', await animation.clone().webp().toBuffer(), 'audited');
  for (let turn = 1; turn <= 8; turn++) {
    await put(
      `exif${turn}.jpg`,
      await noise(30, 20, turn).withMetadata({ orientation: turn }).jpeg().toBuffer(),
      'audited',
    );
  }

  group = 'pictures: truncated or zero bytes';
  await put('empty.png', '', 'reported');
  const cuts = long ? 60 : 6;
  for (const format of FORMATS) {
    const bytes = samples[format];
    for (let i = 0; i < cuts; i++) {
      const at = i < 4 ? [1, 12, 30, bytes.length - 1][i] : 1 + Math.floor(random() * (bytes.length - 1));
      await put(`cut${i}.${format}`, bytes.subarray(0, at), i < 2 ? 'reported' : 'either');
    }
  }

  group = 'pictures: bytes changed at random';
  for (const format of FORMATS) {
    for (let i = 0; i < (long ? 80 : 8); i++) {
      const bytes = Buffer.from(samples[format]);
      for (let flips = 0; flips < 1 + i / 2; flips++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      await put(`changed${i}.${format}`, bytes, 'either');
    }
  }

  group = 'pictures: deep, floating point, netpbm and DICOM, whole, cut, changed and bombs';
  for (const [base, bytes] of Object.entries(await deepPictures())) {
    await put(base, bytes, 'audited');
    for (let i = 0; i < (long ? 40 : 4); i++) {
      const [dot, cut] = [base.lastIndexOf('.'), Math.floor(random() * bytes.length)];
      const named = (what: string): string => `${what}${i}-${base.slice(0, dot)}${base.slice(dot)}`;
      await put(named('cut'), bytes.subarray(0, cut), 'either');
      const changed = Buffer.from(bytes);
      for (let flips = 0; flips < 1 + i; flips++) changed[Math.floor(random() * changed.length)] = random() * 256;
      await put(named('changed'), changed, 'either');
    }
  }
  for (const [base, bytes] of Object.entries(deepBombs())) await put(base, bytes, 'reported');

  group = 'pictures: SVG with entities and references, other documents';
  for (const [base, text] of Object.entries(documents(outside))) {
    await put(base, text, 'reported');
    if (base.includes('.svg')) await put(`packed-${base}`, gzipSync(text), 'reported');
    if (!base.includes('.svg')) continue;
    const path = `a/${base.replace(/\.png$/, '')}`;
    await writeFile(join(root, path), text);
    note(path, 'reported', true);
  }

  group = 'pictures: decompression bombs';
  for (const [base, bytes] of Object.entries(bombs(samples, long ? 50_000 : 25_000))) {
    await put(base, bytes, base.startsWith('loop') ? 'either' : 'reported');
  }
  for (const [base, bytes] of Object.entries(pngsWithGiantText(long ? 512 : 128))) await put(base, bytes, 'either');
  const [side, other] = long ? [12_000, 8000] : [8000, 5000];
  await put('large.png', blackPng(side, other), 'audited');
  await put('large-wide.png', blackPng(1_000_000, 20), 'either');
  const progressive = await noise(1200, 900, 9).jpeg({ progressive: true }).toBuffer();
  await put('scans.jpg', manyScans(progressive, long ? 3000 : 300), 'either');

  group = 'pictures: links out of the folder, pipes, sockets, devices, folders';
  const point = async (base: string, target: string, expected: Expected): Promise<void> => {
    const path = name(base);
    await symlink(target, join(root, path));
    note(path, expected);
  };
  await point('out.png', join(outside, 'secret.png'), 'reported');
  await point('out-relative.png', '../../outside/secret.png', 'reported');
  await point('passwd.png', '/etc/passwd', 'reported');
  await point('zero.png', '/dev/zero', 'reported');
  await point('memory.png', '/proc/self/mem', 'reported');
  await point('loop.png', 'loop.png', 'reported');
  await point('dangling.png', 'nowhere.png', 'reported');
  await point('in.png', files[0].path.replace(/^a/, '../a'), 'audited');
  await symlink(outside, join(root, 'c'));
  note('c/secret.png', 'reported', true);
  await symlink(outside, join(root, 'a/linked'));
  note('a/linked/secret.png', 'reported', true);
  await mkdir(join(root, 'a/folder.png'));
  note('a/folder.png', 'reported', true);
  const pipe = name('pipe.png');
  execFileSync('mkfifo', [join(root, pipe)]);
  note(pipe, 'reported');
  const socket = name('socket.png');
  const server = await listen(join(root, socket));
  note(socket, 'reported');
  try {
    const device = name('device.png');
    execFileSync('mknod', [join(root, device), 'c', '1', '5'], { stdio: 'ignore' });
    note(device, 'reported');
  } catch {
    // Only root makes devices.
  }

  group = 'pictures: names with newlines, HTML, quotes, ../, 255 bytes, no UTF-8; paths that leave the folder';
  const { png } = samples;
  const odd = [
    'new\nline.png',
    '<img src=x onerror=alert(1)>.png',
    `"quo'ted",;\t.png`,
    'x..%2f..%2fsecret.png',
    '-rf.png',
  ];
  odd.push(
    '$(touch x)`y`.png',
    '\u202egnp.exe.png',
    '😀\u0301é.png',
    ' .png',
    '=cmd|calc.png',
    `${'ü'.repeat(125)}x.png`,
  );
  for (const base of odd) await put(base, png, 'audited');
  await writeFile(join(root, 'a/back\\slash.png'), png);
  await writeFile(
    Buffer.concat([Buffer.from(join(root, 'a/not-utf8-')), Buffer.from([0xff, 0xfe]), Buffer.from('.png')]),
    png,
  );
  for (const path of [
    '../outside/secret.png',
    'a/../../outside/secret.png',
    '..\\outside\\secret.png',
    join(outside, 'secret.png'),
    '/etc/passwd',
    'C:\\secret.png',
    `file://${outside}/secret.png`,
    'https://127.0.0.1:9/secret.png',
    'nul\0.png',
    `${'x'.repeat(400)}.png`,
    `${'y/'.repeat(3000)}z.png`,
  ]) {
    note(path, 'reported', true);
  }

  group = 'pictures: unreadable permissions';
  const locked = name('locked.png');
  await writeFile(join(root, locked), png);
  await chmod(join(root, locked), 0o000);
  note(locked, process.getuid?.() === 0 ? 'audited' : 'reported');
  await link(join(root, files[0].path), join(root, 'b/hard-link.png'));
  note('b/hard-link.png', 'audited');
  return { files, close: () => server?.close() };
}

/** Pictures of more than 8 bits, and of formats that are decoded here. */
async function deepPictures(): Promise<Record<string, Buffer>> {
  const ramp = Float32Array.from({ length: 256 }, (_, i) => i / 255);
  const odd = Float32Array.from(ramp, (value, i) => (i % 16 === 3 ? NaN : i % 16 === 5 ? Infinity : -value));
  const deep = Uint16Array.from(ramp, (value) => 900 + value * 700);
  const raw = { width: 16, height: 16, channels: 1 } as const;
  const bytes = new Uint8Array(deep.buffer);
  return {
    'narrow.png': await sharp(deep, { raw }).toColourspace('grey16').png().toBuffer(),
    'float.tiff': greyTiff(16, ramp, 'float'),
    'odd-float.tif': greyTiff(16, odd, 'float'),
    'nan.tif': greyTiff(16, new Float32Array(256).fill(NaN), 'float'),
    'deep.pgm': Buffer.concat([Buffer.from('P5 16 16 4095\n'), Buffer.from(bytes).swap16()]),
    'text.ppm': Buffer.from(`P3 2 2 255\n${'10 20 30\n'.repeat(4)}`),
    'scan.dcm': dicom(16, 16, bytes, { rescale: ['2', '-1024'], window: ['300', '900'] }),
    'implicit.dcm': dicom(16, 16, bytes, { syntax: '1.2.840.10008.1.2', signed: true, kind: 'MONOCHROME1' }),
    'large-header.dcm': dicom(16, 16, bytes, { comment: Buffer.alloc(30_000_000, 65) }),
  };
}

/** Headers that claim more than there is, or than may be. */
function deepBombs(): Record<string, Buffer> {
  const nested = Buffer.alloc(8 * 200_000);
  for (let at = 0; at < nested.length; at += 16) {
    nested.set([0x08, 0x00, 0x40, 0x11, 0xff, 0xff, 0xff, 0xff], at);
    nested.set([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff], at + 8);
  }
  return {
    'bomb.pgm': Buffer.from('P5 65535 65535 255\nx'),
    'bomb-text.pgm': Buffer.from(`P2 5000 5000 255\n${'1 '.repeat(1000)}`),
    'bomb-numbers.pgm': Buffer.from(`P2 ${'9'.repeat(100_000)} 1 255\n1`),
    'bomb.dcm': dicom(65_535, 65_535, Buffer.alloc(100)),
    'bomb-nested.dcm': dicom(16, 16, Buffer.alloc(512), { syntax: '1.2.840.10008.1.2', before: nested }),
    'compressed.dcm': dicom(16, 16, Buffer.alloc(512), { syntax: '1.2.840.10008.1.2.4.50' }),
    'deflated.dcm': dicom(16, 16, Buffer.alloc(512), { syntax: '1.2.840.10008.1.2.1.99' }),
  };
}

/** A socket at a path; undefined where the path is too long for one. */
async function listen(path: string): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen(path, () => {
      resolve(server);
    });
  });
}
