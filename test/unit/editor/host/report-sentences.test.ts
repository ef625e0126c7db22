import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { WARNING_KINDS } from '../../../../src/audit/wording/warnings.ts';
import { formatJson } from '../../../../src/audit/report/format-json.ts';
import { parseReport } from '../../../../src/audit/report/read-report.ts';
import { PROBLEM_KINDS } from '../../../../src/dataset/index.ts';
import { exampleAudit } from '../../audit/example-audit.ts';

const host = vi.hoisted(() => {
  const texts: Record<string, string> = {};
  const missing: string[] = [];
  return { language: 'de', texts, missing };
});
vi.mock('vscode', () => ({
  env: {
    get language() {
      return host.language;
    },
  },
  l10n: {
    t: (text: string, ...args: unknown[]) => {
      if (!(text in host.texts)) host.missing.push(text);
      return (host.texts[text] ?? text).replace(/\{(\d)\}/g, (_, i: string) => String(args[Number(i)]));
    },
  },
}));

const ROOT = join(import.meta.dirname, '../../../..');
/** Facts with whatever any of the sentences names. */
const full = (kind: string, at: number) => ({ at, kind, names: ['a', 'b', 'c'], numbers: [0.5, 2, 3, 4] });

describe.each(['de', 'id'])('what a report says, in %s', (language) => {
  beforeEach(async () => {
    host.language = language;
    host.texts = JSON.parse(await readFile(join(ROOT, `l10n/bundle.l10n.${language}.json`), 'utf8')) as Record<
      string,
      string
    >;
    // Numbers are written as the language that a window begins with.
    vi.resetModules();
  });
  const load = async () => ({
    ...(await import('../../../../src/editor/host/warning-text.ts')),
    ...(await import('../../../../src/editor/host/problem-text.ts')),
  });

  it('is said of every kind of warning, with all that it names', async () => {
    const { warningTexts } = await load();
    const warnings = WARNING_KINDS.map((kind) => `English of ${kind}`);
    const said = warningTexts({ warnings, warningFacts: WARNING_KINDS.map(full) });
    for (const [i, text] of said.entries()) {
      expect(text, WARNING_KINDS[i]).not.toMatch(/English|\{\d\}|undefined|NaN/);
    }
    expect(new Set(said).size).toBe(WARNING_KINDS.length);
    expect(host.missing).toEqual([]);
    expect(said[WARNING_KINDS.indexOf('classes-never-predicted')]).toContain('"a", "b", "c"');
  });

  it('stays English where facts are not known: of an older report, or of a newer one', async () => {
    const { warningTexts } = await load();
    expect(warningTexts({ warnings: ['One.', 'Two.'] })).toEqual(['One.', 'Two.']);
    const warningFacts = [{ at: 1, kind: 'of-next-year', names: ['a'] }];
    expect(warningTexts({ warnings: ['One.', 'Two.'], warningFacts })).toEqual(['One.', 'Two.']);
  });

  it('is said of every kind of problem; what only the reader of a file knows stands behind', async () => {
    const { problemText } = await load();
    const said = PROBLEM_KINDS.map((kind) => problemText({ kind, path: 'a.png', row: 7, message: 'In English.' }));
    for (const [i, text] of said.entries()) expect(text, PROBLEM_KINDS[i]).toContain('a.png');
    const withDetails = PROBLEM_KINDS.filter((_, i) => said[i].endsWith('(In English.)'));
    expect(withDetails).toEqual([
      ...['unreadable-image', 'not-an-image', 'outside-root', 'ragged-row', 'passed-over', 'no-row'],
    ]);
    for (const text of said) expect(text.replace('(In English.)', '')).not.toMatch(/English|\{\d\}|undefined/);
    const twin = { kind: 'conflicting-duplicates', path: 'a.png', message: '', others: ['b', 'c', 'd', 'e'] } as const;
    expect(host.missing).toEqual([]);
    expect(problemText(twin)).toMatch(/b, c, d .*1/);
  });
});

describe('what a report says, in English', () => {
  it('is as the report has it', async () => {
    host.language = 'en';
    vi.resetModules();
    const { warningTexts } = await import('../../../../src/editor/host/warning-text.ts');
    const { problemText } = await import('../../../../src/editor/host/problem-text.ts');
    const warnings = WARNING_KINDS.map((kind) => `English of ${kind}`);
    expect(warningTexts({ warnings, warningFacts: WARNING_KINDS.map(full) })).toEqual(warnings);
    expect(problemText({ kind: 'empty-label', path: 'a.png', message: 'In English.' })).toBe('In English.');
  });

  it('is read from report.json with its facts, and without them', () => {
    const { report } = exampleAudit();
    const told = { ...report, warnings: ['One.'], warningFacts: [full('none-listed', 0)] };
    expect(parseReport(formatJson(told as typeof report), 'report.json')).toEqual(told);
    expect(parseReport(formatJson(report), 'report.json')).toEqual(report);
  });
});
