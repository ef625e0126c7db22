// The process of one suite of test/trust (see test-trust.mjs): runs it and sends its rows, or why there are none.
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

const [file, json] = process.argv.slice(2);
const { milliseconds, ...options } = JSON.parse(json);
const name = basename(file, '.mjs');

/** @returns {Promise<{ rows: object[] } | { error: string }>} */
async function answer() {
  try {
    const { suite } = await import(pathToFileURL(file).href);
    const log = (line) => console.log(`  ${suite.name}: ${line}`);
    return { rows: await suite.run({ ...options, log, signal: AbortSignal.timeout(milliseconds) }) };
  } catch (error) {
    console.log(`  ${name}: ${error instanceof Error ? error.stack : error}`);
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

// What a suite has left running must not keep the whole run waiting.
process.send(await answer(), () => process.exit());
