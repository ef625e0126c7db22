import { describe, expect, it } from 'vitest';
import { formatHtml } from '../../../../src/audit/formats/html/format-html.ts';
import { formatJson } from '../../../../src/audit/report/format-json.ts';
import { formatMarkdown } from '../../../../src/audit/formats/format-markdown.ts';
import { formatPlan } from '../../../../src/audit/formats/format-plan.ts';
import { formatSarif } from '../../../../src/audit/formats/format-sarif.ts';
import { formatText } from '../../../../src/audit/formats/format-text.ts';
import { planRemediation } from '../../../../src/audit/remediation/plan-remediation.ts';
import { printable, printableLines } from '../../../../src/audit/wording/printable.ts';
import { type AuditReport } from '../../../../src/audit/report/types.ts';
import { exampleAudit } from '../example-audit.ts';
import { NO_REVIEWS } from '../../../../src/audit/remediation/reviews.ts';

/** Moves the cursor, forges a line, colours by a C1 code, turns the direction of writing. */
const EVIL = '\u001b[2J\u001b]0;title\u0007\r\nforged\u009b31m\u202e\u2066\u200f\u061c\u0000\b';
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const ACTS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** What a report says of itself, not of a data set: words that are compared, and places. */
const OWN = new Set([
  'kind',
  'filterBy',
  'rankBy',
  'createdAt',
  'labelsFileHash',
  'root',
  'target',
  'model',
  'backend',
]);

/** The report with the attack behind every text, and in every name that comes from the data set. */
function poisoned(): AuditReport {
  const { report } = exampleAudit();
  const poison = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return OWN.has(key) ? value : `${value}${EVIL}`;
    if (Array.isArray(value)) return value.map((entry) => poison(entry, key));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value as Record<string, unknown>);
    return Object.fromEntries(
      entries.map(([name, entry]) => [key === 'splits' ? `${name}${EVIL}` : name, poison(entry, name)]),
    );
  };
  const all = poison(report) as AuditReport;
  return { ...all, dataset: { ...all.dataset, root: `/data/${EVIL.replaceAll('/', '')}` } };
}

const report = poisoned();
const plan = () =>
  planRemediation(
    report,
    report.paths.map((path, i) => ({ path, label: report.dataset.classes[i === 2 ? 1 : 0], split: `train${EVIL}` })),
    { action: 'relabel', by: 'all', splits: [`train${EVIL}`], reviews: NO_REVIEWS },
  );

describe.each([
  ['text', () => formatText(report)],
  ['Markdown', () => formatMarkdown(report)],
  ['HTML', () => formatHtml(report, { thumbnails: new Map(), shown: 500 })],
  ['SARIF', () => formatSarif(report, { base: '/data' })],
  ['JSON', () => formatJson(report)],
  ['plan', () => formatPlan(plan())],
])('%s of a report whose every name is an attack', (format, make) => {
  it('has nothing that a terminal acts on, and no forged line', () => {
    const text = make();
    expect(text).toContain('forged');
    expect(ACTS.exec(text)).toBeNull();
    expect(text.split('\n').filter((line) => line.startsWith('forged'))).toEqual([]);
    if (format === 'JSON') expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)));
  });
});

it('SARIF makes neither links nor placeholders of names', () => {
  const { report: plain } = exampleAudit();
  const issues = [{ ...plain.issues[0], givenLabel: '[x](https://evil.example)', suggestedLabel: '{0} [y]' }];
  const log = JSON.parse(formatSarif({ ...plain, issues }, { base: '/data' })) as {
    runs: { results: { message: { text: string }; properties: { givenLabel: string } }[] }[];
  };
  const [result] = log.runs[0].results;
  expect(result.message.text).toContain('"[x\\](https://evil.example)" looks like "{{0}} [y]"');
  expect(result.properties.givenLabel).toBe('[x](https://evil.example)');
});

it('printableLines leaves line breaks and tabs', () => {
  expect(printableLines('a\tb\nc\r\n\u001b[m')).toBe('a\tb\nc\\u000d\n\\u001b[m');
  expect(printable('a\tb\nc')).toBe('a\\u0009b\\u000ac');
});
