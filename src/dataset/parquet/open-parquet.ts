import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import {
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  type SchemaElement,
  type SchemaTree,
} from 'hyparquet';
import { compressors as codecs, decompressZstd } from 'hyparquet-compressors';

// Only parquet-worker.ts imports this: its thread alone loads the decoder, and breaks where a file is made to break it.

/** A file that can't be read. The message is the rest of a sentence that begins with its name. */
export class ParquetError extends Error {
  override readonly name = 'ParquetError';
}

/** An open Parquet file whose metadata agrees with itself and with the file's size. */
export interface ParquetFile {
  readonly metadata: FileMetaData;
  readonly schema: SchemaTree;
  /** Row groups as the file has them: what is read at once. */
  readonly groups: readonly { readonly start: number; readonly rows: number }[];
  /**
   * Reads one row group of a top-level column, or of some leaves of it alone.
   * @param leaves paths of leaves, as `image.bytes`
   */
  readonly read: (group: number, leaves: readonly string[]) => Promise<ArrayLike<unknown>>;
  readonly close: () => Promise<void>;
}

const AGAIN = 'write it again, with pandas, pyarrow or datasets';
/** Largest metadata that is read, in bytes: of a file of 10,000 row groups it is a tenth of that. */
const MOST_METADATA = 64 * 2 ** 20;
/** More rows than any data set of ours can hold. */
const MOST_ROWS = 20_000_000;
/** Most bytes of a column that are held at once: of one row group, and of one page. */
export const MOST_AT_ONCE = 2 ** 30;

/**
 * Opens a Parquet file and checks what its metadata claims.
 * @throws ParquetError; the system's error where the file can't be opened
 */
export async function openParquet(path: string): Promise<ParquetFile> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const end = await requireEnds(handle, size);
    const file = bufferOf(handle, size);
    const metadata = await parquetMetadataAsync(file, { geoparquet: false }).catch((error: unknown) => {
      throw new ParquetError(`its metadata can't be read (${(error as Error).message}); ${AGAIN}`, { cause: error });
    });
    const groups = checkedGroups(metadata, end);
    return {
      ...{ metadata, groups, schema: parquetSchema(metadata) },
      read: (group, leaves) => readGroup(file, onlyLeaves(metadata, leaves), groups[group], leaves),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** @returns where the column data ends */
async function requireEnds(handle: FileHandle, size: number): Promise<number> {
  const ends = Buffer.alloc(12);
  if (size >= 12) {
    await handle.read(ends, 0, 4, 0);
    await handle.read(ends, 4, 8, size - 8);
  }
  const [begin, last] = [ends.toString('latin1', 0, 4), ends.toString('latin1', 8, 12)];
  if (last === 'PARE') throw new ParquetError('its metadata is encrypted; write it without encryption');
  if (begin !== 'PAR1') {
    const isPointer = begin === 'vers';
    throw new ParquetError(
      isPointer
        ? 'it is a Git LFS pointer, not the file itself; fetch that with: git lfs pull'
        : 'it is no Parquet file',
    );
  }
  if (last !== 'PAR1') throw new ParquetError('it is cut off: its end is missing; copy it again');
  const metadata = ends.readUInt32LE(4);
  if (metadata > size - 12 || metadata > MOST_METADATA) {
    throw new ParquetError(`it claims ${metadata} bytes of metadata, which can't be; ${AGAIN}`);
  }
  return size - 8 - metadata;
}

function bufferOf(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const length = Math.min(end, byteLength) - start;
      if (!(start >= 0 && length >= 0 && length <= MOST_AT_ONCE)) throw new ParquetError(`it names impossible places`);
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length;) {
        const { bytesRead } = await handle.read(bytes, done, length - done, start + done);
        if (bytesRead === 0) throw new ParquetError('it became shorter while it was read; try again');
        done += bytesRead;
      }
      return bytes.buffer;
    },
  };
}

function checkedGroups({ num_rows: total, row_groups: groups }: FileMetaData, end: number): ParquetFile['groups'] {
  let start = 0;
  const checked = groups.map(({ num_rows: number, columns }) => {
    const rows = Number(number);
    if (!(rows >= 0 && start + rows <= MOST_ROWS)) throw new ParquetError(`it claims ${number} rows in one group`);
    for (const { meta_data: column } of columns) {
      const from = Number(column?.dictionary_page_offset || column?.data_page_offset);
      const size = Number(column?.total_compressed_size);
      if (!(from >= 4 && size >= 0 && from + size <= end)) {
        throw new ParquetError(`its metadata places a column outside of the file; ${AGAIN}`);
      }
    }
    start += rows;
    return { start: start - rows, rows };
  });
  if (start !== Number(total))
    throw new ParquetError(`it claims ${total} rows, but its groups have ${start}; ${AGAIN}`);
  return checked;
}

/** Metadata as if the file had nothing but these leaves: the others are not even read. */
function onlyLeaves(metadata: FileMetaData, leaves: readonly string[]): FileMetaData {
  const kept = new Set(leaves);
  const flat = ({ element, path, children }: SchemaTree, isRoot = false): SchemaElement[] => {
    if (children.length === 0 && !isRoot) return kept.has(path.join('.')) ? [element] : [];
    const inner = children.map((child) => flat(child)).filter((elements) => elements.length > 0);
    if (inner.length === 0 && !isRoot) return [];
    return [{ ...element, num_children: inner.length }, ...inner.flat()];
  };
  const row_groups = metadata.row_groups.map((group) => ({
    ...group,
    columns: group.columns.filter(({ meta_data: column }) => kept.has(column?.path_in_schema.join('.') ?? '')),
  }));
  return { ...metadata, schema: flat(parquetSchema(metadata), true), row_groups };
}

async function readGroup(
  file: AsyncBuffer,
  metadata: FileMetaData,
  { start, rows }: ParquetFile['groups'][number],
  leaves: readonly string[],
): Promise<ArrayLike<unknown>> {
  if (rows === 0) return [];
  const [column] = leaves[0].split('.');
  const values: unknown[] = [];
  await parquetRead({
    ...{ file, metadata, columns: [column], rowStart: start, rowEnd: start + rows },
    ...{ compressors: bounded, utf8: false, geoparquet: false },
    onComplete: (read) => {
      for (const [value] of read) values.push(value);
    },
  });
  if (values.length !== rows)
    throw new ParquetError(`its column ${JSON.stringify(column)} has ${values.length} rows of ${rows}`);
  return values;
}

/** Whatever a page claims that it grows to, no more memory than this is taken for it. */
const bounded: Compressors = Object.fromEntries(
  Object.entries({ ...codecs, ZSTD: zstd }).map(([name, decompress]) => [
    name,
    (input: Uint8Array, length: number) => {
      if (!(length >= 0 && length <= MOST_AT_ONCE)) throw new ParquetError(`a page claims ${length} bytes; ${AGAIN}`);
      // What an empty page is packed into is not read by each of them.
      return length === 0 ? new Uint8Array(0) : decompress(input, length);
    },
  ]),
);

/** Into as much memory as the page claims, and no more: by itself it takes as much as comes out. */
function zstd(input: Uint8Array, length: number): Uint8Array {
  return decompressZstd(input, new Uint8Array(length));
}
