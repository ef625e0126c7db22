// cleanlab, installed into a cache folder and measured on the same files.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_CACHE } from './core-sets.ts';

export const CLEANLAB = '2.9.0';

/** What both sides say about a set, to see that they did the same work. */
export interface Found {
  readonly count: number;
  /** The twelve worst. */
  readonly first: readonly number[];
  readonly numIssues: number;
  readonly meanQuality: number;
}

/** Seconds, and bytes at the peak. */
export interface PeerFigures {
  readonly version: string;
  readonly numpy: string;
  readonly issues: number;
  readonly scores: number;
  readonly health: number;
  readonly peak: number;
  readonly found: Found;
}

/** These two make numpy slow on some machines that they were set for. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, OPENBLAS_CORETYPE: undefined, OPENBLAS_L2_SIZE: undefined };
}

/** The Python that has cleanlab, or in one line why there is none. */
export function installPeer(): { readonly python: string } | { readonly why: string } {
  const folder = join(BENCH_CACHE, `cleanlab-${CLEANLAB}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'ready'))) return { python };
  process.stderr.write(`Installing cleanlab ${CLEANLAB} into ${folder} …\n`);
  rmSync(folder, { recursive: true, force: true });
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '--quiet', `cleanlab==${CLEANLAB}`]],
    [python, ['-c', `import cleanlab, pathlib; pathlib.Path(r'${folder}', 'ready').touch()`]],
  ];
  for (const [command, args] of steps) {
    const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
    if (status === 0) continue;
    const why = (error?.message ?? stderr).trim().split('\n').at(-1) ?? '';
    return { why: `${command} ${args.slice(0, 3).join(' ')} failed: ${why}` };
  }
  return { python };
}

/** Measures cleanlab's default calls in a process of its own; the median of some runs each. */
export function measurePeer(
  python: string,
  files: { readonly labels: string; readonly predProbs: string },
  runs: number,
): PeerFigures {
  const script = join(process.cwd(), 'test', 'bench', 'core', 'cleanlab-peer.py');
  const { status, stdout, stderr } = spawnSync(python, [script, files.labels, files.predProbs, String(runs)], {
    encoding: 'utf8',
    env: cleanEnvironment(),
  });
  if (status !== 0) throw new Error(`cleanlab failed: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as PeerFigures;
}
