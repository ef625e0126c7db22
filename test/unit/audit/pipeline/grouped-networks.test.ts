import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { defaultAuditOptions } from '../../../../src/audit/options/audit-options.ts';
import { runAudit } from '../../../../src/audit/pipeline/run-audit.ts';
import { bundledFile } from '../../../../src/processes/index.ts';
import { createRandom } from '../../../../src/training/random.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';

const [SIDE, COUNT, PATIENTS, FOLDS] = [12, 48, 12, 3];

/** Noisy pictures of two classes, four of each patient, who do not come in the order of the rows. */
async function patients(): Promise<{ root: string; patientOf: (row: number) => number }> {
  const random = createRandom(3, 0);
  const patientOf = (row: number): number => (row * 5) % PATIENTS;
  const files: Record<string, Uint8Array | string> = {};
  const rows = ['image,label,patient'];
  for (let i = 0; i < COUNT; i++) {
    const pixels = Uint8Array.from(
      { length: SIDE * SIDE },
      (_, at) => (at % SIDE === 3 + 4 * (i % 2) ? 200 : 20) + random.below(50),
    );
    files[`${i}.png`] = await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 1 } })
      .png()
      .toBuffer();
    rows.push(`${i}.png,${['a', 'b'][i % 2]},p${patientOf(i)}`);
  }
  return { root: await temporaryFolder({ ...files, 'labels.csv': `${rows.join('\n')}\n` }), patientOf };
}

interface Told {
  readonly fold: number;
  readonly round: number;
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** The worker itself, which first writes down what it is told. */
async function recordingWorker(folder: string, record: string): Promise<string> {
  const file = join(folder, 'recording-worker.mjs');
  await writeFile(
    file,
    `import { appendFileSync } from 'node:fs';
process.once('message', async (told) => {
  const { fold, round, train, test } = told;
  appendFileSync(${JSON.stringify(record)}, JSON.stringify({ fold, round, train: [...train], test: [...test] }) + '\\n');
  await import(${JSON.stringify(pathToFileURL(bundledFile('training-worker.mjs')).href)});
  process.emit('message', told);
});
`,
  );
  return file;
}

/** What the processes of an audit by networks were told to train on, and to judge. */
async function toldBy(root: string, more: object): Promise<Told[]> {
  const record = join(root, `told-${Object.values(more).join('-')}.jsonl`);
  const workerFile = await recordingWorker(root, record);
  await runAudit({
    ...defaultAuditOptions(join(root, 'labels.csv')),
    ...{ model: 'small-cnn', epochs: 1, batchSize: 16, imageSize: SIDE, folds: FOLDS, backend: 'wasm' },
    ...{ out: null, cacheFolder: null, workerFile, ...more },
  });
  const lines = (await readFile(record, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Told);
}

describe('networks of an audit with --group-column', () => {
  it.each([['fast'], ['thorough']] as const)(
    '%s: no patient is trained on in the fold that judges it, in any round',
    async (preset) => {
      const { root, patientOf } = await patients();
      const shared = ({ train, test }: Told): number[] => {
        const judged = new Set(test.map(patientOf));
        return [...new Set(train.map(patientOf))].filter((patient) => judged.has(patient));
      };
      const told = await toldBy(root, { preset, groupColumn: 'patient' });
      const rounds = preset === 'thorough' ? 2 : 1;
      expect(new Set(told.map(({ fold, round }) => `${round}.${fold}`)).size).toBe(rounds * FOLDS);
      expect(told.map(shared)).toEqual(told.map(() => []));
      for (let round = 1; round <= rounds; round++) {
        const judged = told.filter((one) => one.round === round).flatMap(({ test }) => test);
        expect(judged.toSorted((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, i) => i));
      }
      // Without the column they would be: so this can fail.
      if (preset === 'fast') expect((await toldBy(root, { preset })).flatMap(shared).length).toBeGreaterThan(0);
    },
  );
});
