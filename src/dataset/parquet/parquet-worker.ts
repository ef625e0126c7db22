import { createHash } from 'node:crypto';
import { constants, copyFile, link, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { SchemaTree } from 'hyparquet';
import { MOST_AT_ONCE, openParquet, ParquetError, type ParquetFile } from './open-parquet.ts';
import { classNamesOf } from './huggingface-metadata.ts';
import { pictureFileName } from './picture-file-name.ts';
import type { ParquetAnswer, ParquetColumn, ParquetRequest, ParquetWords } from './parquet-protocol.ts';

// A thread that reads Parquet files, for read-parquet.ts.

function leafOf({ children }: SchemaTree, name: string): SchemaTree | undefined {
  return children.find(({ element, children: below }) => element.name === name && below.length === 0);
}

const isBytes = ({ element }: SchemaTree): boolean => element.type === 'BYTE_ARRAY';
const isText = ({ element }: SchemaTree): boolean =>
  element.converted_type === 'UTF8' || element.converted_type === 'ENUM' || element.logical_type?.type === 'STRING';

function kindOf(node: SchemaTree): ParquetColumn['kind'] {
  if (node.element.repetition_type === 'REPEATED') return 'other';
  if (node.children.length > 0) {
    const bytes = leafOf(node, 'bytes');
    return bytes !== undefined && isBytes(bytes) && bytes.element.repetition_type !== 'REPEATED' ? 'picture' : 'other';
  }
  if (!isBytes(node) || isText(node)) return 'word';
  return node.element.logical_type === undefined && node.element.converted_type === undefined ? 'picture' : 'other';
}

function look({ metadata, schema, groups }: ParquetFile): ParquetAnswer {
  const sizes = new Map<string, number>();
  for (const { columns } of metadata.row_groups) {
    for (const { meta_data: column } of columns) {
      const name = column?.path_in_schema[0] ?? '';
      sizes.set(name, (sizes.get(name) ?? 0) + Number(column?.total_uncompressed_size ?? 0));
    }
  }
  const classNames = classNamesOf(metadata.key_value_metadata ?? []);
  const columns = schema.children.map((node): ParquetColumn => {
    const { name } = node.element;
    const names = classNames.get(name);
    return {
      name,
      kind: kindOf(node),
      size: sizes.get(name) ?? 0,
      ...(names === undefined ? {} : { classNames: names }),
    };
  });
  return { kind: 'look', rows: groups.reduce((sum, { rows }) => sum + rows, 0), columns };
}

function wordOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8').trim();
  if (value instanceof Date) return value.toISOString();
  return '';
}

async function wordsOf(
  file: ParquetFile,
  leaves: readonly string[],
  pick: (value: unknown) => unknown,
): Promise<ParquetWords> {
  const words: string[] = [];
  const known = new Map<string, number>();
  const { groups } = file;
  const last = groups[groups.length - 1];
  const codes = new Int32Array(last.start + last.rows);
  for (const [g, { start }] of groups.entries()) {
    const values = await file.read(g, leaves);
    for (let i = 0; i < values.length; i++) {
      const word = wordOf(pick(values[i]));
      let code = known.get(word);
      if (code === undefined) {
        code = words.push(word) - 1;
        known.set(word, code);
      }
      codes[start + i] = code;
    }
  }
  return { words, codes };
}

/** One of the values that a picture is stored as. */
const part = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

function columnOf({ schema }: ParquetFile, name: string): SchemaTree {
  const node = schema.children.find(({ element }) => element.name === name);
  if (node === undefined) throw new ParquetError(`it has no column ${JSON.stringify(name)}`);
  return node;
}

async function read(file: ParquetFile, columns: readonly string[], picture: string): Promise<ParquetAnswer> {
  const read: ParquetWords[] = [];
  for (const name of columns) read.push(await wordsOf(file, [name], (value) => value));
  const path = leafOf(columnOf(file, picture), 'path');
  const { words, codes } =
    path === undefined
      ? { words: [], codes: [] }
      : await wordsOf(file, [path.path.join('.')], (value) => part(value, 'path'));
  return { kind: 'read', columns: read, paths: Array.from(codes, (code) => words[code]) };
}

