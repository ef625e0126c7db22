import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installNative, removeNative } from './install-native.ts';
import { nativeFolder, nativeFolders } from '../backends/native/native-location.ts';
import { verifyNative } from './verify-native.ts';

// Installs native TensorFlow: `npm run setup:native`, and the process behind VS Code's Install Native TensorFlow. With
// `--verify` it is the process that tries an installation.

const USAGE = `Usage: setup-native [--way ordinary|wheel] [--force] [--remove]

Installs native TensorFlow (@tensorflow/tfjs-node) for the backend "native", into ${nativeFolder()}:
by its own installer, or where that cannot reach its host, from TensorFlow's Python wheel.

  --way      only this way
  --force    install anew
  --remove   remove it again
`;

// tfjs greets with advice; the output is ours alone.
console.warn = () => undefined;

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      way: { type: 'string' },
      force: { type: 'boolean' },
      remove: { type: 'boolean' },
      verify: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const folder = nativeFolder();
  const { way } = values;
  if (values.help === true) process.stdout.write(USAGE);
  else if (values.verify !== undefined) console.log(JSON.stringify(await verifyNative(values.verify)));
  else if (values.remove === true) {
    console.log((await removeNative(folder)) ? `Removed ${folder}` : `Nothing to remove: ${folder} is not there`);
  } else if (way !== undefined && way !== 'ordinary' && way !== 'wheel') {
    throw new Error(`--way is ordinary or wheel, not ${way}.`);
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
    await installNative({
      folder,
      others: nativeFolders(),
      verifier,
      way,
      force: values.force,
      signal: stop.signal,
      say,
    });
  }
}

run().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
