// How the extension is bundled: in one piece that VS Code loads when it activates us, and in pieces that are parsed only when
// they are asked for. V8 reads every byte of a file before it runs the first: half of an activation was spent on code that
// waits for a command, an audit or the panel.
import { transform } from 'esbuild';
import { readFileSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

const ROOT = dirname(import.meta.dirname);
const ROOMS = join(ROOT, 'src');

/** `import … from '…';` and `export … from '…';`, of names alone. */
const NAMED = /^(import|export) (type )?\{([^}]*)\} from '(\.[^']+)';/gm;
const IS_DOOR = /[\\/](?:index|light)\.ts$/;

/** @returns {{ name: string, as: string }[]} the values among the names; types are gone in JavaScript */
function valuesOf(names) {
  return names
    .replace(/\/\*.*?\*\/|\/\/.*$/gms, '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && !one.startsWith('type '))
    .map((one) => one.split(/ as /))
    .map(([name, as = name]) => ({ name, as }));
}

/** @type {Map<string, Map<string, { file: string, name: string }>>} */
const doors = new Map();

/** Where each name of a door comes from. */
function readDoor(door) {
  const from = new Map();
  for (const [, kind, type, names, path] of readFileSync(door, 'utf8').matchAll(NAMED)) {
    if (kind === 'import' || type) continue;
    const file = resolve(dirname(door), path);
    for (const { name, as } of valuesOf(names)) from.set(as, behindDoor(file, name));
  }
  return from;
}

/** The file that a name comes from, be it behind another door. */
function behindDoor(file, name) {
  if (!IS_DOOR.test(file)) return { file, name };
  if (!doors.has(file)) doors.set(file, readDoor(file));
  return doors.get(file).get(name) ?? { file, name };
}

/**
 * Takes names from the files that they stand in. Through its door all of a room would count as needed by all who need one
 * thing of it: esbuild shares files, not what is in them.
 */
function pastDoors(path, text) {
  return text.replace(NAMED, (whole, kind, type, names, from) => {
    const door = resolve(dirname(path), from);
    if (type || !IS_DOOR.test(door)) return whole;
    return valuesOf(names)
      .map(({ name, as }) => ({ as, ...behindDoor(door, name) }))
      .map(({ file, name, as }) => `${kind} { ${name} as ${as} } from ${JSON.stringify(file)};`)
      .join(' ')
      .concat('\n'.repeat(whole.split('\n').length - 1));
  });
}

/**
 * `import * as vscode` of a CommonJS module copies all of its exports, and would do so anew in each of our files: half of
 * the extension's activation. A plain `require` copies nothing.
 */
const plainVsCode = (text) => text.replace("import * as vscode from 'vscode';", "const vscode = require('vscode');");

/** Code written for ES modules asks a CommonJS bundle where it stands. */
const WHERE = "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;";

/**
 * What is imported by `import()`, by when it is asked for: with the first audit that is there, with the first thing that the
 * user does, or with the first call of a language model or another extension. One piece each: with a piece for each import, esbuild would make one
 * more for each set of pieces that share something.
 */
const LATER = {
  audit: ['session/open-session.ts', 'decisions/decision-maker.ts', 'language/language-work.ts'],
  action: [
    'commands/command-work.ts',
    'runs/remediation-work.ts',
    'runs/queue/queue-work.ts',
    'runs/engine-work.ts',
    'panel/panel-work.ts',
    'runs/cluster/cluster-work.ts',
  ],
  agents: ['agents/agent-tools.ts', 'api/api-work.ts'],
};
const EDITOR = join(ROOMS, 'editor');

function laterPiece(file) {
  const found = Object.entries(LATER).find(([, files]) => files.some((one) => join(EDITOR, one) === file));
  if (!found) throw new Error(`${file} is imported by import(): say in scripts/host-bundle.mjs in which piece it is.`);
  return found[0];
}

/** Names of the values that a file of ours exports. */
function exportsOf(file) {
  const text = readFileSync(file, 'utf8');
  const own = [...text.matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm)].map(([, name]) => name);
  const passed = [...text.matchAll(NAMED)].filter(([, kind, type]) => kind === 'export' && !type);
  return [...own, ...passed.flatMap(([, , , names]) => valuesOf(names).map(({ as }) => as))];
}

/** `export *` of two files that export the same name exports neither, and says nothing. */
function refuseTwice(names) {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`Two files of one piece of the extension export ${twice}: rename one.`);
}

/** Reads our own files for the extension. */
export const hostSources = {
  name: 'host-sources',
  setup({ onStart, onLoad, onResolve }) {
    onStart(() => {
      doors.clear();
    });
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' ? { path: laterPiece(resolve(resolveDir, path)), namespace: 'later' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => {
      const files = LATER[path].map((file) => join(EDITOR, file));
      refuseTwice(files.flatMap(exportsOf));
      const contents = files.map((file) => `export * from ${JSON.stringify(file)};`).join('\n');
      return { contents, resolveDir: EDITOR, loader: 'ts' };
    });
    onLoad({ filter: /\.ts$/, namespace: 'file' }, async ({ path }) => {
      if (!path.startsWith(ROOMS)) return undefined;
      return { contents: plainVsCode(pastDoors(path, await readFile(path, 'utf8'))), loader: 'ts' };
    });
  },
};

/**
 * Writes the pieces, which esbuild makes as ES modules only, as the CommonJS that VS Code loads: the entry as `extension.cjs`,
 * the others as `extension-NAME.cjs`.
 * @param {string} folder where they are put
 * @param {import('esbuild').TransformOptions} options
 */
export function asCommonJs(folder, options) {
  return {
    name: 'as-common-js',
    setup({ onEnd }) {
      onEnd(async ({ outputFiles = [], metafile, errors }) => {
        if (errors.length > 0) return;
        const codes = outputFiles.filter(({ path }) => path.endsWith('.js'));
        const names = new Map();
        let shared = 0;
        for (const { path } of codes) {
          const name = basename(path);
          const stem = name.replace(/-[0-9A-Z]{8}\.js$/, '').replace(/\.js$/, '');
          names.set(
            name,
            stem === 'extension' ? 'extension.cjs' : `extension-${stem === 'chunk' ? `shared-${++shared}` : stem}.cjs`,
          );
        }
        const pieces = await Promise.all(
          codes.map(async ({ path, text }) => {
            let code = text;
            for (const [from, to] of names) code = code.replaceAll(`./${from}`, `./${to}`);
            if (code.includes('__importMetaUrl')) code = WHERE + code;
            const made = await transform(code, { ...options, format: 'cjs', sourcefile: basename(path) });
            return { name: names.get(basename(path)), ...made };
          }),
        );
        const old = (await readdir(folder)).filter((name) => /^extension-.*\.cjs(\.map)?$/.test(name));
        await Promise.all(old.map((name) => rm(join(folder, name))));
        for (const { name, code, map } of pieces) {
          await writeFile(join(folder, `${name}.map`), map);
          await writeFile(join(folder, name), `${code}//# sourceMappingURL=${name}.map\n`);
        }
        if (metafile)
          metafile.outputs = Object.fromEntries(
            Object.entries(metafile.outputs)
              .filter(([path]) => path.endsWith('.js'))
              .map(([path, output]) => [join(dirname(path), names.get(basename(path))), output]),
          );
      });
    },
  };
}
