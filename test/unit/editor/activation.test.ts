import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const DIST = join(import.meta.dirname, '../../../dist');
/** What the pieces share with each other is required at once, the others when they are asked for. */
const SHARED = /require\("\.\/(extension-shared-\d+\.cjs)"\)/g;

/** The code that VS Code reads when it starts the extension, by file. */
async function readAtStart(): Promise<ReadonlyMap<string, string>> {
  const read = new Map<string, string>();
  const waiting = ['extension.cjs'];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (read.has(name)) continue;
    const code = await readFile(join(DIST, name), 'utf8');
    read.set(name, code);
    waiting.push(...[...code.matchAll(SHARED)].map(([, file]) => file));
  }
  return read;
}

it('VS Code starts the extension without schemas and option tables', async () => {
  const code = [...(await readAtStart()).values()].join('\n');
  // It registers its commands, so this is the code that is meant.
  expect(code).toContain('labelAudit.fixLabels');
  expect(code).not.toContain('~standard'); // Valibot
  expect(code).not.toContain('labelAudit.trunk');
  expect(code.length).toBeLessThan(60_000);
});
