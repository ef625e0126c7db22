import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../src/arrays/write-npy.ts';
import { ROOT } from './label-audit.ts';

const CLI = join(ROOT, 'dist/cli.mjs');
const PROBE = join(ROOT, 'test/fixtures/loaded-probe.cjs');

/** Runs Node with the probe; what it printed, and what it had loaded at its end. */
function probe(...args: string[]): { code: number | null; stdout: string; addons: string[]; tensorflow: boolean } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', PROBE, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const said = /LOADED (.*)/.exec(stderr);
  if (said === null) throw new Error(`The probe said nothing: ${stderr}`);
  return { code: status, stdout, ...(JSON.parse(said[1]) as { addons: string[]; tensorflow: boolean }) };
}

let arrays: string[];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-start-'));
  const predProbs = Float64Array.from([0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.1, 0.9, 0.8, 0.2, 0.9, 0.1]);
  await writeNpy(join(folder, 'probs.npy'), { dtype: 'float64', shape: [6, 2], fortranOrder: false, data: predProbs });
  await writeNpy(join(folder, 'labels.npy'), {
    dtype: 'int32',
    shape: [6],
    fortranOrder: false,
    data: Int32Array.from([0, 1, 0, 1, 0, 1]),
  });
  arrays = ['--labels', join(folder, 'labels.npy'), '--pred-probs', join(folder, 'probs.npy')];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('what the command line loads', () => {
  it('is seen by the probe', () => {
    const both = probe('-e', "require('sharp'); require('@tensorflow/tfjs-core')");
    expect(both.tensorflow).toBe(true);
    expect(both.addons.join()).toContain('sharp');
  });

  it.each(['--help', '--version', 'audit --help', 'check --help', 'compare --help', 'dance'])(
    'is neither sharp nor TensorFlow.js for %s',
    (line) => {
      expect(probe(CLI, ...line.split(' '))).toMatchObject({ addons: [], tensorflow: false });
    },
  );

  it.each(['issues', 'scores', 'health'])('is neither of them for %s, which works', (command) => {
    const { code, stdout, ...loaded } = probe(CLI, command, ...arrays, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toBeTypeOf('object');
    expect(loaded).toEqual({ addons: [], tensorflow: false });
  });

  it('is neither of them for a fix without a report, which ends with 2', () => {
    expect(probe(CLI, 'fix', folder, '--prune', '--all')).toMatchObject({ code: 2, addons: [], tensorflow: false });
  });
});
