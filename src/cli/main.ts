import { EXIT } from './exit-codes.ts';
import { tolerateClosedPipes } from './output.ts';
import { runCli } from './run-cli.ts';

tolerateClosedPipes();

/** How long running work may delay the end after an interruption, in milliseconds. */
const GRACE = 400;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Ends as the signal would have: to exit would mean to wait for the picture that is being decoded. */
function end(signal: (typeof SIGNALS)[number]): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

const interruption = new AbortController();
let heard = 'SIGINT' as (typeof SIGNALS)[number];
for (const name of SIGNALS) {
  process.on(name, () => {
    // The first asks for a tidy end, the second for an end at once.
    if (interruption.signal.aborted) end(name);
    heard = name;
    interruption.abort();
  });
}

// The exit code is set, not forced, so that what is still on its way to stdout arrives.
const code = await runCli(process.argv.slice(2), interruption.signal);
process.exitCode = code === EXIT.interrupted && heard === 'SIGTERM' ? EXIT.terminated : code;
if (code === EXIT.interrupted) {
  setTimeout(() => {
    end(heard);
  }, GRACE).unref();
}
