import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDuplicates } from '../../../src/dataset/find-duplicates.ts';
import { readDataset } from '../../../src/dataset/read-dataset.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A labels file with its pictures in a new folder. */
async function table(header: string, rows: readonly string[], name = 'labels.csv'): Promise<string> {
  const pictures = rows.map((_, i) => [`${i}.png`, `picture ${i}`] as const);
  const text = [...(header === '' ? [] : [header]), ...rows, ''].join('\n');
  return join(await temporaryFolder({ ...Object.fromEntries(pictures), [name]: text }), name);
}

const rowsOf = (value: (i: number) => string, n = 40): string[] =>
  Array.from({ length: n }, (_, i) => `${i}.png,${'ab'[i % 2]},${value(i)}`);

describe('a column of groups', () => {
  it('is read where it is named; rows without one stand alone, which is said', async () => {
    const file = await table(
      'image,label,Sender ID',
      rowsOf((i) => (i % 10 === 9 ? '' : `s${i % 3}`)),
    );
    const { examples, groupColumn, notes } = await readDataset(file, { groupColumn: 'sender id' });
    expect(groupColumn).toBe('Sender ID');
    expect(examples.slice(0, 4).map(({ group }) => group)).toEqual(['s0', 's1', 's2', 's0']);
    expect(examples[9].group).toBeUndefined();
    expect(notes).toContain(
      'Groups are read from the column "Sender ID": 3; 4 rows without one stand alone. None is on both sides of a fold.',
    );
  });

  it('is read from JSON lines', async () => {
    const rows = Array.from({ length: 6 }, (_, i) =>
      JSON.stringify({ image: `${i}.png`, label: 'ab'[i % 2], video: i >> 1 }),
    );
    const file = await table('', rows, 'labels.jsonl');
    const { examples } = await readDataset(file, { groupColumn: 'video' });
    expect(examples.map(({ group }) => group)).toEqual(['0', '0', '1', '1', '2', '2']);
  });

  it('that is not there is refused by name', async () => {
    const file = await table('image,label,who', rowsOf(String));
    await expect(readDataset(file, { groupColumn: 'patient' })).rejects.toThrow(
      /no columns named "patient"\. Its columns are "image", "label", "who"/,
    );
    const folders = await temporaryFolder({ 'a/1.png': '1', 'b/2.png': '2' });
    await expect(readDataset(folders, { groupColumn: 'patient' })).rejects.toThrow(
      /class folders have no column "patient"/,
    );
  });

  it('joins groups that share a picture', async () => {
    const file = await table(
      'image,label,patient',
      rowsOf((i) => ['x', 'y', 'z', '', 'x'][i] ?? '', 6),
    );
    const dataset = await readDataset(file, { groupColumn: 'patient' });
    const contentHashes = ['p', 'q', 'r', 'q', 's', 't'];
    const { groups, groupCount } = findDuplicates(dataset, {
      exampleIndices: Int32Array.of(0, 1, 2, 3, 4, 5),
      contentHashes,
    });
    expect({ groups: [...groups], groupCount }).toEqual({ groups: [0, 1, 2, 1, 0, 3], groupCount: 4 });
  });
});

describe('a column that looks like groups', () => {
  const hint = async (name: string, value: (i: number) => string): Promise<string | undefined> => {
    const { notes = [] } = await readDataset(await table(`image,label,${name}`, rowsOf(value)));
    return notes.find((note) => note.includes('--group-column'));
  };

  it.each(['sender_id', 'PatientID', 'patient', 'video name', 'image_subject', 'case_no', 'sequenceId'])(
    'called %s is offered',
    async (name) => {
      expect(await hint(name, (i) => `g${i % 7}`)).toMatch(
        new RegExp(`The column "${name}" has 7 values; .*--group-column`),
      );
    },
  );

  it.each<[string, (i: number) => string]>([
    ['patient_age', (i) => String(i % 7)],
    ['width', (i) => String(i % 7)],
    ['kids', (i) => String(i % 3)],
    ['caption', (i) => `g${i % 7}`],
    // A value of its own for each row, two values, values that only say the label, none at all.
    ['sender_id', (i) => String(i)],
    ['patient', (i) => String(i % 2)],
    ['subject', (i) => (i % 2 === 0 ? 'Ann' : 'Bob')],
    ['video', () => ''],
  ])('%s is not offered', async (name, value) => {
    expect(await hint(name, value)).toBeUndefined();
  });
});
