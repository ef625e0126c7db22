// Compiles our SIMD kernels (AssemblyScript): those for training, which run on the memory of tfjs's WASM backend, and those
// of the core and of features, which are so small that they stand in modules, and no file has to be found when they run.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

const OPTIONS = ['--optimizeLevel', '3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];

/**
 * @param {string} source
 * @param {string[]} features that the module needs beyond `OPTIONS`
 * @returns {Promise<Uint8Array>} the compiled module
 */
async function compile(source, features = []) {
  let wasm;
  const keep = (name, contents) => {
    if (name === 'out.wasm') wasm = contents;
  };
  const more = features.flatMap((feature) => ['--enable', feature]);
  const args = [source, '--outFile', 'out.wasm', ...OPTIONS, ...more, '--use', 'abort='];
  const { error, stderr } = await asc.main(args, { writeFile: keep });
  if (error) throw new Error(`The SIMD kernels do not compile:\n${stderr.toString()}`);
  return wasm;
}

/** Compiles src/training/backends/simd/assembly/index.ts twice: for any processor, and for those with fused multiply-add. */
async function buildSimdKernels() {
  const source = 'src/training/backends/simd/assembly/index.ts';
  await mkdir('dist', { recursive: true });
  await writeFile('dist/simd-kernels.wasm', await compile(source));
  await writeFile('dist/simd-kernels-fma.wasm', await compile(source, ['relaxed-simd']));
}

/**
 * Compiles the assembly/index.ts of a folder into its kernel-bytes.ts, which is not committed.
 * @param {string} folder
 */
async function buildModule(folder) {
  const file = `${folder}/kernel-bytes.ts`;
  const bytes = Buffer.from(await compile(`${folder}/assembly/index.ts`)).toString('base64');
  const text = `/** Made by scripts/build-simd.mjs of assembly/. */\nexport const KERNEL_BYTES =\n  '${bytes}';\n`;
  // An unchanged file keeps its time, by which tests see whether the build is stale.
  const present = await readFile(file, 'utf8').catch(() => '');
  if (present !== text) await writeFile(file, text);
}

/** Each folder of AssemblyScript, and what compiles it. Paths are relative to the repository's root. */
export const KERNELS = [
  { assembly: 'src/training/backends/simd/assembly', compileAll: () => buildSimdKernels() },
  { assembly: 'src/core/passes/assembly', compileAll: () => buildModule('src/core/passes') },
  { assembly: 'src/core/neighbours/assembly', compileAll: () => buildModule('src/core/neighbours') },
  { assembly: 'src/core/looks/assembly', compileAll: () => buildModule('src/core/looks') },
  {
    assembly: 'src/training/features/algebra/assembly',
    compileAll: () => buildModule('src/training/features/algebra'),
  },
];
