/**
 * CommonJS packages inside an ES module bundle still ask for `require`, `__filename` and `__dirname`. No global is used
 * here (`URL`, say), since a bundled package may declare one of that name.
 */
export const ESM_BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  "import { dirname as __dirnameOf } from 'node:path';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __fileURLToPath(import.meta.url);',
  'const __dirname = __dirnameOf(__filename);',
].join('\n');
