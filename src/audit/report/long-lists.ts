import { join } from 'node:path';
import { InputError, readLines } from '../../files/index.ts';
import { match, mismatchText } from '../../schema/index.ts';
import { LIST_FILES, type LongList } from './report-files.ts';
import { issueSchema, problemSchema, type AuditReport } from './schema/report-schema.ts';

/** The report itself holds at most this many entries of a list; a longer list is in a file of its own. */
export const MOST_LISTED = 20_000;
/** No data set has more. */
const MOST_ENTRIES = 10_000_000;
/** Entries are passed on in groups of this size. */
const AT_ONCE = 1024;

const SCHEMAS = { issues: issueSchema, reviewed: issueSchema, problems: problemSchema } as const;
type Entries<Name extends LongList> = NonNullable<AuditReport[Name]>;

/** The bytes of a list's file: one entry a line, as JSON. */
export function encodeList(entries: readonly object[]): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    let text = '';
    for (const entry of entries.slice(start, start + AT_ONCE)) text += `${JSON.stringify(entry)}\n`;
    parts.push(Buffer.from(text));
  }
  return parts;
}

/**
 * Reads a list's file.
 *
 * @returns the entries, and the hash of the file that they were read from
 * @throws InputError that names the file and the line
 */
export async function readList<Name extends LongList>(
  folder: string,
  name: Name,
): Promise<{ readonly entries: Entries<Name>; readonly hash: string }> {
  const file = join(folder, LIST_FILES[name]);
  const entries: unknown[] = [];
  const broken = (why: string): InputError =>
    new InputError(`${file}: line ${entries.length + 1} is none of the report's ${name}: ${why}. Run the audit again.`);
  const hash = await readLines(file, (lines) => {
    for (const line of lines) {
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        throw broken('it is not JSON');
      }
      const read = match(SCHEMAS[name], value);
      if (!read.ok) throw broken(mismatchText(read.mismatch, 'the whole line'));
      if (entries.length === MOST_ENTRIES) throw broken(`there are more than ${MOST_ENTRIES}`);
      entries.push(read.value);
    }
  });
  return { entries: entries as unknown as Entries<Name>, hash };
}
