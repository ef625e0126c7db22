import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/audit/report/types.ts';
import { findGpu } from '../../../src/training/backends/gpu/gpu-location.ts';
import { gpuForTests } from '../../harness/gpu.ts';
import { readReport } from '../audit/read-report.ts';
import { start, type Run } from './label-audit.ts';
import { plantDigits, type PlantedDigits } from './planted-digits.ts';

const gpu = gpuForTests();
if ('missing' in gpu) console.log(`Skipped: audits on WebGPU (${gpu.missing}).`);
const environment = 'environment' in gpu ? gpu.environment : {};

// Small: a GPU in software takes seconds for a step.
const NETWORK = ['--model', 'small-cnn', '--folds', '2', '--epochs', '8', '--image-size', '16'];
const FEATURES = ['--model', 'features', '--preset', 'fast', '--folds', '3'];

let digits: PlantedDigits;
beforeAll(async () => {
  const wrong = [3, 14, 27, 41, 55, 68];
  digits = await plantDigits(await mkdtemp(join(tmpdir(), 'label-audit-webgpu-')), 80, wrong);
});
afterAll(() => rm(digits.folder, { recursive: true, force: true }));

const audit = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> =>
  start(['audit', digits.labelsFile, '--no-cache', '--seed', '1', ...args], env).done;

async function audited(backend: string, args: readonly string[]): Promise<{ report: AuditReport; run: Run }> {
  const run = await audit([...args, '--backend', backend], environment);
  expect(run.stdout, run.stderr).toMatch(/^Accuracy /m);
  return { report: await readReport(join(digits.folder, '.label-audit/report.json')), run };
}

const flagged = ({ issues }: AuditReport): number[] => issues.map(({ index }) => index);

describe.skipIf('missing' in gpu)('an audit on WebGPU', { timeout: 600_000 }, () => {
  it.each([
    ['a network', NETWORK],
    ['features', FEATURES],
  ])('finds with %s what one on WASM finds, and names the adapter', async (_name, args) => {
    const wasm = await audited('wasm', args);
    const { report, run } = await audited('webgpu', args);
    const adapter = findGpu({ ...process.env, ...environment })!.record!.adapter;
    expect(report.environment).toMatchObject({ backend: 'webgpu', adapter });
    expect(run.stdout).toContain(`backend webgpu on ${adapter}`);
    expect(wasm.report.environment.adapter).toBeUndefined();
    const [ours, theirs] = [flagged(report), flagged(wasm.report)];
    const shared = ours.filter((index) => theirs.includes(index)).length;
    console.log(`${shared} issues in both, of ${ours.length} on WebGPU and ${theirs.length} on WASM`);
    expect(theirs.length).toBeGreaterThan(0);
    // Close calls may fall to either side.
    expect(shared).toBeGreaterThanOrEqual(0.75 * Math.max(ours.length, theirs.length));
  });
});

it('is refused with what to do where nothing is installed, or nothing was verified here', async () => {
  const nowhere = { LABEL_AUDIT_GPU: join(digits.folder, 'none'), XDG_CACHE_HOME: join(digits.folder, 'cache') };
  const { code, stderr } = await audit([...NETWORK, '--backend', 'webgpu'], nowhere);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /The backend webgpu was asked for, but its packages are not installed.*"Install GPU Training".*"npm run setup:gpu"; or use the backend "wasm" or "auto"/,
  );
});
