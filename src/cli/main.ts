import { EXIT } from './exit-codes.ts';
import { tolerateClosedPipes } from './output.ts';
import { runCli } from './run-cli.ts';

tolerateClosedPipes();

const interruption = new AbortController();
let interruptions = 0;
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    interruptions += 1;
    // The first asks for a tidy end; whoever asks twice wants it now.
    if (interruptions > 1) process.exit(EXIT.interrupted);
    interruption.abort();
  });
}

// The exit code is set, not forced, so that what is still on its way to stdout arrives.
process.exitCode = await runCli(process.argv.slice(2), interruption.signal);
