import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { InputError } from '../../../src/files/input-error.ts';
import { normaliseDatasetPath } from '../../../src/files/inner-path.ts';
import { sha256 } from '../../../src/files/sha256.ts';
import { formatJson } from '../../../src/audit/report/format-json.ts';
import { openReportFolder } from '../../../src/audit/report/open-report.ts';
import type { AuditReport } from '../../../src/audit/report/types.ts';
import { mutated } from './hostile-npy.ts';

/** What stands beside a report, by name. */
export interface Companions {
  readonly 'paths.csv': string;
  readonly 'problems.jsonl': string;
}

/** The companions of a report, as we write them. */
export function goodCompanions({ paths, problems }: AuditReport): Companions {
  return {
    'paths.csv': ['path,content,row,split', ...paths.map((path) => `${path},0123456789abcdef,,`), ''].join('\n'),
    'problems.jsonl': problems.map((problem) => `${JSON.stringify(problem)}\n`).join(''),
  };
}

/** Pieces that `paths.csv` and lists are made of, and what should not be in them. */
const PIECES = [
  ...['path,content,row,split', '\n', '\r', '\r\n', ',', ',,,', '"', '""', '#', '\ufeff', '\0', '1.png', 'a/b.png'],
  ...['../../etc/passwd', '/etc/passwd', 'C:\\x', '__proto__', 'constructor', '\u202egnp.exe', '=1+1', '-1', '1e309'],
  ...['{}', '[]', 'null', '{"__proto__":{"polluted":1}}', '{"kind":"missing-image","path":"1.png","message":"x"}'],
];

/** Companions of which one holds other bytes, or is made of pieces at random. */
export function hostileCompanions(good: Companions): fc.Arbitrary<Companions> {
  const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((some) => some.join(''));
  const some = (name: keyof Companions): fc.Arbitrary<Companions> =>
    fc
      .oneof(
        pieces,
        mutated(Buffer.from(good[name])).map((bytes) => Buffer.from(bytes).toString()),
        fc.tuple(pieces, pieces).map(([before, after]) => before + good[name] + after),
      )
      .map((text) => ({ ...good, [name]: text }));
  return fc.oneof(some('paths.csv'), some('problems.jsonl'));
}

/**
 * Refused by name, or good: a report folder whose report vouches for what stands beside it; one hand may have written both.
 *
 * @throws Error where it is neither
 */
export async function checkCompanions(folder: string, report: AuditReport, companions: Companions): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = Object.fromEntries(Object.entries(companions).map(([name, text]) => [name, sha256(text as string)]));
  for (const [name, text] of Object.entries(companions)) await writeFile(join(folder, name), text as string);
  const counts = { issues: report.issues.length, reviewed: 0, problems: report.problems.length };
  const stored = { ...report, paths: undefined, problems: [], files, counts };
  await writeFile(join(folder, 'report.json'), formatJson(stored));
  try {
    const opened = await openReportFolder(folder);
    if (opened.report.paths.some((path) => normaliseDatasetPath(path) === undefined)) {
      throw new Error('a path leads outside');
    }
    if (opened.report.problems.length !== report.problems.length) throw new Error('problems were lost');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (!error.message.includes(folder)) throw new Error(`names no file: ${error.message}`, { cause: error });
    if (error.message.length > 1000) throw new Error(`too long: ${error.message.length}`, { cause: error });
  }
  if ('polluted' in {}) throw new Error('a prototype was changed');
}
