import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { InputError } from '../../../../src/files/input-error.ts';
import {
  isKept,
  mergeReviews,
  NO_REVIEWS,
  parseReviews,
  reviewContent,
  reviewKey,
  reviewOf,
  type Review,
} from '../../../../src/audit/remediation/reviews.ts';

const HEADER = 'path,label,decision,note,date,content\n';
const review = (more: Partial<Review> = {}): Review => ({
  ...{ path: 'a.png', label: 'vii', decision: 'kept', date: '2026-01-02T03:04:05.000Z' },
  ...more,
});

describe('isKept', () => {
  it('holds for the same label of the same picture', () => {
    expect(isKept(review(), 'a.png', 'vii')).toBe(true);
    expect(isKept(review({ content: reviewContent('ab'.repeat(32)) }), 'a.png', 'vii', 'ab'.repeat(32))).toBe(true);
    expect(isKept(review({ content: reviewContent('ab'.repeat(32)) }), 'a.png', 'vii')).toBe(true);
    expect(isKept(review(), 'a.png', 'vii', 'ab'.repeat(32))).toBe(true);
  });

  it.each<[string, ...Parameters<typeof isKept>]>([
    ['no review', undefined, 'a.png', 'vii', undefined],
    ['another label', review(), 'a.png', 'viii', undefined],
    ['another picture', review(), 'b.png', 'vii', undefined],
    ['another content', review({ content: 'ab'.repeat(8) }), 'a.png', 'vii', 'cd'.repeat(32)],
    ['another decision', review({ decision: 'relabelled' }), 'a.png', 'vii', undefined],
  ])('does not hold for %s', (_, ...parameters) => {
    expect(isKept(...parameters)).toBe(false);
  });
});

describe('parseReviews', () => {
  it('reads columns in any order and any usual delimiter, and passes over what it does not know', () => {
    const text = '\ufeffDecision;Path;who;label\r\nKept;"a.png";me;vii\r\n# a comment\r\n\r\nremoved;./b.png;;x\r\n';
    expect([...parseReviews(text).byRow.values()]).toEqual([
      { path: 'a.png', label: 'vii', decision: 'kept', date: '' },
      { path: 'b.png', label: 'x', decision: 'removed', date: '' },
    ]);
  });

  it('lets the later decision count where two files were joined, whatever their order', () => {
    const row = (label: string, date: string): string => `a.png,${label},kept,,${date},\n`;
    const labelOf = (...rows: string[]): string | undefined =>
      parseReviews(HEADER + rows.join('')).byRow.get('a.png')?.label;
    expect(labelOf(row('new', '2026-01-02'), row('old', '2026-01-01'))).toBe('new');
    expect(labelOf(row('old', '2026-01-01'), row('new', '2026-01-02'))).toBe('new');
    expect(labelOf(row('old', '2026-01-01'), row('new', '2026-01-01'))).toBe('new');
    expect(labelOf(row('dated', '2026-01-01'), row('undated', 'yesterday'))).toBe('dated');
  });

  it('names the lines that make no sense, and uses the others', () => {
    const text = `${HEADER}<<<<<<< HEAD\na.png,vii,kept,,,\n=======\nb.png,x,perhaps,,,\n../c.png,x,kept,,,\n>>>>>>> main\n`;
    const { byRow, warnings } = parseReviews(text);
    expect([...byRow.keys()]).toEqual(['a.png']);
    expect(warnings).toEqual([
      'reviews.csv: lines 2, 4, 5, 6, 7 hold no decision that can be read; correct or remove them.',
    ]);
  });

  it.each([
    ['', []],
    ['\ufeff\n', []],
    ['image,label\n', [expect.stringMatching(/its first line must name the columns path,label,decision/)]],
    [`${HEADER}"a.png,vii`, [expect.stringMatching(/quote that opens on line 2 is never closed/)]],
  ])('does not throw for %j', (text, warnings) => {
    expect(parseReviews(text)).toEqual({ ...NO_REVIEWS, warnings });
  });
});

