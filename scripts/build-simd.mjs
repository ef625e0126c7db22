// Compiles our SIMD kernels (AssemblyScript): those for training, which run on the memory of tfjs's WASM backend, and those
// of the core, which are so small that they stand in a module, and no file has to be found when they run.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import asc from 'assemblyscript/asc';

/** Folders of AssemblyScript: those of training, and those of the core. */
export const ASSEMBLY = { training: 'src/training/backends/simd/assembly', core: 'src/core/passes/assembly' };

const OPTIONS = ['--optimizeLevel', '3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];

/** @returns {Promise<Uint8Array>} the compiled module */
async function compile(source) {
  let wasm;
  const keep = (name, contents) => {
    if (name === 'out.wasm') wasm = contents;
  };
  const args = [source, '--outFile', 'out.wasm', ...OPTIONS, '--use', 'abort='];
  const { error, stderr } = await asc.main(args, { writeFile: keep });
  if (error) throw new Error(`The SIMD kernels do not compile:\n${stderr.toString()}`);
  return wasm;
}

/**
 * Compiles the kernels of training.
 * @param {string} outFile where the .wasm goes
 */
export async function buildSimdKernels(outFile = 'dist/simd-kernels.wasm') {
  await mkdir(dirname(outFile), { recursive: true });
  await writeFile(outFile, await compile(`${ASSEMBLY.training}/index.ts`));
}

/** Compiles the core's kernels into src/core/passes/kernel-bytes.ts, which is not committed. */
export async function buildCoreKernels() {
  const file = 'src/core/passes/kernel-bytes.ts';
  const bytes = Buffer.from(await compile(`${ASSEMBLY.core}/index.ts`)).toString('base64');
  const text = `/** Made by scripts/build-simd.mjs of assembly/. */\nexport const KERNEL_BYTES =\n  '${bytes}';\n`;
  // An unchanged file keeps its time, by which tests see whether the build is stale.
  const present = await readFile(file, 'utf8').catch(() => '');
  if (present !== text) await writeFile(file, text);
}
