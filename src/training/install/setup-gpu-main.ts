import { GPU_PACKAGES, gpuFolder, gpuFolders } from '../backends/gpu/gpu-location.ts';
import { installGpu, removeGpu } from './install-gpu.ts';
import { runSetup } from './setup-command.ts';
import { verifyGpu } from './verify-gpu.ts';

// Installs training on graphics adapters: `npm run setup:gpu`, and the process behind VS Code's Install GPU Training. With
// `--verify` it is the process that tries an installation.

const USAGE = `Usage: setup-gpu [--force] [--remove]

Installs WebGPU for Node.js (${Object.keys(GPU_PACKAGES).join(', ')}) for the backend "webgpu", into
${gpuFolder()}, and verifies and times training on this machine's graphics adapter. What is installed
already is verified and timed again.

  --force    install anew
  --remove   remove it again
`;

runSetup({
  usage: USAGE,
  folder: gpuFolder(),
  verify: verifyGpu,
  remove: removeGpu,
  install: ({ force, verifier, signal, say }) =>
    installGpu({ force, verifier, signal, say, folder: gpuFolder(), others: gpuFolders() }),
});
