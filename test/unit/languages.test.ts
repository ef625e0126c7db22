import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import {
  BUNDLE,
  changedSinceTranslated,
  commandNames,
  extractMessages,
  faultsIn,
  faultsOf,
  LANGUAGES,
  MANIFEST_TEXTS,
  readTexts,
} from '../../scripts/l10n/texts.mjs';

const ROOT = join(import.meta.dirname, '../..');

describe('the messages of the editor', () => {
  // `npm run l10n` writes it.
  it('are all in the bundle that is translated', async () => {
    const [extracted, written] = [await extractMessages(), await readTexts(BUNDLE)];
    expect(Object.keys(extracted).length).toBeGreaterThan(200);
    expect(written).toEqual(extracted);
  });

  it('are literals where they are said: what is chosen or put together there is never extracted', async () => {
    const folder = join(ROOT, 'src/editor');
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
    const wrong: string[] = [];
    let calls = 0;
    for (const name of files) {
      const source = ts.createSourceFile(
        name,
        await readFile(join(folder, name), 'utf8'),
        ts.ScriptTarget.Latest,
        true,
      );
      const visit = (node: ts.Node): void => {
        if (ts.isCallExpression(node) && node.expression.getText(source).endsWith('l10n.t')) {
          calls += 1;
          if (!ts.isStringLiteral(node.arguments[0])) wrong.push(`${name}: ${node.getText(source)}`);
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    expect(calls).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });
});

describe.each(LANGUAGES)('the texts in %s', (language) => {
  it('are all there, none too many, with the same places to fill in, and name commands as they are listed', async () => {
    expect(await faultsIn(language)).toEqual([]);
  });
});

describe('the texts of package.json', () => {
  // `npm run l10n -- --translated` says so, once package.nls.*.json follow.
  it('are those that were translated', async () => {
    expect(await changedSinceTranslated()).toEqual([]);
  });

  it('stand in package.nls.json, and nothing else does', async () => {
    const manifest = await readFile(join(ROOT, 'package.json'), 'utf8');
    const used = [...manifest.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key);
    expect([...new Set(used)].sort()).toEqual(Object.keys(await readTexts(MANIFEST_TEXTS)).sort());
  });
});

describe('a translation', () => {
  const english = { ask: 'Run "Audit Labels" on {0}, then {1}', code: 'See `a` or [b](command:c) $(check)' };
  const names = commandNames({ 'command.audit': 'Audit Labels…' }, { 'command.audit': 'Labels prüfen…' });
  const faults = (translated: Record<string, string>): string[] => faultsOf(english, translated, names);
  const right = { ask: 'Nach {1} „Labels prüfen“ für {0}', code: '$(check) Siehe [be](command:c) oder `a`' };

  it('is complete where only the words differ', () => {
    expect(faults(right)).toEqual([]);
  });

  it('is at fault where a text is missing, empty, superfluous or another one’s', () => {
    expect(faults({ ask: right.ask })).toEqual(['"code" is not translated']);
    expect(faults({ ...right, code: ' ' })).toEqual(['"code" is not translated']);
    expect(faults({ ...right, old: 'alt' })).toEqual(['"old" is no text any more']);
  });

  it('is at fault where a place to fill in, a link, code or the name of a command is another', () => {
    expect(faults({ ...right, ask: '„Labels prüfen“ für {0}' })).toEqual(['"ask" must hold {0} {1}, and holds {0}']);
    expect(faults({ ...right, ask: '„Prüfen“ für {0} und {1}' })).toEqual([
      '"ask" must call the command "Labels prüfen"',
    ]);
    expect(faults({ ...right, code: right.code.replace('command:c', 'command:d') })).toHaveLength(1);
  });
});
