import { describe, expect, it } from 'vitest';
import { labelStudioLayout } from '../../../../src/dataset/layouts/label-studio-layout.ts';
import { changed, readText, seen } from './read-layout.ts';

const result = (choices: readonly unknown[], from = 'choice') => ({
  ...{ value: { choices }, id: 'x', from_name: from, to_name: 'image', type: 'choices', origin: 'manual' },
});
const task = (image: string, ...annotations: readonly object[]) => ({
  ...{ id: 1, annotations, file_upload: 'x.png', drafts: [], predictions: [], data: { image }, meta: {} },
});
const TASKS = [
  task('/data/upload/1/0a1b2c3d-a.png', { id: 1, was_cancelled: false, result: [result(['Cat'])] }),
  task(
    '/data/local-files/?d=pics/my%20b.png',
    { id: 2, result: [result(['Dog'])] },
    { id: 3, result: [result(['Dog'])] },
  ),
  task('c.png', { id: 4, result: [result(['Cat', 'Dog'])] }),
  task('d.png', { id: 5, result: [result(['Cat'])] }, { id: 6, result: [result(['Dog'])] }),
  task('e.png', { id: 7, was_cancelled: true, result: [result(['Cat'])] }),
  task('f.png', { id: 8, was_cancelled: true, result: [result(['Cat'])] }, { id: 9, result: [result(['Dog'])] }),
];

describe("Label Studio's JSON", () => {
  it('is read by task; what annotators do not agree on is named', async () => {
    const rows = await readText(labelStudioLayout, JSON.stringify(TASKS));
    const several = (labels: string) =>
      `has several choices (${labels}), of one annotator or of several who do not agree; one label a picture is read`;
    expect(seen(rows)).toEqual([
      ['/data/upload/1/0a1b2c3d-a.png', 'Cat', 'outside-root'],
      ['/pics/my b.png', 'Dog', 'outside-root'],
      ['c.png', '', several('"Cat", "Dog"')],
      ['d.png', '', several('"Cat", "Dog"')],
      ['e.png', '', 'no-label'],
      ['f.png', 'Dog', 'usable'],
    ]);
  });

  it.each([undefined, 4])('is changed in the choices alone, indented by %j', async (indent) => {
    const text = JSON.stringify(TASKS, undefined, indent);
    const rows = await readText(labelStudioLayout, text);
    const wanted = structuredClone<unknown>(TASKS) as {
      annotations: { result: { value: { choices: string[] } }[] }[];
    }[];
    wanted[1].annotations[0].result[0].value.choices[0] = 'Cat';
    wanted[1].annotations[1].result[0].value.choices[0] = 'Cat';
    wanted[5].annotations[1].result[0].value.choices[0] = 'Caf\\u00e9';
    const after = changed(text, rows, [
      [1, 'Cat'],
      [5, 'Café'],
    ]);
    expect(after).toBe(JSON.stringify(wanted, undefined, indent).replace('Caf\\\\u00e9', 'Caf\\u00e9'));
    const gone = changed(text, rows, [
      [0, undefined],
      [5, undefined],
    ]);
    expect(gone).toBe(JSON.stringify(TASKS.slice(1, 5), undefined, indent));
  });

  it('several controls are named, and one can be chosen', async () => {
    const tasks = [task('a.png', { result: [result(['Cat'], 'animal'), result(['good'], 'quality')] })];
    const text = JSON.stringify(tasks);
    await expect(readText(labelStudioLayout, text)).rejects.toThrow(/"animal", "quality"; name the one/);
    const rows = await readText(labelStudioLayout, text, { labelColumn: 'quality' });
    expect(rows.label(0)).toBe('good');
    expect(changed(text, rows, [[0, 'bad']])).toBe(text.replace('"good"', '"bad"'));
    await expect(readText(labelStudioLayout, text, { labelColumn: 'x' })).rejects.toThrow(/not with "x"/);
  });
});