describe('mergeReviews', () => {
  it('starts a file', () => {
    expect(mergeReviews('', { set: [review({ note: 'sure, "quite"' })] })).toBe(
      `${HEADER}a.png,vii,kept,"sure, ""quite""",2026-01-02T03:04:05.000Z,\n`,
    );
  });

  it('changes and removes rows of its own pictures, and leaves every other byte', () => {
    const text =
      '\ufeff# ours\r\nwho;path;label;decision\r\n"a;b";x.png;1;kept\r\n??\r\nme;a.png;vii;kept\r\n;gone.png;1;kept\r\nyou;a.png;i;kept\r\nz;"y.png";2;removed';
    expect(
      mergeReviews(text, { set: [review({ label: 'v;i' }), review({ path: 'n.png' })], remove: ['gone.png'] }),
    ).toBe(
      '\ufeff# ours\r\nwho;path;label;decision\r\n"a;b";x.png;1;kept\r\n??\r\nme;a.png;"v;i";kept\r\nz;"y.png";2;removed\r\n;n.png;vii;kept\r\n',
    );
  });

  it('changes nothing where there is nothing to change', () => {
    const text = `${HEADER}a.png,vii,kept,,,\n`;
    expect(mergeReviews(text, {})).toBe(text);
    expect(mergeReviews(text, { remove: ['b.png'] })).toBe(text);
  });

  it('refuses to change what it does not understand', () => {
    expect(() => mergeReviews('image,label\na,b\n', { set: [review()] })).toThrow(InputError);
    expect(() => mergeReviews(`${HEADER}"a.png,vii`, { set: [review()] })).toThrow(/never closed/);
  });

  it('keeps every decision over any sequence of changes, in a file that csv-parse reads alike', () => {
    const word = fc.oneof(
      fc.constantFrom('vii', 'a,b', '"', 'l\nl', 'l\r\nl', '#x', ' x ', 'é😀', '=1+1', '', ';'),
      fc.string(),
    );
    const made = fc.record({
      path: fc.constantFrom('a.png', '#1.png', 'b,c.png', 'd/"e".png', 'é/😀.png', '=1.png'),
      label: word,
      decision: fc.constantFrom('kept', 'relabelled', 'removed'),
      note: fc.option(
        word.filter((note) => note !== ''),
        { nil: undefined },
      ),
      date: fc.constantFrom('2026-01-02T03:04:05.000Z', '2025-01-02T03:04:05.000Z'),
      content: fc.option(fc.constant('0123456789abcdef'), { nil: undefined }),
    });
    const step = fc.oneof(
      fc.array(made, { maxLength: 4 }).map((set) => ({ set })),
      made.map(({ path }) => ({ remove: [path] })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let text = '';
        const expected = new Map<string, Review>();
        for (const change of steps) {
          text = mergeReviews(text, change);
          if ('set' in change) for (const one of change.set) expected.set(one.path, one);
          else for (const path of change.remove) expected.delete(path);
        }
        const { byRow, warnings } = parseReviews(text);
        expect(warnings).toEqual([]);
        expect(byRow).toEqual(expected);
        const rows = parse(text, { columns: true });
        expect(rows).toHaveLength(expected.size);
        for (const row of rows as Record<string, string>[]) {
          const { path, label, note = '', content = '' } = expected.get(row.path)!;
          expect(row).toMatchObject({ path, label, note, content });
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('notes and reviewers', () => {
  const noted = review({ note: 'blurred, but "vii"', reviewer: 'Ada, L.' });

  it('come back as they were written, in a column that is there only where somebody is named', () => {
    const text = mergeReviews('', { set: [review({ path: 'b.png' }), noted] });
    expect(text.split('\n')[0]).toBe('path,label,decision,note,date,content,reviewer');
    expect([...parseReviews(text).byRow.values()]).toEqual([review({ path: 'b.png' }), noted]);
    expect(mergeReviews('', { set: [review({ note: 'n' })] }).split('\n')[0]).toBe(HEADER.trimEnd());
  });

  it('are added to a file of before, whose rows stay as they are and in their order', () => {
    const old = 'path;label;decision;who\r\nz.png;x;kept;me\r\na.png;vii;kept;you\r\n';
    const text = mergeReviews(old, { set: [noted, review({ path: 'new.png', split: 'train', reviewer: 'Bo' })] });
    expect(text.split('\r\n').map((line) => line.replace('2026-01-02T03:04:05.000Z', 'then'))).toEqual([
      'path;label;decision;who;note;split;reviewer',
      'z.png;x;kept;me',
      'a.png;vii;kept;you;"blurred, but ""vii""";;Ada, L.',
      'new.png;vii;kept;;;train;Bo',
      '',
    ]);
    const read = parseReviews(text).byRow;
    expect(read.get('z.png')).toEqual({ path: 'z.png', label: 'x', decision: 'kept', date: '' });
    expect(read.get('a.png')?.reviewer).toBe('Ada, L.');
    // Another decision needs no column more.
    const more = mergeReviews(text, { set: [review({ path: 'z.png', label: 'y' })] });
    expect(more.split('\r\n')[0]).toBe(text.split('\r\n')[0]);
  });

  it('go with their decision', () => {
    const text = mergeReviews('', { set: [noted] });
    const other = mergeReviews(text, { set: [review({ label: 'x' })] });
    expect(parseReviews(other).byRow.get('a.png')).toEqual(review({ label: 'x' }));
  });
});

describe('decisions on what checks found', () => {
  const finding = review({ type: 'near_duplicates' });

  it('stand beside those on labels, and are none of them', () => {
    const text = mergeReviews('', { set: [finding, review({ type: 'blurry', decision: 'removed' })] });
    expect(text).toBe(
      'path,label,decision,note,date,content,type\na.png,vii,kept,,2026-01-02T03:04:05.000Z,,near_duplicates\na.png,vii,removed,,2026-01-02T03:04:05.000Z,,blurry\n',
    );
    const reviews = parseReviews(text);
    expect(reviews.byRow.size).toBe(0);
    expect(reviewOf(reviews, 'a.png', undefined)).toBeUndefined();
    expect(reviewOf(reviews, 'a.png', 'train', 'near_duplicates')).toEqual(finding);
    expect(reviewOf(reviews, 'a.png', undefined, 'leaks')).toBeUndefined();
    expect(isKept(reviewOf(reviews, 'a.png', undefined), 'a.png', 'vii')).toBe(false);
  });

  it('leave what was decided of the label as it is, and the other way round', () => {
    const label = review({ decision: 'relabelled', label: 'x' });
    const both = mergeReviews(mergeReviews('', { set: [label] }), { set: [finding] });
    expect(parseReviews(both).byRow.get('a.png')).toEqual(label);
    const relabelled = mergeReviews(both, { set: [{ ...label, label: 'ix' }] });
    expect(parseReviews(relabelled).byFinding.get(reviewKey(finding))).toEqual(finding);
    expect(mergeReviews(both, { remove: ['a.png'] })).toBe(both.replace(/^a\.png,x,.*\n/m, ''));
    expect(parseReviews(mergeReviews(both, { remove: [reviewKey(finding)] })).byRow.get('a.png')).toEqual(label);
  });

  it('are read as one on the label where the type is empty or says so, and as none where it is not known', () => {
    const text =
      'path,label,decision,type\na.png,vii,kept,\nb.png,x,kept,Label\nc.png,x,kept,sharpness\nd.png,x,kept,Leaks\n';
    const { byRow, byFinding, warnings } = parseReviews(text);
    expect([...byRow.keys()]).toEqual(['a.png', 'b.png']);
    expect([...byFinding.values()].map(({ path, type }) => [path, type])).toEqual([['d.png', 'leaks']]);
    expect(warnings).toEqual(['reviews.csv: line 4 holds no decision that can be read; correct or remove them.']);
  });

  it('leave every other byte of a file alone', () => {
    const text =
      '\ufeffpath;who;label;decision;date\r\n"a.png";me;vii;kept;2026-01-01\r\n# mine\r\nb.png;;x;removed;\r\n';
    const added = mergeReviews(text, { set: [finding] });
    expect(added).toBe(
      `${text.replace('date\r\n', 'date;type\r\n')}a.png;;vii;kept;2026-01-02T03:04:05.000Z;near_duplicates\r\n`,
    );
    expect(mergeReviews(added, { remove: [reviewKey(finding)] })).toBe(text.replace('date\r\n', 'date;type\r\n'));
  });
});
