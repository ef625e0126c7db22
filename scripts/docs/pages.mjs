// The pages of docs/ that are made from the code, whole or in part, as they should be now.
import { readFile } from 'node:fs/promises';
import { apiPage } from './api-page.mjs';
import { editorSections } from './editor-sections.mjs';
import { formatted } from './markdown.mjs';
import { optionsPage } from './options-page.mjs';
import { reportSections } from './report-sections.mjs';
import { at } from './sources.mjs';

/** A page's text with what stands between `<!-- made: NAME -->` and `<!-- /made -->` replaced. */
async function withSections(file, sections) {
  let text = await readFile(at(file), 'utf8');
  for (const [name, made] of Object.entries(sections)) {
    const pattern = new RegExp(`(<!-- made: ${name} -->)[\\s\\S]*?(<!-- /made -->)`);
    if (!pattern.test(text))
      throw new Error(`${file} has no <!-- made: ${name} --> … <!-- /made -->: put both lines back.`);
    text = text.replace(pattern, (_, open, close) => `${open}\n\n${made}\n\n${close}`);
  }
  return text;
}

/** @type {Record<string, () => Promise<string>>} */
const MAKERS = {
  'docs/options.md': optionsPage,
  'docs/api.md': apiPage,
  'docs/formats.md': async () => withSections('docs/formats.md', reportSections()),
  'docs/editor.md': async () => withSections('docs/editor.md', await editorSections()),
};

export const PAGES = Object.keys(MAKERS);

/** @param {string} file one of PAGES */
export const makePage = async (file) => formatted(await MAKERS[file](), at(file));
