// Extracts what the editor says, and tells what is to be translated.
//   npm run l10n                 writes l10n/bundle.l10n.json, takes out of the translations what is no text any more, and
//                                names what is missing; exits with 1 while anything is
//   npm run l10n -- --translated says that package.nls.*.json follow package.nls.json as it is now
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  BUNDLE,
  changedSinceTranslated,
  extractMessages,
  faultsIn,
  inLanguage,
  LANGUAGES,
  MANIFEST_TEXTS,
  readTexts,
  TRANSLATED_FROM,
} from './texts.mjs';

const ROOT = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { translated: { type: 'boolean' } } });
const write = (file, texts) => writeFile(join(ROOT, file), `${JSON.stringify(texts, null, 2)}\n`);

await write(BUNDLE, await extractMessages());
if (values.translated) await write(TRANSLATED_FROM, await readTexts(MANIFEST_TEXTS));
for (const file of [BUNDLE, MANIFEST_TEXTS]) {
  const keys = Object.keys(await readTexts(file));
  for (const language of LANGUAGES) {
    const name = inLanguage(file, language);
    const texts = await readTexts(name);
    // In the order of the English ones, so that they can be read side by side.
    await write(name, Object.fromEntries(keys.filter((key) => key in texts).map((key) => [key, texts[key]])));
  }
}

const faults = (await Promise.all(LANGUAGES.map(faultsIn))).flat();
const changed = (await changedSinceTranslated()).map(
  (key) => `${MANIFEST_TEXTS}: "${key}" has changed: see its translations, then \`npm run l10n -- --translated\``,
);
for (const line of [...faults, ...changed]) console.log(line);
if (faults.length + changed.length > 0) process.exitCode = 1;
