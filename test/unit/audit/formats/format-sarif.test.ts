import Ajv from 'ajv';
import draft04 from 'ajv/lib/refs/json-schema-draft-04.json' with { type: 'json' };
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatSarif } from '../../../../src/audit/formats/format-sarif.ts';
import { type AuditReport } from '../../../../src/audit/report/types.ts';
import { exampleAudit } from '../example-audit.ts';
import { sarifLabels } from './sarif-labels.ts';

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
interface Location {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region?: Region };
}
interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly Location[];
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly artifactLocation: { readonly uri: string };
      readonly replacements: readonly { readonly deletedRegion: Region; readonly insertedContent: { text: string } }[];
    }[];
  }[];
}
interface Log {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: { readonly rules: readonly { readonly defaultConfiguration: { readonly level: string } }[] };
      };
      readonly results: readonly Result[];
      readonly invocations: readonly { readonly toolExecutionNotifications: readonly unknown[] }[];
    },
  ];
}

/** Checks against the schema that OASIS published, as Microsoft's SARIF SDK carries it. */
let validate: (log: unknown) => string[];
beforeAll(async () => {
  const file = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const ajv = new Ajv({ schemaId: 'auto', allErrors: true });
  ajv.addMetaSchema(draft04);
  const check = ajv.compile(JSON.parse(await readFile(file, 'utf8')) as object);
  validate = (log) =>
    check(log) === true ? [] : (check.errors ?? []).map((error) => `${error.dataPath} ${error.message}`);
});

// The second row's label cell is quoted and stands on the row's second line, behind two characters of two UTF-16 units.
const TEXT = [
  '\ufeffnote,label,image',
  '# a comment',
  'one,cat,a.png',
  '"two\n𝕏𝕏", "cat" ,"b, c.png"',
  'three,"dog, ""big""","d""e"".png"',
  '',
].join('\r\n');
const LABELS = TEXT.replace('"two\n𝕏𝕏", "cat" ,', '"two\n𝕏𝕏","cat",');

async function logOf(report: AuditReport, labelsText: string = LABELS, base = '/data'): Promise<Log> {
  const labels = await sarifLabels('labels.csv', labelsText, report.options);
  const log: unknown = JSON.parse(formatSarif(report, { labels, base }));
  expect(validate(log)).toEqual([]);
  return log as Log;
}

function cut(text: string, { startLine, startColumn, endLine, endColumn }: Region): string {
  const lines = text.split('\n');
  const offset = (line: number, column: number): number =>
    lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, 0) + column - 1;
  return text.slice(offset(startLine, startColumn), offset(endLine, endColumn));
}

describe('formatSarif', () => {
  it('is valid, with one result for each flagged row at its label cell', async () => {
    const { report } = exampleAudit();
    const [{ results, invocations }] = (await logOf(report)).runs;
    expect(results).toHaveLength(report.issues.length);
    const [{ physicalLocation }] = results[0].locations;
    expect(physicalLocation.artifactLocation.uri).toBe('pets/labels.csv');
    expect(physicalLocation.region).toEqual({ startLine: 5, startColumn: 7, endLine: 5, endColumn: 12 });
    expect(cut(LABELS, physicalLocation.region!)).toBe('"cat"');
    expect(results[0].message.text).toBe(
      'b, c.png: "cat" looks like "dog, "big"" (model: >99.9% dog, "big", <0.1% cat).',
    );
    expect(invocations[0].toolExecutionNotifications).toHaveLength(report.problems.length);
  });

  it('carries a fix that changes the label cell alone', async () => {
    const [{ results }] = (await logOf(exampleAudit().report)).runs;
    const [{ artifactChanges }] = results[0].fixes!;
    const [{ deletedRegion, insertedContent }] = artifactChanges[0].replacements;
    expect(artifactChanges[0].artifactLocation.uri).toBe('pets/labels.csv');
    expect(cut(LABELS, deletedRegion)).toBe('"cat"');
    expect(insertedContent.text).toBe('"dog, ""big"""');
  });

  it('offers no fix where the label has changed since, and is at the picture where the row is gone', async () => {
    const { report } = exampleAudit();
    const changed = (await logOf(report, LABELS.replace('"cat"', 'eel'))).runs[0].results[0];
    expect(changed.fixes).toBeUndefined();
    expect(changed.locations[0].physicalLocation.region).toBeDefined();
    const gone = (await logOf(report, 'image,label\na.png,cat\n')).runs[0].results[0];
    expect(gone.locations[0].physicalLocation).toEqual({ artifactLocation: { uri: 'pets/b%2C%20c.png' } });
  });

  it('is at the picture for class folders', () => {
    const { report } = exampleAudit();
    const dataset = { ...report.dataset, kind: 'folders' as const, labelsFile: undefined };
    const log: unknown = JSON.parse(formatSarif({ ...report, dataset }, { base: '/elsewhere' }));
    expect(validate(log)).toEqual([]);
    const { locations, fixes } = (log as Log).runs[0].results[0];
    expect({ uri: locations[0].physicalLocation.artifactLocation.uri, fixes }).toEqual({ uri: 'b%2C%20c.png' });
  });

  it('is valid, and notes rather than warnings, where the model is too weak to judge', async () => {
    const [{ results, invocations, tool }] = (await logOf({ ...exampleAudit().report, weak: 'no-better-than-chance' }))
      .runs;
    expect(results.map(({ level }) => level)).toEqual(['note']);
    expect(results[0].message.text).toContain('b, c.png: the model takes "cat" for "dog, "big""');
    expect(tool.driver.rules[0].defaultConfiguration.level).toBe('note');
    expect(invocations[0].toolExecutionNotifications[0]).toMatchObject({
      descriptor: { id: 'weak-model' },
      message: { text: expect.stringMatching(/^The model is too weak to judge these labels/) as string },
    });
  });

  it('is valid without issues, and its check can fail', async () => {
    const { report } = exampleAudit();
    expect((await logOf({ ...report, issues: [], problems: [] })).runs[0].results).toEqual([]);
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).not.toEqual([]);
    expect(validate({ version: '2.0.0', runs: [] })).not.toEqual([]);
  });
});
