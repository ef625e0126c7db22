// Compiles our SIMD kernels (AssemblyScript) to dist/simd-kernels.wasm. They run on the memory of tfjs's WASM backend.
import { mkdir } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

/**
 * Compiles src/training/simd/assembly/index.ts.
 * @param {string} outFile where the .wasm goes
 */
export async function buildSimdKernels(outFile = 'dist/simd-kernels.wasm') {
  await mkdir('dist', { recursive: true });
  const { error, stderr } = await asc.main([
    'src/training/simd/assembly/index.ts',
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
