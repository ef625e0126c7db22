import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuditError, formatJson, parseReport, readReport } from '../../../src/audit/index.ts';
import { exampleAudit } from './example-audit.ts';

const good = (): Record<string, unknown> => JSON.parse(formatJson(exampleAudit().report)) as Record<string, unknown>;
const refusal = (content: string): string => {
  try {
    parseReport(content, 'report.json');
  } catch (error) {
    expect(error).toBeInstanceOf(AuditError);
    return (error as Error).message;
  }
  return 'accepted';
};

describe('a report that is none', () => {
  it.each([
    ['', /not JSON/],
    ['{"schemaVersion": 1', /not JSON/],
    ['[]', /no schemaVersion/],
    ['null', /no schemaVersion/],
    ['{"issues": []}', /no schemaVersion/],
  ])('%j is refused', (content, message) => {
    expect(refusal(content)).toMatch(message);
  });

  it('of another layout is refused with what to do', () => {
    expect(refusal(JSON.stringify({ ...good(), schemaVersion: 99 }))).toMatch(
      /layout 99.*layout 1.*Run the audit again/,
    );
  });

  it.each([
    [['paths'], undefined, /paths should be a list/],
    [['paths'], ['a', 3], /paths\[1\] should be a string/],
    [['dataset', 'classes'], 'cat', /dataset\.classes should be a list/],
    [['issues', 0, 'labelQuality'], 1.5, /issues\[0\]\.labelQuality should be a number from 0 to 1/],
    [['issues', 0, 'row'], -1, /issues\[0\]\.row should be a whole number/],
    [['health'], null, /health should be an object/],
    [['health', 'classes', 1, 'class'], 4, /health\.classes\[1\]\.class should be a string/],
    [['confidentJoint', 0], 7, /confidentJoint\[0\] should be a list/],
    [['crossValidation', 'accuracy'], 'high', /crossValidation\.accuracy should be a number/],
    [['problems', 0, 'message'], undefined, /problems\[0\]\.message should be a string/],
  ])('with %j = %j is refused by name', (place, value, message) => {
    const report = good();
    let owner = report as Record<string | number, unknown>;
    for (const step of place.slice(0, -1)) owner = owner[step] as Record<string | number, unknown>;
    owner[place[place.length - 1]] = value;
    expect(refusal(JSON.stringify(report))).toMatch(message);
  });
});

describe('readReport', () => {
  it('reads a file, and names one that is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'label-audit-report-'));
    try {
      const file = join(folder, 'report.json');
      await expect(readReport(file)).rejects.toThrow(`Cannot read the report ${file}`);
      await writeFile(file, formatJson(exampleAudit().report));
      expect(await readReport(file)).toEqual(exampleAudit().report);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('accepts an accuracy over no pictures, which JSON writes as null', () => {
    const { report } = exampleAudit();
    const folds = [{ ...report.crossValidation!.folds[0], heldOutAccuracy: Number.NaN }];
    const content = formatJson({ ...report, crossValidation: { ...report.crossValidation!, folds } });
    expect(refusal(content)).toBe('accepted');
  });
});