/** Files that are written at once. */
const AT_ONCE = 8;

async function unpack(file: ParquetFile, picture: string, folder: string, limit: number): Promise<ParquetAnswer> {
  const node = columnOf(file, picture);
  const isPlain = node.children.length === 0;
  const leaves = isPlain ? [picture] : ['bytes', 'path'].flatMap((name) => leafOf(node, name)?.path.join('.') ?? []);
  const { groups, metadata } = file;
  const names: string[] = [];
  /** For each content the name of the file that holds it. The file has it once, too: pages name repeated values by number. */
  const holders = new Map<string, string>();
  let written = 0;
  for (const [g, { start, rows }] of groups.entries()) {
    const column = metadata.row_groups[g].columns.find(
      ({ meta_data: one }) => one?.path_in_schema.join('.') === leaves[0],
    );
    const size = Number(column?.meta_data?.total_uncompressed_size ?? 0);
    if (size > MOST_AT_ONCE) {
      throw new ParquetError(
        `its row group ${g + 1} holds ${Math.ceil(size / 2 ** 20)} MB of pictures, which have to be held at once, and at most 1,024 MB can: write it again with smaller groups, as pq.write_table(table, file, row_group_size=${Math.max(1, Math.floor((rows * 2 ** 27) / size))}) does`,
      );
    }
    const values = await file.read(g, leaves);
    const writing: Promise<void>[] = [];
    const repeated: (readonly [holder: string, name: string])[] = [];
    for (let i = 0; i < values.length; i++) {
      const bytes = isPlain ? values[i] : part(values[i], 'bytes');
      if (!(bytes instanceof Uint8Array)) {
        names.push('');
        continue;
      }
      const name = pictureFileName(start + i, wordOf(part(values[i], 'path')), bytes);
      names.push(name);
      const content = createHash('sha256').update(bytes).digest('base64');
      const holder = holders.get(content);
      if (holder !== undefined) {
        repeated.push([holder, name]);
        continue;
      }
      holders.set(content, name);
      written += bytes.length;
      if (written > limit) throw new ParquetError('its pictures are larger than its metadata claims; it is damaged');
      writing.push(writeFile(join(folder, name), bytes, { flag: 'wx' }));
      if (writing.length === AT_ONCE) await Promise.all(writing.splice(0));
    }
    await Promise.all(writing);
    for (const [holder, name] of repeated) await writeAgain(join(folder, holder), join(folder, name));
  }
  return { kind: 'unpack', names };
}

/** A picture that stands in several rows takes no more room than once, where the file system can do that. */
async function writeAgain(holder: string, path: string): Promise<void> {
  await link(holder, path).catch(() => copyFile(holder, path, constants.COPYFILE_EXCL));
}

async function answer(request: ParquetRequest): Promise<ParquetAnswer> {
  try {
    const file = await openParquet(request.file);
    try {
      if (request.kind === 'look') return look(file);
      if (request.kind === 'read') return await read(file, request.columns, request.picture);
      return await unpack(file, request.picture, request.folder, request.size);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof ParquetError) return { kind: 'fault', reason: error.message };
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    return {
      kind: 'fault',
      reason: `it is damaged, or written in a way that is not read (${(error as Error).message.slice(0, 200)})`,
    };
  }
}

parentPort!.on('message', (request: ParquetRequest) => {
  answer(request).then(
    (answered) => {
      parentPort!.postMessage(answered);
    },
    (error: unknown) => {
      // Errors of the system keep what they are called by.
      const { message, code } = error as NodeJS.ErrnoException;
      parentPort!.postMessage({ kind: 'fault', reason: message, code });
    },
  );
});
