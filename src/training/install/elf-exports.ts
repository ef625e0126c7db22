import { open } from 'node:fs/promises';

/** Section types of an ELF file (System V ABI, "Sections"). */
const DYNSYM = 11;

/**
 * Names that a 64-bit little-endian ELF library exports. Only its tables are read: libtensorflow has hundreds of
 * megabytes.
 * @throws Error when the file is no such library
 */
export async function elfExports(file: string): Promise<Set<string>> {
  const handle = await open(file);
  try {
    const read = async (at: number, length: number): Promise<Buffer> => {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await handle.read(bytes, 0, length, at);
      if (bytesRead !== length) throw new Error(`${file} ends too early.`);
      return bytes;
    };
    const head = await read(0, 64);
    if (head.readUInt32BE(0) !== 0x7f454c46 || head[4] !== 2 || head[5] !== 1) {
      throw new Error(`${file} is no 64-bit ELF library.`);
    }
    const [size, count] = [head.readUInt16LE(58), head.readUInt16LE(60)];
    const sections = await read(Number(head.readBigUInt64LE(40)), size * count);
    const contents = (i: number): Promise<Buffer> =>
      read(Number(sections.readBigUInt64LE(i * size + 24)), Number(sections.readBigUInt64LE(i * size + 32)));
    const names = new Set<string>();
    for (let i = 0; i < count; i++) {
      if (sections.readUInt32LE(i * size + 4) !== DYNSYM) continue;
      const symbols = await contents(i);
      const strings = await contents(sections.readUInt32LE(i * size + 40));
      for (let at = 0; at + 24 <= symbols.length; at += 24) {
        // Section 0: wanted from elsewhere, not exported.
        if (symbols.readUInt16LE(at + 6) === 0) continue;
        const from = symbols.readUInt32LE(at);
        names.add(strings.toString('latin1', from, strings.indexOf(0, from)));
      }
    }
    return names;
  } finally {
    await handle.close();
  }
}
