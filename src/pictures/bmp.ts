/** Pixels of a decoded BMP: 3 bytes each, RGB, top row first. */
export interface BmpPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const BI_RGB = 0;
const BI_BITFIELDS = 3;

/**
 * Decodes an uncompressed Windows bitmap of 1, 4, 8, 16, 24 or 32 bits per pixel, which libvips' prebuilt binaries do
 * not read. An alpha channel is ignored, as most programs do. Memory is taken only once all pixels are known to be there.
 * @throws Error with the reason when it is compressed, damaged or truncated.
 */
export function decodeBmp(bytes: Uint8Array, maxPixels: number): BmpPixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 54) throw new Error('the file is truncated');
  const headerSize = view.getUint32(14, true);
  if (headerSize < 40) throw new Error('it is an OS/2 bitmap, which is not read; save it as PNG');
  const width = view.getInt32(18, true);
  const signedHeight = view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  if (width <= 0 || height === 0) throw new Error(`its header claims the impossible size ${width}×${height}`);
  if (width * height > maxPixels) throw new Error(`it claims ${width}×${height} pixels, which is too large`);
  if (compression !== BI_RGB && !(compression === BI_BITFIELDS && (bits === 16 || bits === 32))) {
    throw new Error('it is a compressed bitmap, which is not read; save it as PNG');
  }
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new Error(`it has ${bits} bits per pixel`);
  const begin = view.getUint32(10, true);
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (begin + stride * height > bytes.length) throw new Error('the file is truncated');
  const rgbOf = bits <= 8 ? paletteReader(view, headerSize, bits) : maskReader(view, bits, compression);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    const line = begin + stride * (signedHeight < 0 ? y : height - 1 - y);
    for (let x = 0; x < width; x++, at += 3) {
      const rgb = rgbOf(line, x);
      data[at] = rgb >> 16;
      data[at + 1] = rgb >> 8;
      data[at + 2] = rgb;
    }
  }
  return { width, height, data };
}

/** Gives the pixel at column x of the line that begins at an offset, as 0xRRGGBB. */
type PixelReader = (line: number, x: number) => number;

function paletteReader(view: DataView, headerSize: number, bits: number): PixelReader {
  const colours = new Uint32Array(256);
  const used = Math.min(view.getUint32(46, true) || 1 << bits, 1 << bits);
  const start = 14 + headerSize;
  if (start + used * 4 > view.byteLength) throw new Error('the file is truncated');
  for (let i = 0; i < used; i++) colours[i] = view.getUint32(start + i * 4, true) & 0xffffff;
  const perByte = 8 / bits;
  return (line, x) => {
    const byte = view.getUint8(line + Math.floor(x / perByte));
    return colours[(byte >> (8 - bits - (x % perByte) * bits)) & ((1 << bits) - 1)];
  };
}

function maskReader(view: DataView, bits: number, compression: number): PixelReader {
  if (bits === 24) {
    return (line, x) => {
      const at = line + x * 3;
      return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    };
  }
  const usual = bits === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff];
  if (compression === BI_BITFIELDS && view.byteLength < 66) throw new Error('the file is truncated');
  const masks = compression === BI_BITFIELDS ? [54, 58, 62].map((at) => view.getUint32(at, true)) : usual;
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, max: mask >>> shift || 1 };
  });
  return (line, x) => {
    const value = bits === 16 ? view.getUint16(line + x * 2, true) : view.getUint32(line + x * 4, true);
    let rgb = 0;
    for (const { mask, shift, max } of channels) {
      rgb = (rgb << 8) | Math.round((((value & mask) >>> shift) * 255) / max);
    }
    return rgb;
  };
}
