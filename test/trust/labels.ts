import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { prepareFix } from '../../src/audit/remediation/fix-dataset.ts';
import { createLabelsCsv } from '../../src/dataset/labels/create-labels-csv.ts';
import { DatasetError } from '../../src/dataset/dataset-error.ts';
import { indexLabels } from '../../src/dataset/labels/labels-index.ts';
import { csvParseTable } from '../harness/csv-parse-table.ts';
import { modelText } from './labels/labels-model.ts';
import { afterChanges, checkFix, fixCase, reportOf, writeCase, type FixCase } from './labels/labels-on-disk.ts';
import { jsonSession, playJsonSession } from './labels/json-session.ts';
import { largeSession } from './labels/labels-large.ts';
import { checkText, labelsSession, LabelsFailure, lostBytes, playSession } from './labels/labels-session.ts';
import { tryCases } from './tries.ts';
import type { TrustContext, TrustSuite } from './types.ts';

/** Text that is no labels file, or a strange one. */
const strangeText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .tuple(
      fc.constantFrom('', '\ufeff', '#c\n', 'image,label\n', 'label;image\r\n', '"image","label"\r', 'image\tlabel\n'),
      fc.array(
        fc.constantFrom('"', '"', ',', ';', '\t', '\n', '\r', '\r\n', '#', ' ', 'a', 'é😀', '\0', '\ufeff', '\ud800'),
        { maxLength: 60 },
      ),
    )
    .map(([head, pieces]) => head + pieces.join('')),
);

/** We find the rows that csv-parse finds in any text, and refuse what it refuses. */
function checkStrange(text: string): void {
  const index = indexLabels(text);
  try {
    const { rows } = csvParseTable(text);
    if (!index.ok || index.count !== rows.length) throw new LabelsFailure('the readers do not agree');
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    if (index.ok || !error.message.startsWith('labels.csv: ')) throw new LabelsFailure(error.message);
  }
}

const folderName = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .filter(
    (name) => name.trim() === name && !/[/\\]/.test(name) && name !== '.' && name !== '..' && !/^[a-z]:$/i.test(name),
  );

/** A labels file that is made for class folders says what they say, to another parser. */
function checkCreated(names: readonly string[]): void {
  const paths = names.map((name) => `train/${name}/1.png`);
  const examples = paths.map((path, label) => ({ path, label, split: 'train', place: { kind: 'folder' } as const }));
  const text = createLabelsCsv({ root: '/data', classes: names, examples, problems: [] });
  const { data } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n', skipEmptyLines: true });
  const wanted = [['image', 'label', 'split'], ...paths.map((path, i) => [path, names[i], 'train'])];
  if (JSON.stringify(data) !== JSON.stringify(wanted)) throw new LabelsFailure(JSON.stringify([data, wanted]));
}

/** `label-audit fix` itself, in a process of its own. */
async function checkCommand({ dist, folder }: TrustContext, { model, flagged, action }: FixCase): Promise<void> {
  const root = join(folder, 'command');
  await writeCase(root, model, flagged);
  const args = [join(dist, 'cli.mjs'), 'fix', root, '--quiet', `--${action}`, '--all', '--keep-per-class', '0'];
  const options = { by: 'all', action, minExamplesPerClass: 0 } as const;
  const planned = await prepareFix(root, reportOf(root, model, flagged), options).catch(() => undefined);
  const changes = planned?.plan.changes ?? [];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const found = await readFile(join(root, 'labels.csv'), 'utf8');
  const before = modelText(model);
  if (code === 0) checkText(afterChanges(model, changes), found, 'after the command');
  else if (code !== 2 || !/^label-audit: .*labels\.csv/.test(said)) {
    throw new LabelsFailure(`ended with ${code}: ${said}`);
  } else if (found !== before) throw new LabelsFailure('changed by a command that failed', lostBytes(before, found));
}

export const suite: TrustSuite = {
  name: 'labels',
  async run(context) {
    const { long, folder } = context;
    const many = (short: number, times: number): number => (long ? short * times : short);
    return [
      await tryCases(
        context,
        { fault: 'labels.csv: fixes, undos, reorders, outside edits', count: many(10_000, 10) },
        labelsSession,
        playSession,
      ),
      await tryCases(
        context,
        { fault: 'labels.csv: the same, 1,000 to 10,000 rows', count: many(12, 10) },
        largeSession(1000, 10_000),
        playSession,
      ),
      await tryCases(
        context,
        { fault: 'labels.csv: the same, 100,000 rows', count: many(1, 10) },
        largeSession(100_000, 100_000),
        playSession,
      ),
      await tryCases(
        context,
        { fault: 'metadata.jsonl: fixes, undos, outside edits', count: many(1000, 10) },
        jsonSession,
        playJsonSession,
      ),
      await tryCases(
        context,
        { fault: 'labels.csv on disk: fix by plan, in place or not', count: many(400, 10) },
        fixCase,
        (one) => checkFix(join(folder, 'fix'), one),
      ),
      await tryCases(context, { fault: 'labels.csv: the fix command', count: many(12, 10) }, fixCase, (one) =>
        checkCommand(context, one),
      ),
      await tryCases(
        context,
        { fault: 'labels.csv: text that is none', count: many(4000, 20) },
        strangeText,
        checkStrange,
      ),
      await tryCases(
        context,
        { fault: 'labels.csv made for class folders', count: many(1000, 20) },
        fc.uniqueArray(folderName, { minLength: 1, maxLength: 6 }),
        checkCreated,
      ),
    ];
  },
};
