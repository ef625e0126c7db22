import { crc32, deflateSync } from 'node:zlib';

// Hostile picture files put together by hand. Nothing here is a picture that somebody drew.

/** A PNG chunk. */
export function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(4);
  ends.writeUInt32BE(crc32(body));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, body, ends]);
}

const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** A PNG of that size and kind, with these compressed pixels and chunks before them. */
export function pngOf(
  { width, height, bits = 8, colour = 0 }: { width: number; height: number; bits?: number; colour?: number },
  idat: Uint8Array,
  before: readonly Buffer[] = [],
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = bits;
  header[9] = colour;
  const end = chunk('IEND', Buffer.alloc(0));
  return Buffer.concat([PNG_SIGNATURE, chunk('IHDR', header), ...before, chunk('IDAT', idat), end]);
}

/** A whole, valid PNG, all black: a few bytes for each million pixels. */
export function blackPng(width: number, height: number, bits = 8): Buffer {
  const row = 1 + Math.ceil((width * bits) / 8);
  return pngOf({ width, height, bits }, deflateSync(Buffer.alloc(row * height), { level: 9 }));
}

/** Small valid PNGs with text that unpacks to much, or is much. */
export function pngsWithGiantText(megabytes: number): Record<string, Buffer> {
  const text = Buffer.alloc(megabytes * 1024 * 1024, 65);
  const packed = deflateSync(text, { level: 9 });
  const pixels = deflateSync(Buffer.alloc(9 * 8));
  const size = { width: 8, height: 8 };
  const keyword = Buffer.from('Comment\0', 'latin1');
  return {
    'giant-ztxt.png': pngOf(size, pixels, [chunk('zTXt', Buffer.concat([keyword, Buffer.from([0]), packed]))]),
    'giant-itxt-packed.png': pngOf(size, pixels, [
      chunk('iTXt', Buffer.concat([keyword, Buffer.from([1, 0, 0, 0]), packed])),
    ]),
    'giant-itxt.png': pngOf(size, pixels, [
      chunk('iTXt', Buffer.concat([keyword, Buffer.from([0, 0, 0, 0]), text.subarray(0, 40 << 20)])),
    ]),
    'giant-iccp.png': pngOf(size, pixels, [chunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), packed]))]),
    'many-chunks.png': pngOf(
      size,
      pixels,
      Array.from({ length: 50_000 }, (_, i) => chunk('tEXt', Buffer.from(`k${i}\0v`, 'latin1'))),
    ),
  };
}

/**
 * Headers that claim what no memory holds, in every format, followed by next to nothing; and a whole picture of so many
 * pixels a side.
 */
export function bombs(
  samples: Readonly<Record<'gif' | 'webp' | 'tiff' | 'jpeg' | 'avif', Buffer>>,
  side: number,
): Record<string, Buffer> {
  const gif = Buffer.from(samples.gif);
  gif.writeUInt16LE(65_535, 6);
  gif.writeUInt16LE(65_535, 8);
  const frame = gif.indexOf(Buffer.from([0x2c]), 13);
  if (frame > 0) {
    gif.writeUInt16LE(65_535, frame + 5);
    gif.writeUInt16LE(65_535, frame + 7);
  }
  const vp8x = Buffer.alloc(40);
  vp8x.write('RIFF', 0, 'latin1');
  vp8x.writeUInt32LE(32, 4);
  vp8x.write('WEBPVP8X', 8, 'latin1');
  vp8x.writeUInt32LE(10, 16);
  vp8x.fill(0xff, 24, 30);
  const jpeg = Buffer.from(samples.jpeg);
  const frameHeader = [0xc0, 0xc2].map((code) => jpeg.indexOf(Buffer.from([0xff, code]))).find((at) => at > 0)!;
  jpeg.writeUInt16BE(65_500, frameHeader + 5);
  jpeg.writeUInt16BE(65_500, frameHeader + 7);
  const avif = Buffer.from(samples.avif);
  for (let at = avif.indexOf('ispe'); at > 0; at = avif.indexOf('ispe', at + 4)) {
    avif.writeUInt32BE(60_000, at + 8);
    avif.writeUInt32BE(60_000, at + 12);
  }
  const bmp = Buffer.alloc(70);
  bmp.write('BM', 0, 'latin1');
  bmp.writeUInt32LE(54, 10);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(30_000, 18);
  bmp.writeInt32LE(-30_000, 22);
  bmp.writeUInt16LE(24, 28);
  return {
    'bomb.png': pngOf({ width: 50_000, height: 50_000, bits: 8, colour: 2 }, deflateSync(Buffer.alloc(900_000))),
    'bomb-16.png': pngOf({ width: 2 ** 31 - 1, height: 2 ** 31 - 1, bits: 16, colour: 6 }, Buffer.alloc(9)),
    'bomb-1-bit.png': blackPng(side, side, 1),
    'bomb.gif': gif,
    'bomb.webp': vp8x,
    'bomb.jpg': jpeg,
    'bomb.avif': avif,
    'bomb.bmp': bmp,
    'bomb.tiff': tiffOf({ 256: 100_000, 257: 100_000, 277: 3, 258: 8 }),
    'bomb-samples.tiff': tiffOf({ 256: 8000, 257: 8000, 277: 60_000, 258: 16 }),
    'loop.tiff': tiffOf({ 256: 8, 257: 8, 277: 1, 258: 8 }, 8),
  };
}

