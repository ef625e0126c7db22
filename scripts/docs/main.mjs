// Makes the pages of docs/ anew from the code.
//   npm run docs              writes what has changed
//   npm run docs -- --check   writes nothing, and exits with 1 where a page is out of date
import { readFile, writeFile } from 'node:fs/promises';
import { dependenciesPage } from '../dependencies-page.mjs';
import { makePage, PAGES } from './pages.mjs';
import { at } from './sources.mjs';

const check = process.argv.includes('--check');
// It follows the build, which `npm run docs` makes first; its sizes change with every commit, so --check leaves it to its test.
const makers = new Map(PAGES.map((file) => [file, () => makePage(file)]));
if (!check) makers.set('docs/dependencies.md', dependenciesPage);

try {
  for (const [file, make] of makers) {
    const [made, written] = [await make(), await readFile(at(file), 'utf8').catch(() => '')];
    if (made === written) continue;
    if (check) process.exitCode = 1;
    else await writeFile(at(file), made);
    console.log(`${file} ${check ? 'is out of date: npm run docs' : 'written'}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
