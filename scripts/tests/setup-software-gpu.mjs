// `npm run setup:software-gpu`: GPU training on SwiftShader, a GPU in software that the tests' Chromium carries, for machines
// without a GPU (Linux). It goes to a folder of its own in the user's cache, where tests look for it; audits do not.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const folder = join(homedir(), '.cache', 'label-audit', 'gpu-software');
/** Beside the installation, which its installer replaces. */
const libraries = join(homedir(), '.cache', 'label-audit', 'swiftshader');

const downloads = join(root, '.vscode-test');
const chromium = (existsSync(downloads) ? readdirSync(downloads) : [])
  .map((name) => join(downloads, name))
  .find((candidate) => existsSync(join(candidate, 'libvk_swiftshader.so')));
if (chromium === undefined) {
  console.error(
    `There is no Chromium with SwiftShader in ${downloads}: run "npm run test:vscode" once, which downloads it.`,
  );
  process.exit(1);
}
mkdirSync(libraries, { recursive: true });
for (const name of ['libvk_swiftshader.so', 'libvulkan.so.1'])
  copyFileSync(join(chromium, name), join(libraries, name));
const driver = join(libraries, 'icd.json');
const library_path = join(libraries, 'libvk_swiftshader.so');
writeFileSync(driver, JSON.stringify({ file_format_version: '1.0.0', ICD: { library_path, api_version: '1.1.0' } }));

const env = { ...process.env, LABEL_AUDIT_GPU: folder, VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: libraries };
const args = [join(root, 'scripts/setup.mjs'), 'gpu', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env });
if (status !== 0) process.exit(status ?? 1);
// Dawn looks for the loader beside itself, too: a test has started when it learns where that is.
const beside = join(folder, 'node_modules/webgpu/dist', `linux-${process.arch}`, 'libvulkan.so.1');
copyFileSync(join(libraries, 'libvulkan.so.1'), beside);
