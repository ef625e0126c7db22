// Compiles our SIMD kernels (AssemblyScript): those for training, which run on the memory of tfjs's WASM backend, and those
// of the core, which are small enough to stand in a module of their own and so need no file when they run.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

async function compile(source, outFile) {
  const { error, stderr } = await asc.main([
    source,
    '--outFile',
    outFile,
    '--optimizeLevel',
    '3',
    '--noAssert',
    '--runtime',
    'stub',
    '--importMemory',
    '--enable',
    'simd',
    '--use',
    'abort=',
  ]);
  if (error) throw new Error(`The SIMD kernels do not compile:\n${stderr.toString()}`);
}

/**
 * Compiles src/training/simd/assembly/index.ts.
 * @param {string} outFile where the .wasm goes
 */
export async function buildSimdKernels(outFile = 'dist/simd-kernels.wasm') {
  await mkdir('dist', { recursive: true });
  await compile('src/training/simd/assembly/index.ts', outFile);
}

/** Compiles src/core/simd/assembly/index.ts into src/core/simd/kernel-bytes.ts, which is not committed. */
export async function buildCoreKernels() {
  await mkdir('dist', { recursive: true });
  const wasm = join('dist', 'core-kernels.wasm');
  await compile('src/core/simd/assembly/index.ts', wasm);
  const bytes = (await readFile(wasm)).toString('base64');
  const file = join('src', 'core', 'simd', 'kernel-bytes.ts');
  const text = `/** Made by scripts/build-simd.mjs from assembly/. */\nexport const KERNEL_BYTES =\n  '${bytes}';\n`;
  // An unchanged file keeps its time, by which tests see whether a build is stale.
  const present = await readFile(file, 'utf8').catch(() => '');
  if (present !== text) await writeFile(file, text);
}