/** A little-endian TIFF with these tags and a few bytes of pixels; `next` is where its next directory is said to be. */
function tiffOf(tags: Readonly<Record<number, number>>, next = 0): Buffer {
  const all = { 259: 1, 262: 1, 273: 200, 278: 1_000_000, 279: 100, ...tags };
  const sorted = Object.entries(all).map(([tag, value]) => [Number(tag), value]);
  sorted.sort(([a], [b]) => a - b);
  const bytes = Buffer.alloc(300);
  bytes.write('II*\0', 0, 'latin1');
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(sorted.length, 8);
  sorted.forEach(([tag, value], i) => {
    const at = 10 + i * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(4, at + 2);
    bytes.writeUInt32LE(1, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  });
  bytes.writeUInt32LE(next, 10 + sorted.length * 12);
  return bytes;
}

/** A progressive JPEG whose last scan is there again and again: each costs the decoder a pass over all of the picture. */
export function manyScans(progressive: Buffer, times: number): Buffer {
  const last = progressive.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = progressive.subarray(last, progressive.length - 2);
  return Buffer.concat([
    progressive.subarray(0, last),
    ...Array.from({ length: times }, () => scan),
    progressive.subarray(-2),
  ]);
}

/** Documents that programs other than ours would draw, with references to a file outside. */
export function documents(outside: string): Record<string, string> {
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
  const svg = (body: string): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="64">${body}</svg>`;
  return {
    'reference.svg.png': svg(`<image width="64" height="64" xlink:href="file://${outside}/secret.png"/>`),
    'http.svg.png': svg('<image width="64" height="64" href="http://127.0.0.1:9/secret.png"/>'),
    'entity.svg.png': `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file://${outside}/secret.txt">]>${svg('<text>&x;</text>')}`,
    'laughs.svg.png': `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "ha">${laughs}]>${svg('<text>&l9;</text>')}`,
    'bom.svg.png': `\ufeff \n<!-- ${'x'.repeat(2000)} -->${svg('<rect/>')}`,
    'drawing.mvg.png': `push graphic-context\nviewbox 0 0 64 64\nimage over 0,0 0,0 '${outside}/secret.png'\npop graphic-context`,
    'script.msl.png': `<?xml version="1.0"?><image><read filename="${outside}/secret.png"/></image>`,
    'page.pdf.png': '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>',
    'page.ps.png': `%!PS\n(${outside}/secret.txt) (r) file`,
    'image.ppm.png': 'P6 100000 100000 255\n',
    'image.vips.png': '\xb6\xa6\xf2\x08',
    'matrix.mat.png': 'MATLAB 5.0 MAT-file',
    'vector.csv.png': '1,2,3\n4,5,6\n',
  };
}
