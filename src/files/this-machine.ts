import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { sha256 } from './sha256.ts';
import { errorCode } from './file-failure.ts';

let machine: string | undefined;

/**
 * Names what process numbers are unique in: a machine since it was started, or a container on it. 8 hexadecimal digits, for
 * the names of temporary files and folders and for locks, so that a process of another machine is never taken for ended.
 */
export function thisMachine(): string {
  machine ??= sha256([hostname(), bootId(), processNamespace()].join('\n')).slice(0, 8);
  return machine;
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** Whether a process of this machine is there. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** When a process was started, in the system's ticks, so that a number that was given to another process is noticed; 0 where the system does not tell. */
export function startOfProcess(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Field 22; the second one, in brackets, may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '0';
  }
}
