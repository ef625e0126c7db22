import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadOnnxRuntime, onnxFolder } from '../../../../../src/training/features/own-trunk/onnx-runtime.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'onnx-runtime-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A folder with a package of that name in its node_modules. */
async function installed(name: string, version: string, code: string): Promise<NodeJS.Require> {
  const folder = join(root, name, 'node_modules/onnxruntime-node');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'onnxruntime-node', version, main: 'main.js' }));
  await writeFile(join(folder, 'main.js'), code);
  return createRequire(join(root, name, 'package.json'));
}

describe('onnxruntime-node', () => {
  it('is taken from the first place where it works', async () => {
    const places = [
      createRequire(join(root, 'nowhere/package.json')),
      await installed('later', '2.0.0', 'module.exports = { name: "later" };'),
      await installed('broken', '1.20.0', 'throw new Error("GLIBC_2.99 not found\\nmore");'),
      await installed('good', '1.30.0', 'module.exports = { name: "good" };'),
    ];
    expect(loadOnnxRuntime('net.onnx', places)).toEqual({ name: 'good' });
  });

  it('says what is wrong with each, and what to install where', async () => {
    const command = `npm install --ignore-scripts --prefix "${onnxFolder()}" onnxruntime-node@1 in a terminal`;
    const saying = (requires: NodeJS.Require[]): string => {
      try {
        loadOnnxRuntime('/data/net.onnx', requires);
      } catch (error) {
        return (error as Error).message;
      }
      return 'loaded';
    };
    const none = saying([createRequire(join(root, 'nowhere/package.json'))]);
    expect(none).toMatch(
      /^\/data\/net\.onnx is an ONNX file, which needs onnxruntime-node 1: it is not installed\. Run /,
    );
    const later = saying([await installed('later', '2.0.0', 'module.exports = {};')]);
    expect(later).toMatch(/what is installed in .*later.node_modules.onnxruntime-node is version 2\.0\.0\. Run /);
    const broken = saying([await installed('broken', '1.20.0', 'throw new Error("GLIBC_2.99 not found\\nmore");')]);
    expect(broken).toMatch(/version 1\.20\.0 in .* does not load here \(GLIBC_2\.99 not found\)\. Run /);
    for (const message of [none, later, broken]) {
      expect(message).toContain(command);
      expect(message).toContain('the command line and VS Code both look there');
      expect(message).not.toContain('\n');
    }
  });
});
