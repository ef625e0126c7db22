import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { nativeFolders, NATIVE_RECEIPT } from '../../../../src/training/backends/native/native-location.ts';
import type { NativeVerification } from '../../../../src/training/install/verify-native.ts';

const installed = nativeFolders().find((folder) => existsSync(join(folder, NATIVE_RECEIPT)));
const verifier = join(import.meta.dirname, '../../../../dist/setup-native.mjs');
const missing = installed === undefined ? 'npm run setup:native has not been run' : !existsSync(verifier) && 'no build';
if (missing) console.log(`Skipped: native training against the plain backend (${missing}).`);

it.skipIf(missing)(
  'native TensorFlow trains with the gradients of the plain backend',
  { timeout: 120_000 },
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [verifier, '--verify', installed!]);
    const { tensorflow, gradientDifference, firstLoss, lastLoss } = JSON.parse(stdout) as NativeVerification;
    expect(tensorflow).toMatch(/^2\.\d+\.\d+/);
    expect(gradientDifference).toBeLessThan(1e-4);
    expect(lastLoss).toBeLessThan(firstLoss / 10);
  },
);
