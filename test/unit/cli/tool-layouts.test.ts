import { applyPatch, parsePatch, reversePatch } from 'diff';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAYOUT_WRITERS, type LayoutWriter } from '../../harness/layout-writers.ts';
import { writeNpy } from '../../../src/arrays/write-npy.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';
import { labelAudit } from './label-audit.ts';

const CLASSES = ['zebra', 'cat & "dog"', 'bird'];
const COUNT = 18;
const WRONG = [2, 9, 17];
const truth = Array.from({ length: COUNT }, (_, i) => CLASSES[i % 3]);
const rows = (labels: readonly string[]) => labels.map((label, i) => ({ path: `images/${i}.png`, label }));
const given = truth.map((label, i) => (WRONG.includes(i) ? CLASSES[(i + 1) % 3] : label));

/** A data set with three wrong labels, and the probabilities of a model that knows better, its columns in the classes' order. */
async function plant(writer: LayoutWriter, order: readonly string[]) {
  const { file, beside } = writer;
  const text = writer.write(rows(given), CLASSES);
  const pictures = Object.fromEntries(rows(given).map(({ path }, i) => [path, `picture ${i}`]));
  const root = await temporaryFolder({ ...pictures, ...beside?.(CLASSES), [file]: text });
  const data = new Float64Array(COUNT * 3).fill(0.05);
  truth.forEach((label, i) => (data[3 * i + order.indexOf(label)] = 0.9));
  const predProbs = join(root, 'pred_probs.npy');
  await writeNpy(predProbs, { dtype: 'float64', shape: [COUNT, 3], fortranOrder: false, data });
  return { root, text, predProbs, labelsFile: join(root, file) };
}

const named = LAYOUT_WRITERS.map((writer) => [`${writer.layout} (${writer.file})`, writer] as const);

describe('each layout, on the command line', () => {
  it.each(named)('%s: found, audited, fixed to the byte, and undone', async (_, writer) => {
    const inOrder = [...CLASSES].sort();
    // Where the file itself says in which order classes stand, columns stand in it.
    const says = writer.beside !== undefined || ['one-hot', 'coco', 'datumaro'].includes(writer.layout);
    const { root, text, predProbs, labelsFile } = await plant(writer, says ? CLASSES : inOrder);
    const audit = await labelAudit(
      'audit',
      root,
      '--pred-probs',
      predProbs,
      '--filter-by',
      'predicted_neq_given',
      '--format',
      'json',
    );
    expect(audit.code, audit.stderr).toBe(0);
    const report = JSON.parse(audit.stdout) as { issues: { path: string; suggestedLabel: string }[]; dataset: object };
    expect(report.dataset).toMatchObject({ labelsFile: writer.file, classes: says ? CLASSES : inOrder });
    const flagged = report.issues.map(({ path, suggestedLabel }) => [path, suggestedLabel]).sort();
    expect(flagged).toEqual(WRONG.map((i) => [`images/${i}.png`, truth[i]]).sort());

    const args = ['--relabel', '--all', '--keep-per-class', '0'];
    const dry = await labelAudit('fix', root, ...args, '--dry-run');
    expect(dry.code, dry.stderr).toBe(0);
    expect(await readFile(labelsFile, 'utf8')).toBe(text);
    const [patch] = parsePatch(dry.stdout);
    const corrected = writer.write(rows(truth), CLASSES);
    expect(applyPatch(text, patch, { autoConvertLineEndings: false })).toBe(corrected);

    const fix = await labelAudit('fix', labelsFile, ...args);
    expect(fix.code, fix.stderr).toBe(0);
    expect(await readFile(labelsFile, 'utf8')).toBe(corrected);
    expect(applyPatch(corrected, reversePatch(patch), { autoConvertLineEndings: false })).toBe(text);
  });

  it.each(named)('%s: flagged rows taken out, and nothing else', async (_, writer) => {
    const inOrder = [...CLASSES].sort();
    const says = writer.beside !== undefined || ['one-hot', 'coco', 'datumaro'].includes(writer.layout);
    const { root, predProbs, labelsFile } = await plant(writer, says ? CLASSES : inOrder);
    await labelAudit('audit', root, '--pred-probs', predProbs, '--filter-by', 'predicted_neq_given', '--quiet');
    const fix = await labelAudit('fix', root, '--prune', '--all', '--keep-per-class', '0');
    expect(fix.code, fix.stderr).toBe(0);
    const kept = rows(given)
      .map((row, i) => ({ ...row, i }))
      .filter(({ i }) => !WRONG.includes(i));
    const after = await readFile(labelsFile, 'utf8');
    // Tools number what they write: the entries that stay keep their numbers.
    const wanted = writer.write(kept, CLASSES);
    const plain = (text: string): string => text.replaceAll(/("?(?:id|image_id|completed_by)"?[=:]\s*"?)\d+/g, '$1_');
    expect(plain(after)).toBe(plain(wanted));
  });
});
