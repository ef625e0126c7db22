import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InstallError } from './errors.ts';
import { NAPI_BUILD_VERSION, type InstallGround } from './install-steps.ts';
import { NATIVE_PACKAGE } from '../backends/native/native-location.ts';
import { npm } from './npm.ts';

/** Seconds in which the first byte has to be there; a network that swallows the request says nothing at all. */
const FIRST_BYTE = 20;
const LIMIT = 900;

/**
 * Runs the package's own installer: it downloads libtensorflow and a ready-made addon from its makers' host.
 * @throws InstallError where that host is out of reach, or has nothing for this machine
 */
export async function ordinaryInstall({ stage, signal, say }: InstallGround): Promise<string> {
  say(`Running the installer of ${NATIVE_PACKAGE} (downloads libtensorflow from its makers' host)`);
  const home = join(stage, 'node_modules', NATIVE_PACKAGE);
  const deps = join(home, 'deps');
  const giveUp = (seconds: number): string | undefined =>
    seconds >= FIRST_BYTE && !holdsBytes(deps) ? `had no answer from its host within ${FIRST_BYTE} seconds` : undefined;
  const name = `The installer of ${NATIVE_PACKAGE}`;
  await npm(['rebuild', NATIVE_PACKAGE], { cwd: stage, name, limit: LIMIT, signal, giveUp });
  // It ends without an error where only its second half failed.
  if (!existsSync(join(home, `lib/napi-v${NAPI_BUILD_VERSION}/tfjs_binding.node`))) {
    throw new InstallError(`${name} ended without an addon.`);
  }
  return 'installer';
}

function holdsBytes(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) => {
    const status = statSync(join(folder, String(name)), { throwIfNoEntry: false });
    return status?.isFile() === true && status.size > 0;
  });
}
