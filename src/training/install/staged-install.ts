import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, fileFailure, whileHeld } from '../../files/index.ts';
import { InstallError } from './errors.ts';
import type { InstallGround } from './install-steps.ts';
import { reasonIn, runTool } from './run-tool.ts';

/** An installation of ours, in a folder of its own. */
export interface Installation {
  readonly folder: string;
  /** Name of the file that is written last: a folder without it is none of ours. */
  readonly receipt: string;
  /** What messages call it. */
  readonly what: string;
  /** Room that it takes while it is made, for the message where the disk is full. */
  readonly room: string;
}

/**
 * Makes an installation beside its folder, and then renames it, so that a failure or a cancel leaves what was there.
 * @param fill puts all into `ground.stage`, and gives the receipt
 * @throws InstallError with one line on why; the signal's reason when it aborts
 */
export async function stagedInstall<Receipt>(
  installation: Installation,
  { signal, say }: Omit<InstallGround, 'stage'>,
  fill: (ground: InstallGround) => Promise<Receipt>,
): Promise<Receipt> {
  const { folder, receipt: name, room } = installation;
  const stage = await makeStage(installation);
  try {
    const receipt = await fill({ stage, signal, say });
    await writeFile(join(stage, name), `${JSON.stringify(receipt, null, 2)}\n`);
    await removeInstallation(installation);
    await whileHeld(() => rename(stage, folder));
    say(`Installed in ${folder}`);
    return receipt;
  } catch (error) {
    throw readable(error, room);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** Removes an installation. @returns whether there was one */
export async function removeInstallation({ folder, receipt, what }: Installation): Promise<boolean> {
  if (!existsSync(folder)) return false;
  // Only what looks like ours: the user may have chosen the folder.
  if (!existsSync(join(folder, receipt))) {
    throw new InstallError(`${folder} holds no ${what} of ours: it is left as it is.`);
  }
  await rm(folder, { recursive: true });
  return true;
}

/**
 * Has an installation train in a process of its own, which a fault of its native code can end.
 * @param verifier the bundle that is called with `--verify <folder>` and prints a line of JSON
 * @param limit seconds
 */
export async function verifyElsewhere<Verification>(
  verifier: string,
  folder: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Verification> {
  const tool = { signal, limit, name: 'The training step' };
  const words = await runTool(process.execPath, [verifier, '--verify', folder], tool);
  const line = words.split('\n').find((candidate) => candidate.startsWith('{'));
  if (line === undefined) throw new InstallError(`The training step gave no result: ${reasonIn(words)}`);
  return JSON.parse(line) as Verification;
}

async function makeStage({ folder, room }: Installation): Promise<string> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    return await mkdtemp(join(dirname(folder), `${basename(folder)}.part-`));
  } catch (error) {
    throw readable(error, room);
  }
}

/** Failures of the disk as one line of ours. */
function readable(error: unknown, room: string): unknown {
  const code = errorCode(error);
  if (error instanceof InstallError || !/^E[A-Z]+$/.test(code)) return error;
  const { path } = error as NodeJS.ErrnoException;
  const reason = code === 'ENOSPC' ? `the disk is full, and about ${room} are needed` : fileFailure(error);
  return new InstallError(`It can't be installed${path === undefined ? '' : ` in ${path}`}: ${reason}.`, {
    cause: error,
  });
}
