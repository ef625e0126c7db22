// Picture files that sharp does not write, put together by hand.

/** A little-endian TIFF of one strip and one channel. */
export function greyTiff(
  width: number,
  values: Float32Array | Uint16Array | Int16Array | Uint32Array,
  format: 'float' | 'uint' | 'int',
): Buffer {
  const strip = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const bits = values.BYTES_PER_ELEMENT * 8;
  const tags: [number, number][] = [
    ...([
      [256, width],
      [257, values.length / width],
      [258, bits],
      [259, 1],
      [262, 1],
      [273, 8],
      [277, 1],
      [278, values.length / width],
      [279, strip.length],
      [339, { uint: 1, int: 2, float: 3 }[format]],
    ] as [number, number][]),
  ];
  const head = Buffer.alloc(8);
  head.write('II*\0', 0, 'latin1');
  head.writeUInt32LE(8 + strip.length, 4);
  const directory = Buffer.alloc(2 + tags.length * 12 + 4);
  directory.writeUInt16LE(tags.length, 0);
  tags.forEach(([tag, value], i) => {
    const at = 2 + i * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(4, at + 2);
    directory.writeUInt32LE(1, at + 4);
    directory.writeUInt32LE(value, at + 8);
  });
  return Buffer.concat([head, strip, directory]);
}

export interface DicomOptions {
  readonly syntax?: string;
  readonly kind?: string;
  readonly bits?: number;
  readonly stored?: number;
  readonly signed?: boolean;
  readonly samples?: number;
  readonly planar?: boolean;
  readonly rescale?: readonly [slope: string, intercept: string];
  readonly window?: readonly [centre: string, width: string];
  /** A text of this length before the pixels. */
  readonly comment?: Buffer;
  /** Bytes of elements before all others. */
  readonly before?: Buffer;
}

/** A DICOM file in explicit or implicit little endian. */
export function dicom(width: number, height: number, pixels: Uint8Array, options: DicomOptions = {}): Buffer {
  const { syntax = '1.2.840.10008.1.2.1', kind = 'MONOCHROME2', bits = 16, samples = 1 } = options;
  const explicit = syntax !== '1.2.840.10008.1.2';
  const element = (tag: number, vr: string, value: Buffer, withVr = explicit): Buffer => {
    const long = ['OW', 'OB', 'SQ', 'UN'].includes(vr);
    const head = Buffer.alloc(withVr && long ? 12 : 8);
    head.writeUInt16LE(tag >>> 16, 0);
    head.writeUInt16LE(tag & 0xffff, 2);
    const padded = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.from(vr === 'UI' ? '\0' : ' ')]);
    if (!withVr) head.writeUInt32LE(padded.length, 4);
    else {
      head.write(vr, 4, 'latin1');
      if (long) head.writeUInt32LE(padded.length, 8);
      else head.writeUInt16LE(padded.length, 6);
    }
    return Buffer.concat([head, padded]);
  };
  const us = (tag: number, value: number): Buffer => element(tag, 'US', Buffer.of(value & 255, value >> 8));
  const ds = (tag: number, text: string | undefined): Buffer[] =>
    text === undefined ? [] : [element(tag, 'DS', Buffer.from(text))];
  const meta = element(0x00020010, 'UI', Buffer.from(syntax), true);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(0x00020000, 'UL', length, true),
    meta,
    options.before ?? Buffer.alloc(0),
    us(0x00280002, samples),
    element(0x00280004, 'CS', Buffer.from(kind)),
    ...(options.planar === undefined ? [] : [us(0x00280006, Number(options.planar))]),
    us(0x00280010, height),
    us(0x00280011, width),
    us(0x00280100, bits),
    us(0x00280101, options.stored ?? bits),
    us(0x00280102, (options.stored ?? bits) - 1),
    us(0x00280103, options.signed === true ? 1 : 0),
    ...ds(0x00281050, options.window?.[0]),
    ...ds(0x00281051, options.window?.[1]),
    ...ds(0x00281052, options.rescale?.[1]),
    ...ds(0x00281053, options.rescale?.[0]),
    ...(options.comment === undefined ? [] : [element(0x00400010, 'UN', options.comment)]),
    element(0x7fe00010, 'OW', Buffer.from(pixels)),
  ]);
}
