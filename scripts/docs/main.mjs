// Makes the pages of docs/ anew from the code.
//   npm run docs              writes what has changed
//   npm run docs -- --check   writes nothing, and exits with 1 where a page is out of date
import { readFile, writeFile } from 'node:fs/promises';
import { dependenciesPage } from '../package/dependencies-page.mjs';
import { makePage, PAGES } from './pages.mjs';
import { at } from './sources.mjs';

const check = process.argv.includes('--check');
// It follows the build, which `npm run docs` makes first; --check leaves it to its own test.
const makers = new Map(PAGES.map((file) => [file, () => makePage(file)]));
if (!check) makers.set('docs/dependencies.md', dependenciesPage);

const withoutSizes = (page) => page.replaceAll(/[\d.]+ [kM]B \|$/gm, '').replaceAll(/ +/g, ' ');

try {
  for (const [file, make] of makers) {
    const [made, written] = [await make(), await readFile(at(file), 'utf8').catch(() => '')];
    // Sizes in kB change with every build: no reason to write the page.
    if (made === written || (make === dependenciesPage && withoutSizes(made) === withoutSizes(written))) continue;
    if (check) process.exitCode = 1;
    else await writeFile(at(file), made);
    console.log(`${file} ${check ? 'is out of date: npm run docs' : 'written'}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
