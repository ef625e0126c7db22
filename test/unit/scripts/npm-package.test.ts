import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stageNpm } from '../../../scripts/package/stage-npm.mjs';
import { ROOT } from '../cli/label-audit.ts';
import { copySample } from '../cli/mcp-client.ts';

const TIMEOUT = 180_000;
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

const node = (cwd: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });

describe('the npm package in an empty project', { timeout: TIMEOUT }, () => {
  let project: string;
  let own: string;
  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'label-audit-npm-'));
    own = join(project, 'node_modules/label-audit');
    expect(node(ROOT, TSC, '-b', 'src/core').status).toBe(0);
    await stageNpm(own);
    // What `npm install` would fetch: the test needs no network.
    for (const name of ['sharp', '@img', 'detect-libc', 'semver']) {
      await symlink(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
    }
    await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
  }, TIMEOUT);
  afterAll(() => rm(project, { recursive: true, force: true }));

  it('runs as a command line, and checks a data set', async () => {
    const cli = join(own, 'dist/cli.mjs');
    expect(node(project, cli, '--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const sample = await copySample();
    try {
      const args = [cli, 'check', join(sample.folder, 'digits'), '--pred-probs', join(sample.folder, 'mine.npy')];
      expect(node(project, ...args, '--max-issues', '1', '--quiet').status).toBe(1);
      expect(node(project, ...args, '--max-issues', '2', '--quiet').status).toBe(0);
    } finally {
      await sample.remove();
    }
  });

  it('holds nothing of VS Code, no map, and no script that npm would run', async () => {
    const files = await readdir(own, { recursive: true });
    expect(files.filter((name) => /extension|webview|agent-tools|\.map$|\.ts$(?<!\.d\.ts)/.test(name))).toEqual([]);
    const manifest = JSON.parse(await readFile(join(own, 'package.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest.scripts).toBeUndefined();
    expect(manifest.private).toBeUndefined();
    expect(Object.keys(manifest.dependencies as object)).toEqual(['sharp']);
  });

  it('runs the examples of docs/library.md, which type-check', async () => {
    const page = await readFile(join(ROOT, 'docs/library.md'), 'utf8');
    const examples = [...page.matchAll(/```ts\n([^`]*)```/g)].map(([, code]) => code);
    expect(examples).toHaveLength(2);
    for (const [i, code] of examples.entries()) {
      await writeFile(join(project, `example-${i}.ts`), code);
      await writeFile(join(project, `example-${i}.js`), code);
      const wanted = [...code.matchAll(/console\.log.* \/\/ (.*)/g)].map(([, said]) => said);
      expect(node(project, `example-${i}.js`).stdout.trim().split('\n')).toEqual(wanted);
    }
    const strict = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom'];
    const { status, stdout } = node(project, TSC, ...strict, 'example-0.ts', 'example-1.ts');
    expect([status, stdout]).toEqual([0, '']);
  });

  it('is a library for browsers, of which a bundler takes what is used', async () => {
    const size = async (contents: string): Promise<number> => {
      const { outputFiles, warnings } = await build({
        stdin: { contents, resolveDir: project },
        ...{ bundle: true, minify: true, write: false, platform: 'browser', format: 'esm' },
      });
      expect(warnings).toEqual([]);
      return outputFiles[0].contents.length;
    };
    const whole = await size("export * from 'label-audit/core';");
    expect(await size("export { findLabelIssues } from 'label-audit/core';")).toBeLessThan(whole / 2);
  });
});

interface Action {
  readonly inputs: Readonly<Record<string, object>>;
  readonly runs: { readonly steps: readonly { readonly run?: string; readonly env?: Record<string, string> }[] };
}

describe('the GitHub Action', { timeout: TIMEOUT }, () => {
  it('runs the check with its inputs as arguments, whatever they hold, and says how it ended', async () => {
    const action = load(await readFile(join(ROOT, 'action.yml'), 'utf8')) as Action;
    const { run = '', env = {} } = action.runs.steps[1];
    expect(run).not.toContain('${{');
    const sample = await copySample();
    const bin = join(sample.folder, 'bin');
    await mkdir(bin);
    // What npx would fetch from npm is the build here.
    const npx = `#!/bin/sh\n[ "$1 $2 $3 $4 $5" = "--yes --package label-audit -- label-audit" ] || exit 99\nshift 5\nexec "${process.execPath}" "${join(ROOT, 'dist/cli.mjs')}" "$@"\n`;
    await writeFile(join(bin, 'npx'), npx, { mode: 0o755 });
    const target = join(sample.folder, 'digits');
    const perform = async (inputs: Record<string, string>) => {
      const files = {
        GITHUB_OUTPUT: join(sample.folder, 'output'),
        GITHUB_STEP_SUMMARY: join(sample.folder, 'summary'),
      };
      for (const file of Object.values(files)) await writeFile(file, '');
      const values = Object.entries(env).map(([name, written]) => {
        const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(written)![1];
        expect(Object.keys(action.inputs)).toContain(input);
        return [name, inputs[input] ?? (input === 'package' ? 'label-audit' : '')];
      });
      const { status, stdout } = spawnSync('bash', ['-e', '-c', run], {
        cwd: dirname(target),
        encoding: 'utf8',
        env: {
          ...process.env,
          ...files,
          ...(Object.fromEntries(values) as Record<string, string>),
          PATH: `${bin}:${process.env.PATH ?? ''}`,
        },
      });
      const [output, summary] = await Promise.all(Object.values(files).map((file) => readFile(file, 'utf8')));
      return { status, stdout, output, summary };
    };
    try {
      const given = { target, 'pred-probs': join(sample.folder, 'mine.npy') };
      const bad = await perform({ ...given, 'max-issues': '1' });
      expect(bad.status).toBe(1);
      expect(bad.output).toMatch(/^result<<(result-[0-9a-f]{32})\n[^]*\n\1\n$/);
      expect(bad.summary).toContain('|');
      const good = await perform({ ...given, args: '--max-issues=2\n--max-leaks=0\n' });
      expect([good.status, good.stdout.length > 0]).toEqual([0, true]);
      const odd = await perform({ ...given, target: '$(touch gone); x', 'max-issues': '2' });
      expect(odd.status).toBe(2);
      expect(await readdir(sample.folder)).not.toContain('gone');
    } finally {
      await sample.remove();
    }
  });
});
