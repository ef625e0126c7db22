// What the editor says in other languages: VS Code reads package.nls.LANGUAGE.json and l10n/bundle.l10n.LANGUAGE.json.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** The languages that are shipped beside English, as VS Code names them. */
export const LANGUAGES = ['de', 'id'];

/** The messages of the editor's code, as `npm run l10n` extracts them. */
export const BUNDLE = 'l10n/bundle.l10n.json';

/** The texts of package.json. Keys stay when texts change: what each was translated from is kept beside. */
export const MANIFEST_TEXTS = 'package.nls.json';
export const TRANSLATED_FROM = 'scripts/l10n/translated-from.json';

/** A file of texts in another language. */
export const inLanguage = (file, language) => file.replace(/\.json$/, `.${language}.json`);

/** The texts of a file, by their keys. */
export async function readTexts(file) {
  return JSON.parse(await readFile(join(ROOT, file), 'utf8'));
}

/** All messages in the calls of `vscode.l10n.t` below src/editor, each by itself, in their order there. */
export async function extractMessages() {
  const folder = join(ROOT, 'src/editor');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  const sources = await Promise.all(
    files.map(async (name) => ({ extension: '.ts', contents: await readFile(join(folder, name), 'utf8') })),
  );
  // It carries a parser of its own, which those who only read texts need not wait for.
  const { getL10nJson } = await import('@vscode/l10n-dev');
  return await getL10nJson(sources);
}

/** What must be the same in a translation: places to fill in, code, targets of links, names of icons. */
export function fixedParts(text) {
  return (text.match(/\{\w+\}|`[^`]*`|\]\([^)]*\)|\$\([\w~-]+\)/g) ?? []).sort();
}

/**
 * What is wrong with the texts of a language, a sentence each.
 *
 * @param english the English texts by their keys
 * @param translated the same keys, with the texts of the other language
 * @param names names that English texts may call a command by, with the name of the command in the other language
 */
export function faultsOf(english, translated, names) {
  const faults = Object.keys(translated)
    .filter((key) => english[key] === undefined)
    .map((key) => `"${key}" is no text any more`);
  for (const [key, text] of Object.entries(english)) {
    const other = translated[key];
    if (typeof other !== 'string' || other.trim() === '') {
      faults.push(`"${key}" is not translated`);
      continue;
    }
    const [wanted, found] = [fixedParts(text), fixedParts(other)].map((parts) => parts.join(' '));
    if (wanted !== found) faults.push(`"${key}" must hold ${wanted || 'nothing to fill in'}, and holds ${found}`);
    for (const [name, command] of names) {
      if (text.includes(name) && !other.includes(command)) faults.push(`"${key}" must call the command "${command}"`);
    }
  }
  return faults;
}

/** The names of commands in English, with those in a language, without the dots of those that ask first. */
export function commandNames(english, translated) {
  const plain = (title = '') => title.replace(/…$/, '');
  return Object.keys(english)
    .filter((key) => key.startsWith('command.'))
    .map((key) => [plain(english[key]), plain(translated[key])]);
}

/** The keys of texts in package.json that have changed, come or gone since they were translated. */
export async function changedSinceTranslated() {
  const [now, then] = [await readTexts(MANIFEST_TEXTS), await readTexts(TRANSLATED_FROM)];
  return [...new Set([...Object.keys(now), ...Object.keys(then)])].filter((key) => now[key] !== then[key]);
}

/** What is wrong in a language's two files, each fault with its file. */
export async function faultsIn(language) {
  const [manifest, messages] = [MANIFEST_TEXTS, BUNDLE].map((file) => inLanguage(file, language));
  const [english, translated] = [await readTexts(MANIFEST_TEXTS), await readTexts(manifest)];
  const names = commandNames(english, translated);
  return [
    ...faultsOf(english, translated, names).map((fault) => `${manifest}: ${fault}`),
    ...faultsOf(await readTexts(BUNDLE), await readTexts(messages), names).map((fault) => `${messages}: ${fault}`),
  ];
}
