import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { installProgram } from '../harness/install.mjs';
import { ROOT } from '../unit/cli/label-audit.ts';
import { copySample } from '../unit/cli/mcp-client.ts';
import { fetched, projectWithPackage, runIn } from './outside.ts';

const CPU = process.arch === 'arm64' ? 'aarch64' : process.arch;

/** What else than Node people run it with: the program, and what stands before a file. */
const RUNTIMES = [
  { name: 'Node', spec: undefined, program: 'node', args: [] },
  { name: 'Deno', spec: 'deno@2.9.6', program: 'deno', args: ['run', '--allow-all', '--no-remote'] },
  // Its .bin/bun is put there by an install script, and none of those is run.
  { name: 'Bun', spec: 'bun@1.4.5', program: `../@oven/bun-${process.platform}-${CPU}/bin/bun`, args: [] },
] as const;

it.for(RUNTIMES)(
  'the npm package runs in $name: library, check, and an audit that trains',
  async (runtime, context) => {
    const { spec, program, args } = runtime;
    const binary = spec === undefined ? process.execPath : await fetched(installProgram(spec, program), context);
    const project = await projectWithPackage(context);
    const own = { HOME: project, DENO_DIR: join(project, '.deno'), DENO_NO_UPDATE_CHECK: '1' };
    const run = (...rest: string[]) => runIn(project, binary, [...args, ...rest], own);

    const page = await readFile(join(ROOT, 'docs/library.md'), 'utf8');
    const examples = [...page.matchAll(/```ts\n([^`]*)```/g)].map(([, code]) => code);
    expect(examples).toHaveLength(2);
    for (const [i, code] of examples.entries()) {
      // Deno and Bun take TypeScript as it is.
      const file = `example-${i}.${spec === undefined ? 'js' : 'ts'}`;
      await writeFile(join(project, file), code);
      const wanted = [...code.matchAll(/console\.log.* \/\/ (.*)/g)].map(([, said]) => said);
      const { stdout, stderr } = run(file);
      expect(stdout.trim().split('\n'), stderr).toEqual(wanted);
    }

    const sample = await copySample();
    context.onTestFinished(sample.remove);
    const cli = join(project, 'node_modules/label-audit/dist/cli.mjs');
    const target = join(sample.folder, 'digits');
    const check = (most: string) =>
      run(cli, 'check', target, '--pred-probs', join(sample.folder, 'mine.npy'), '--max-issues', most, '--quiet');
    const [good, bad] = [check('2'), check('1')];
    expect([good.status, bad.status], good.stderr).toEqual([0, 1]);
    expect(bad.stdout).toContain('"7" looks like "9"');

    const training = ['--model', 'small-cnn', '--epochs', '1', '--folds', '2', '--no-cache', '--quiet'];
    const { status, stderr } = run(cli, 'audit', target, ...training);
    expect(status, stderr).toBe(0);
    const report = JSON.parse(await readFile(join(target, '.label-audit/report.json'), 'utf8')) as {
      readonly dataset: { readonly audited: number };
    };
    expect(report.dataset.audited).toBe(300);
  },
);
