import { link, mkdir, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../../src/files/input-error.ts';
import { prepareFix } from '../../../../src/audit/remediation/fix-dataset.ts';
import { writeFix } from '../../../../src/audit/remediation/write-fix.ts';
import { type AuditReport } from '../../../../src/audit/report/types.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';
import { exampleAudit } from '../example-audit.ts';

const LABELS = 'image,label\r\n"a.png",cat\r\nb.png,dog\r\nc.png,cat';
const CLEANED = 'image,label\r\n"a.png",cat\r\nc.png,cat';
const PRUNE = { by: 'all', action: 'prune', minExamplesPerClass: 0 } as const;

let root: string;
let file: string;
let report: AuditReport;

/** A report that flags `b.png`. */
function flagging(): AuditReport {
  const example = exampleAudit().report;
  const issue = { index: 1, path: 'b.png', givenLabel: 'dog', suggestedLabel: 'cat', labelQuality: 0.1 };
  return {
    ...example,
    dataset: { ...example.dataset, root, labelsFile: 'labels.csv', classes: ['cat', 'dog'] },
    options: { ...example.options, imageColumn: undefined, labelColumn: undefined, splitColumn: undefined },
    paths: ['a.png', 'b.png', 'c.png'],
    issues: [{ ...issue, givenProbability: 0.1, suggestedProbability: 0.9 }],
  };
}

beforeEach(async () => {
  root = await temporaryFolder({ 'labels.csv': LABELS, 'a.png': '', 'b.png': '', 'c.png': '' });
  file = join(root, 'labels.csv');
  report = flagging();
});

describe('writeFix', () => {
  it('writes labels and decisions, and leaves nothing else behind', async () => {
    expect(await writeFix(await prepareFix(root, report, PRUNE), { note: 'test' })).toBe(file);
    expect(await readFile(file, 'utf8')).toBe(CLEANED);
    expect((await readdir(root)).sort()).toEqual(['.label-audit', 'a.png', 'b.png', 'c.png', 'labels.csv']);
    expect((await readdir(join(root, '.label-audit'))).sort()).toEqual(['.gitignore', 'reviews.csv']);
    expect(await readFile(join(root, '.label-audit/reviews.csv'), 'utf8')).toMatch(/\nb\.png,dog,removed,test,/);
  });

  it('changes nothing where somebody has written to the labels since they were read', async () => {
    const prepared = await prepareFix(root, report, PRUNE);
    await writeFile(file, `${LABELS}\r\nd.png,cat`);
    const writing = writeFix(prepared);
    await expect(writing).rejects.toThrow(InputError);
    await expect(writing).rejects.toThrow(/labels\.csv was changed by somebody else meanwhile; nothing was written/);
    expect(await readFile(file, 'utf8')).toBe(`${LABELS}\r\nd.png,cat`);
    expect(await readdir(join(root, '.label-audit'))).toEqual(['.gitignore']);
    await rm(file);
    await expect(writeFix(prepared)).rejects.toThrow(/meanwhile/);
    expect(await readdir(root)).not.toContain('labels.csv');
  });

  it('changes no label where the decisions can’t be written', async () => {
    await mkdir(join(root, '.label-audit/reviews.csv'), { recursive: true });
    await expect(writeFix(await prepareFix(root, report, PRUNE))).rejects.toThrow(/reviews\.csv is no regular file/);
    expect(await readFile(file, 'utf8')).toBe(LABELS);
  });

  it('writes to what a link in the folder names, and refuses one that leads out of it', async () => {
    await mkdir(join(root, 'versions'));
    await writeFile(join(root, 'versions/1.csv'), LABELS);
    await rm(file);
    await symlink('versions/1.csv', file);
    await writeFix(await prepareFix(root, report, PRUNE));
    expect(await readlink(file)).toBe('versions/1.csv');
    expect(await readFile(join(root, 'versions/1.csv'), 'utf8')).toBe(CLEANED);

    const elsewhere = await temporaryFolder({ 'labels.csv': LABELS });
    await rm(file);
    await symlink(join(elsewhere, 'labels.csv'), file);
    await expect(prepareFix(root, report, PRUNE)).rejects.toThrow(/labels\.csv: it is a link/);
    // One that became such a link since it was read is not written either.
    await rm(file);
    await writeFile(file, LABELS);
    const prepared = await prepareFix(root, report, PRUNE);
    await rm(file);
    await symlink(join(elsewhere, 'labels.csv'), file);
    await expect(writeFix(prepared)).rejects.toThrow(/labels\.csv is a link.* outside/);
    expect(await readFile(join(elsewhere, 'labels.csv'), 'utf8')).toBe(LABELS);
    expect(await readdir(elsewhere)).toEqual(['labels.csv']);
  });

  it('says so where the labels have other names', async () => {
    await link(file, join(root, 'same.csv'));
    const warnings: string[] = [];
    await writeFix(await prepareFix(root, report, PRUNE), { onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([expect.stringMatching(/labels\.csv had other names \(hard links\)/)]);
    expect(await readFile(join(root, 'same.csv'), 'utf8')).toBe(LABELS);
    expect((await stat(file)).nlink).toBe(1);
  });

  it('writes to a new file only where there is none', async () => {
    const out = join(root, 'cleaned.csv');
    const prepared = await prepareFix(root, report, PRUNE);
    await writeFix(prepared, { out });
    expect(await readFile(out, 'utf8')).toBe(CLEANED);
    await expect(writeFix(prepared, { out })).rejects.toThrow(/cleaned\.csv is there already/);
  });
});
