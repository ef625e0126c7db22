import { readFileSync } from 'node:fs';

/** Whether this processor multiplies and adds in one step, by what the system says of it. */
function fuses(): boolean {
  if (process.arch === 'arm64') return true;
  try {
    return /^flags\s*:.*\bfma\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return true;
  }
}

export const FUSES = fuses();

/** The backends on WebAssembly that must run here. */
export const KERNEL_SETS: readonly ('wasm' | 'wasm-fma')[] = FUSES ? ['wasm', 'wasm-fma'] : ['wasm'];
