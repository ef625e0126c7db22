import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Packages that plain Node can't import as our source does: TensorFlow.js's gradients, and a script without named exports. */
const isBundled = (name) => name.startsWith('@tensorflow/') || name === 'dicom-parser';

/**
 * What a bundle for tests or benches leaves outside: our packages, but for those that have to be inside.
 * @param {string} root the checkout
 */
export async function externalPackages(root) {
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const packages = Object.keys({ ...dependencies, ...devDependencies });
  return ['vscode', '@tensorflow/tfjs-node', ...packages.filter((name) => !isBundled(name))];
}
