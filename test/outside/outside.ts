import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { ROOT } from '../unit/cli/label-audit.ts';

/** How a program ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with nothing of ours in its environment but a home of its own. */
export function runIn(cwd: string, program: string, args: readonly string[], extra: NodeJS.ProcessEnv = {}): Ran {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_OPTIONS)/i.test(name)),
  );
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env: { ...env, ...extra }, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** What was fetched; skips the test in one line where its registry is out of reach. */
export async function fetched<T>(fetching: Promise<T>, { skip }: TestContext): Promise<T> {
  return fetching.catch((error: unknown) => {
    const { message } = error as Error;
    if (/out of reach/.test(message)) return skip(message);
    throw error;
  });
}

let packing: Promise<string> | undefined;

/** The package as `npm run package:npm` makes it, once for all tests of a file. @returns its tarball */
async function packed(): Promise<string> {
  const folder = join(ROOT, 'dist-test', 'packed');
  await rm(folder, { recursive: true, force: true });
  const { status, stdout, stderr } = runIn(ROOT, process.execPath, [
    'scripts/package/package-npm.mjs',
    '--no-build',
    '--out',
    folder,
  ]);
  if (status !== 0) throw new Error(stderr);
  return join(ROOT, /\S+\.tgz/.exec(stdout)![0]);
}

/**
 * A project that has `npm install`ed the package, until the test ends.
 * @returns its folder
 */
export async function projectWithPackage(context: TestContext): Promise<string> {
  const tarball = await (packing ??= packed());
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-outside-'));
  context.onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, stderr } = runIn(folder, npm, ['install', '--no-audit', '--no-fund', tarball]);
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/.test(stderr)) context.skip('The npm registry is out of reach.');
  if (status !== 0) throw new Error(stderr);
  return folder;
}
