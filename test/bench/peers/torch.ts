import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version that an earlier measurement was made with; pip has it for Python 3.7 to 3.11. */
const TORCH = 'torch==1.13.1';
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
    const there = await run(PYTHON, ['-c', 'import torch']).catch(() => null);
    if (there !== null) return null;
    console.log(`Installing ${TORCH} into ${HOME} (about 3 GB) …`);
    await run(PYTHON, ['-m', 'pip', 'install', '--quiet', TORCH, 'numpy<2'], { timeout: 1_800_000 });
    await run(PYTHON, ['-c', 'import torch']);
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
  // What a machine sets for another library's sake is not to slow PyTorch's.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OPENBLAS_')));
  const { imageSize, batch, threads, seconds } = options;
  const args = ['test/bench/peers/torch-train.py', model, ...[imageSize, batch, threads, seconds].map(String)];
  const { stdout } = await run(PYTHON, args, { env });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as TorchMeasure;
}
