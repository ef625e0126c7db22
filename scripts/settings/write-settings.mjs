// Writes our settings and our tools for language models into package.json and package.nls.json, from their tables.
import { build } from 'esbuild';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { settingsManifest } from './settings-manifest.mjs';
import { toolsManifest } from './tools-manifest.mjs';

const ROOT = join(import.meta.dirname, '../..');

const SOURCE = `export * from './setting-tables.ts'; export * from './setting-texts.ts';
export { inputSchema, TOOLS } from '../../../audit/light.ts';`;

/** The tables of options: TypeScript, bundled to be loaded. */
async function loadTables() {
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-settings-'));
  try {
    const outfile = join(folder, 'settings.mjs');
    await build({
      stdin: { contents: SOURCE, resolveDir: join(ROOT, 'src/editor/host/settings'), loader: 'ts' },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function change(name, edit) {
  const file = join(ROOT, name);
  const content = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, `${JSON.stringify(edit(content), null, 2)}\n`);
}

const { SETTING_TABLES, SETTING_TEXTS, TOOLS, inputSchema } = await loadTables();
const { properties, restricted, words } = settingsManifest(SETTING_TABLES, SETTING_TEXTS);
await change('package.json', (manifest) => {
  manifest.contributes.configuration.properties = properties;
  manifest.contributes.languageModelTools = toolsManifest(TOOLS, inputSchema);
  manifest.capabilities.untrustedWorkspaces.restrictedConfigurations = restricted;
  return manifest;
});
await change('package.nls.json', (texts) => {
  const others = Object.entries(texts).filter(([key]) => !key.startsWith('setting.'));
  const commands = others.filter(([key]) => key.startsWith('command.'));
  const rest = others.filter(([key]) => !key.startsWith('command.'));
  return { ...Object.fromEntries(commands), ...words, ...Object.fromEntries(rest) };
});
