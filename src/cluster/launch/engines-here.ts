import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ENGINES, type EngineName } from '../engine.ts';
import { engineNamed } from './engines.ts';

/** An engine, and whether this machine can hand jobs to it. */
export interface EngineHere {
  readonly name: EngineName;
  /** The command that hands jobs over, such as `sbatch`. */
  readonly program: string;
  /** Where it is on the PATH; absent where it is not. */
  readonly file?: string;
}

/** Looks on the PATH for the commands of all engines; runs none. */
export async function enginesHere(path: string = process.env.PATH ?? ''): Promise<EngineHere[]> {
  return Promise.all(
    ENGINES.map(async (name) => {
      const { program } = engineNamed(name);
      const file = await findProgram(program, path);
      return { name, program, ...(file === undefined ? {} : { file }) };
    }),
  );
}

async function findProgram(program: string, path: string): Promise<string | undefined> {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of path.split(delimiter).filter((one) => one !== '')) {
    for (const ending of endings) {
      const file = join(folder, program + ending);
      const isProgram = await access(file, constants.X_OK)
        .then(() => stat(file))
        .then(
          (found) => found.isFile(),
          () => false,
        );
      if (isProgram) return file;
    }
  }
  return undefined;
}
