import { nativeFolder, nativeFolders } from '../backends/native/native-location.ts';
import { installNative, removeNative } from './install-native.ts';
import { runSetup } from './setup-command.ts';
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

runSetup({
  usage: USAGE,
  options: { way: { type: 'string' } },
  folder: nativeFolder(),
  verify: verifyNative,
  remove: removeNative,
  install: async ({ values: { way }, ...how }) => {
    if (way !== undefined && way !== 'ordinary' && way !== 'wheel') {
      throw new Error(`--way is ordinary or wheel, not ${JSON.stringify(way)}.`);
    }
    await installNative({ ...how, folder: nativeFolder(), others: nativeFolders(), way });
  },
});
