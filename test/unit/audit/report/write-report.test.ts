import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { isOwnArray } from '../../../../src/audit/report/array-ownership.ts';
import { readProbabilities } from '../../../../src/audit/report/read-probabilities.ts';
import { readReport } from '../../../../src/audit/report/read-report.ts';
import { readStoredReport } from '../../../../src/audit/report/stored-report.ts';
import { sha256 } from '../../../../src/files/sha256.ts';
import { type AuditReport } from '../../../../src/audit/report/types.ts';
import { readStoredAudit } from '../../../../src/audit/pipeline/stored-probabilities.ts';
import { writeReport } from '../../../../src/audit/report/write-report.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';
import { exampleAudit } from '../example-audit.ts';

const FILES = ['.gitignore', 'labels.npy', 'pred_probs.npy', 'report.json'];
const { report, ...arrays } = exampleAudit();
/** Another audit of the same pictures: its probabilities differ, and nothing else that could give it away. */
const other = {
  report: { ...report, createdAt: 'later' },
  arrays: { ...arrays, predProbs: { ...arrays.predProbs, data: arrays.predProbs.data.map((p) => 1 - p) } },
};

let folder: string;
let file: string;
beforeEach(async () => {
  folder = join(await temporaryFolder(), '.label-audit');
  file = join(folder, 'report.json');
});

describe('writeReport', () => {
  it('notes which arrays are its own, and those of another audit are not used with it', async () => {
    const written = await writeReport(folder, report, arrays);
    expect((await readdir(folder)).sort()).toEqual(FILES);
    expect(await readReport(file)).toEqual(JSON.parse(JSON.stringify(written)));
    for (const [name, hash] of Object.entries({ labels: 'labels.npy', predProbs: 'pred_probs.npy' })) {
      expect(written.arrays?.[name as 'labels']).toBe(sha256(await readFile(join(folder, hash))));
    }
    expect(await readStoredAudit(folder, written)).toBeDefined();
    const path = written.paths[0];
    expect(await readProbabilities(dirname(folder), written).row(path)).toBeDefined();

    await writeReport(folder, other.report, other.arrays);
    expect(await readStoredAudit(folder, written)).toBeUndefined();
    await expect(readProbabilities(dirname(folder), written).row(path)).rejects.toThrow(/was not written with/);
    // A report of an older version does not say.
    expect(await readStoredAudit(folder, report)).toBeDefined();
    expect(await isOwnArray(join(folder, 'none.npy'), 'hash')).toBe(false);
  });

  it('never mixes audits that end at the same moment', async () => {
    const audits = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? { report, arrays } : other));
    const written = await Promise.all(audits.map((audit) => writeReport(folder, audit.report, audit.arrays)));
    const last = await readReport(file);
    expect(written.map(({ arrays: hashes }) => hashes)).toContainEqual(last.arrays);
    expect(await readStoredAudit(folder, last)).toBeDefined();
    expect(await isOwnArray(join(folder, 'labels.npy'), last.arrays?.labels)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(FILES);
  });

  it('leaves the last good report and its arrays where one file can’t be written', async () => {
    const written = await writeReport(folder, report, arrays);
    await rm(join(folder, 'labels.npy'));
    await mkdir(join(folder, 'labels.npy'));
    await expect(writeReport(folder, other.report, other.arrays)).rejects.toThrow(/labels\.npy: this is a folder/);
    expect(await readStoredAudit(folder, await readReport(file))).toMatchObject({ report: { arrays: written.arrays } });
    expect((await readdir(folder)).sort()).toEqual(FILES);
  });
});

describe('a damaged report', () => {
  const DAMAGES: Readonly<Record<string, (text: string) => string>> = {
    'cut off': (text) => text.slice(0, text.length / 2),
    empty: () => '',
    'full of zeros': (text) => '\0'.repeat(text.length),
    'of wrong types': (text) => text.replace(/"paths": \[/, '"paths": 7, "x": ['),
  };

  it.each(Object.keys(DAMAGES))('is set aside and said so by whoever reads it: %s', async (name) => {
    await writeReport(folder, report, arrays);
    const text = DAMAGES[name](await readFile(file, 'utf8'));
    await writeFile(file, text);
    const reading = readStoredReport(dirname(folder));
    await expect(reading).rejects.toThrow(
      /damaged: it was set aside as report\.damaged\.json\. Run the audit again\.$/,
    );
    expect(await readFile(join(folder, 'report.damaged.json'), 'utf8')).toBe(text);
    expect((await readdir(folder)).sort()).toEqual([...FILES.slice(0, 3), 'report.damaged.json']);
    await expect(readStoredReport(dirname(folder))).rejects.toThrow(/There is no report/);
  });

  it('is set aside and said so by the next audit', async () => {
    await mkdir(folder);
    await writeFile(file, '{"schemaVersion":');
    const written: AuditReport = await writeReport(folder, report, arrays);
    expect(written.warnings).toEqual([...report.warnings, expect.stringMatching(/report\.damaged\.json/)]);
    expect(await readReport(file)).toMatchObject({ warnings: written.warnings });
    expect(await readFile(join(folder, 'report.damaged.json'), 'utf8')).toBe('{"schemaVersion":');
  });

  it('is left where it is if another version wrote it, or the user named its place', async () => {
    await mkdir(folder);
    await writeFile(file, '{"schemaVersion": 99}');
    await expect(readStoredReport(dirname(folder))).rejects.toThrow(/layout 99/);
    await writeFile(file, '');
    await expect(readStoredReport(dirname(folder), folder)).rejects.toThrow(/not a report/);
    expect(await readdir(folder)).toEqual(['report.json']);
  });
});
