import { describe, expect, it } from 'vitest';
import { formatMarkdown } from '../../../../src/audit/formats/format-markdown.ts';
import { exampleAudit } from '../example-audit.ts';

describe('formatMarkdown', () => {
  it('says in short what a reviewer wants to know', () => {
    expect(formatMarkdown(exampleAudit().report)).toBe(`### Label Audit: 1 label issue in 3 pictures (33.3%)

Label health 0.6667, cross-validated accuracy 0.6667, by \`both\`.

#### Classes, worst first

| class | pictures | flagged | label quality |
| --- | ---: | ---: | ---: |
| \`cat\` | 2 | 1 | 0.5000 |
| \`dog, "big"\` | 1 | 0 | 1.0000 |

#### Worst labels (1 of 1)

| picture | given | suggested | probability | quality | why |
| --- | --- | --- | ---: | ---: | --- |
| \`b, c.png\` | \`cat\` | \`dog, "big"\` | >99.9% | <0.0001 | The model gives \`dog, "big"\` >99%, \`cat\` <1%. |

#### Overlapping classes

- \`cat\` and \`dog, "big"\`: 1 picture

#### Problems in the data set: 1

- \`gone.png (row 4) does not exist.\`

#### Warnings

- \`Something to know.\`
`);
  });

  it('keeps text of the data set from being markup', () => {
    const { report } = exampleAudit();
    const path = 'a|b`c``<img src=x>@everyone\n# no heading.png';
    const text = formatMarkdown({ ...report, issues: [{ ...report.issues[0], path, givenLabel: '`' }] });
    const line = text.split('\n').find((row) => row.includes('everyone'))!;
    expect(line.startsWith('| ```a\\|b`c``<img src=x>@everyone\\u000a# no heading.png``` | `` ` `` | ')).toBe(true);
    expect(text.match(/^#+ /gm)).toHaveLength(6);
  });

  it('fits into a comment, however much there is to say', () => {
    const { report } = exampleAudit();
    const issues = Array.from({ length: 5000 }, () => ({ ...report.issues[0], path: 'x'.repeat(100) }));
    expect(formatMarkdown({ ...report, issues }, { top: 5000 }).length).toBeLessThan(65_536);
    expect(formatMarkdown({ ...report, issues }, { top: 2 })).toContain('#### Worst labels (2 of 5,000)');
  });
});
