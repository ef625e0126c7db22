import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

interface NpmOptions {
  readonly cwd: string;
  readonly name: string;
  readonly limit: number;
  readonly signal?: AbortSignal;
  readonly giveUp?: (seconds: number) => string | undefined;
}

/** Runs the npm that started us, else the one on the PATH, with the user's own settings. */
export function npm(args: readonly string[], options: NpmOptions): Promise<string> {
  const running = process.env.npm_execpath;
  const quiet = [...args, '--no-audit', '--no-fund', '--no-package-lock', '--no-progress'];
  // What `npm run` hands down would have the folder mistaken for our own project.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_local_prefix)/.test(name)),
  );
  if (running !== undefined && /npm-cli\.c?js$/.test(running)) {
    return runTool(process.execPath, [running, ...quiet], { ...options, env });
  }
  return runTool(process.platform === 'win32' ? 'npm.cmd' : 'npm', quiet, { ...options, env });
}

/** A package.json that keeps npm inside of its folder. */
export async function writeEmptyPackage(folder: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
}
