// `npm run rooms`: holds the imports of src/ and webview/ to the arrows of rooms.mjs, with dependency-cruiser.
// With --draw it also writes docs/architecture.svg, from the imports that it found.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cruiseRooms, drawRooms } from './room-cruise.mjs';

const ROOT = join(import.meta.dirname, '..');
const { violations, modules } = await cruiseRooms(ROOT);
for (const { name, from, to, comment } of violations) console.error(`${from} → ${to}\n    ${name}: ${comment}`);
if (process.argv.includes('--draw')) await writeFile(join(ROOT, 'docs/architecture.svg'), await drawRooms(modules));
console.log(
  violations.length === 0
    ? `${modules.length} files keep to the rooms.`
    : `${violations.length} imports break the arrows of rooms.mjs.`,
);
process.exitCode = violations.length === 0 ? 0 : 1;
