import { fileURLToPath } from 'node:url';
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What a setup script does: it installs, removes, or, in a process that the installer starts, verifies. */
export interface SetupCommand {
  readonly usage: string;
  /** Options of its own, beside `--force`, `--remove`, `--verify` and `--help`. */
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  readonly folder: string;
  readonly verify: (folder: string) => Promise<object>;
  readonly remove: (folder: string) => Promise<boolean>;
  readonly install: (how: {
    readonly force: boolean;
    /** This script, which verifies when it is called with `--verify`. */
    readonly verifier: string;
    readonly signal: AbortSignal;
    readonly say: (line: string) => void;
    readonly values: Readonly<Record<string, unknown>>;
  }) => Promise<unknown>;
}

/** Runs a setup script by its command line, and ends the process. */
export function runSetup(command: SetupCommand): void {
  // tfjs greets with advice; the output is ours alone.
  console.warn = () => undefined;
  run(command).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exit(1);
    },
  );
}

async function run({ usage, options, folder, verify, remove, install }: SetupCommand): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...options,
      force: { type: 'boolean' },
      remove: { type: 'boolean' },
      verify: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) process.stdout.write(usage);
  else if (values.verify !== undefined) console.log(JSON.stringify(await verify(values.verify)));
  else if (values.remove === true) {
    console.log((await remove(folder)) ? `Removed ${folder}` : `Nothing to remove: ${folder} is not there`);
  } else {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
      process.once(signal, () => {
        stop.abort(new Error('Cancelled: nothing was installed.'));
      });
    }
    const say = (line: string): void => {
      console.log(line);
    };
    const verifier = fileURLToPath(import.meta.url);
    await install({ force: values.force === true, verifier, signal: stop.signal, say, values });
  }
}
