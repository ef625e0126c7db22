import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Processes that a process started, and those that they started, whose command line names the script. */
export function descendants(of: number, script: string): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const all = lines.flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), parent: Number(match[2]), args: match[3] }];
  });
  const below = new Set([of]);
  for (let size = 0; size < below.size;) {
    size = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  return all.filter(({ pid, args }) => pid !== of && below.has(pid) && args.includes(script)).map(({ pid }) => pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A process whose end nobody has asked for yet is still listed.
  return !/^Z/.test(execFileSync('sh', ['-c', `ps -o stat= -p ${pid} || true`], { encoding: 'utf8' }).trim());
}

/** The processes that are still there after so many milliseconds; returns as soon as there is none. */
export async function leftAfter(milliseconds: number, pids: readonly number[]): Promise<number[]> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const left = pids.filter(isAlive);
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(20);
  }
}
