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

/** Words for agents, other extensions and package.json, whose texts are English or have a bundle of their own. */
const ENGLISH = [
  /^agents\//,
  /^api\//,
  /^host\/settings\/(?:setting-texts|editor-options|cluster-options)\.ts$/,
  /^runs\/run-named-audit\.ts$/,
];
/** What puts facts into English sentences: the panel and the editor say them in their language, from the facts. */
const WORDED = /\b(?:CHECK_FACTS|plural|cleaningName|verdict|planName|checkLines|say[A-Z]\w+|\w+Sentences?|\w+Words)\b/;

describe('sentences of the editor', () => {
  const folder = join(ROOT, 'src/editor');
  const sources = async (): Promise<ts.SourceFile[]> => {
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
    const wanted = names.filter((name) => !ENGLISH.some((of) => of.test(name)));
    return Promise.all(
      wanted.map(async (name) =>
        ts.createSourceFile(name, await readFile(join(folder, name), 'utf8'), ts.ScriptTarget.Latest, true),
      ),
    );
  };
  /** Whether a text is a message of `l10n`, a line of the log, of a page, or of an error that is a fault of ours. */
  const isElsewhere = (node: ts.Node, source: ts.SourceFile): boolean => {
    for (let up = node.parent; !ts.isFunctionLike(up) && !ts.isSourceFile(up); up = up.parent) {
      if (ts.isImportDeclaration(up)) return true;
      if (ts.isThrowStatement(up)) return true;
      if (ts.isCallExpression(up) && /(?:l10n\.t|output\.\w+)$/.test(up.expression.getText(source))) return true;
    }
    return false;
  };

  it('are said in the language of VS Code: no other text has words', async () => {
    const found: string[] = [];
    let looked = 0;
    for (const source of await sources()) {
      const visit = (node: ts.Node): void => {
        ts.forEachChild(node, visit);
        const isTemplate = ts.isTemplateExpression(node);
        if (!isTemplate && !ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node)) return;
        looked += 1;
        const text = isTemplate
          ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' … ')
          : node.text;
        const isText = /[A-Za-z]{2,}[,:]? [a-z]{2,}/.test(text) && !text.startsWith('<!DOCTYPE');
        if (isText && !isElsewhere(node, source)) found.push(`${source.fileName}: ${node.getText(source)}`);
      };
      visit(source);
    }
    expect(looked).toBeGreaterThan(1000);
    expect(found).toEqual([]);
  });

  it('are made of facts: what words them in English is not asked', async () => {
    const found: string[] = [];
    for (const source of await sources()) {
      for (const statement of source.statements) {
        if (!ts.isImportDeclaration(statement) || /^import type\b/.test(statement.getText(source))) continue;
        const from = statement.moduleSpecifier.getText(source);
        const named = statement.importClause?.getText(source) ?? '';
        if (/audit\/|sentences\/|numbers\//.test(from) && WORDED.test(named))
          found.push(`${source.fileName}: ${named}`);
      }
    }
    expect(found).toEqual([]);
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
