import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatHtml } from '../../../../../src/audit/formats/html/format-html.ts';
import { type AuditReport } from '../../../../../src/audit/report/types.ts';
import { exampleAudit } from '../../example-audit.ts';

const EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>&amp;\u202e';
const PICTURE = 'data:image/webp;base64,AAAA';

const page = (report: AuditReport, shown = 500): string =>
  formatHtml(report, { thumbnails: new Map(report.issues.map(({ path }) => [path, PICTURE])), shown });

describe('formatHtml', () => {
  it('shows issues, health, confusions, training and problems', () => {
    const text = page(exampleAudit().report);
    for (const id of ['issues', 'health', 'joint', 'training', 'problems'])
      expect(text).toContain(`<section id="${id}"`);
    expect(text).toContain('b, c.png');
    expect(text).toContain('dog, &quot;big&quot;');
    expect(text).toContain(`src="${PICTURE}"`);
    expect(text).toContain('gone.png (row 4) does not exist.');
  });

  it('says how good the labels are before it shows hundreds of pictures, however many classes there are', () => {
    const { report } = exampleAudit();
    const [row] = report.health.classes;
    const classes = Array.from({ length: 200 }, (_, i) => ({ ...row, class: `class ${i}` }));
    const text = page({ ...report, health: { ...report.health, classes } });
    expect(text.indexOf('<section id="health"')).toBeLessThan(text.indexOf('<section id="issues"'));
    expect(text.indexOf('href="#health"')).toBeLessThan(text.indexOf('href="#issues"'));
    const health = /<section id="health">([^]*?)<\/section>/.exec(text)![1];
    const [open, folded] = health.split('<details>');
    expect(open.match(/class \d+/g)).toHaveLength(12);
    expect(folded).toContain('188 more');
    expect(folded.match(/class \d+/g)).toHaveLength(188);
  });

  it('has no script, nothing from elsewhere, and a policy that allows its own style sheet alone', () => {
    const text = page(exampleAudit().report);
    expect(text).not.toMatch(/<script|\son\w+=|javascript:|https?:|url\(|@import/i);
    const style = /<style>([^]*?)<\/style>/.exec(text)![1];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(text.replaceAll('&#39;', "'")).toContain(
      `content="default-src 'none'; img-src data:; style-src 'sha256-${hash}'`,
    );
    expect(text).not.toMatch(/\sstyle=/);
    expect(style).toContain('prefers-color-scheme: dark');
  });

  it('keeps whatever a data set says from becoming markup', () => {
    const { report } = exampleAudit();
    const evil: AuditReport = {
      ...report,
      dataset: { ...report.dataset, root: `/data/${EVIL}`, classes: [EVIL, 'b'], splits: { [EVIL]: 3 } },
      issues: report.issues.map((issue) => ({
        ...issue,
        path: EVIL,
        givenLabel: EVIL,
        suggestedLabel: EVIL,
        split: EVIL,
      })),
      health: {
        ...report.health,
        classes: report.health.classes.map((row) => ({ ...row, class: EVIL })),
        overlaps: report.health.overlaps.map((row) => ({ ...row, classA: EVIL, classB: EVIL })),
      },
      problems: [{ kind: 'missing-image', path: EVIL, message: EVIL }],
      warnings: [EVIL],
    };
    const text = page(evil);
    expect(text).not.toContain('<script');
    expect(text).not.toContain('<img src=x');
    expect(text).not.toContain('\u202e');
    expect(text).toContain('&lt;script&gt;alert(2)&lt;/script&gt;&amp;amp;\\u202e');
    const tags = text.match(/<[a-z][a-z0-9]*/g) ?? [];
    const harmless = page(report).match(/<[a-z][a-z0-9]*/g) ?? [];
    expect(new Set(tags)).toEqual(new Set(harmless));
  });

  it('shows no more pictures than asked, and says how many there are', () => {
    const { report } = exampleAudit();
    const issues = Array.from({ length: 30 }, (_, i) => ({ ...report.issues[0], path: `${i}.png` }));
    const text = page({ ...report, issues }, 20);
    expect(text.match(/<img /g)).toHaveLength(20);
    expect(text).toContain('The 20 worst of 30; all are in report.json.');
  });
});
