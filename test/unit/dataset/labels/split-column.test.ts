import { describe, expect, it } from 'vitest';
import { indexLabels } from '../../../../src/dataset/labels/labels-index.ts';
import { splitOfFile } from '../../../../src/dataset/labels/split-column.ts';
import { isTestSplit } from '../../../../src/dataset/splits.ts';

function splitsOf(text: string, options = {}): string[] {
  const index = indexLabels(text, options);
  if (!index.ok) throw new Error(index.message);
  return Array.from({ length: index.count }, (_, row) => index.split(row));
}

/** A labels file with one more column. */
const withColumn = (header: string, cells: readonly string[]): string =>
  ['image,label,' + header, ...cells.map((cell, i) => `${i}.png,${'ab'[i % 2]},${cell}`)].join('\n');

describe('the split column', () => {
  it.each(['data set', 'Usage', 'subset', 'fold', 'partition', 'phase', 'set', 'split', 'my column'])(
    'is found where it is called %j and names splits',
    (header) => {
      expect(splitsOf(withColumn(header, ['train', 'test_set', '']))).toEqual(['train', 'test_set', '']);
    },
  );

  it.each([
    ['Usage', ['Training', 'PublicTest', 'PrivateTest'], [false, true, true]],
    ['split', ['train', 'val', 'id_test', 'test'], [false, false, true, true]],
    ['phase', ['train', 'eval', 'holdout'], [false, true, true]],
    ['is_training_image', ['1', '0', '1'], [false, true, false]],
    ['is_train', ['True', 'False', 'True'], [false, true, false]],
    ['is test', ['no', 'yes', 'no'], [false, true, false]],
    ['partition', ['0', '1', '2'], [false, false, true]],
    ['split', ['0', '1', '0'], [false, true, false]],
    ['split', ['1', '2', '3'], [false, false, true]],
    ['Set Name', ['tr', 'te', 'va'], [false, true, false]],
    ['split', ['TR', 'TS', ''], [false, true, false]],
    ['source', ['stanford/train', 'stanford/test', 'web/2019/eval/'], [false, true, true]],
    ['origin', ['C:\\pets\\valid', 'C:\\pets\\test', 'train'], [false, true, false]],
  ])('%s: %j are protected: %j', (header, cells, wanted) => {
    expect(splitsOf(withColumn(header, cells)).map(isTestSplit)).toEqual(wanted);
  });

  it.each([
    ['fold', ['0', '1', '2']],
    ['note', ['train', 'station', 'test']],
    ['kids', ['0', '1', '0']],
    ['code', ['tr', 'te', 'va']],
    ['animal', ['train', 'train', 'train']],
    ['source', ['web/train', 'web/test', 'web/tests.zip']],
    ['source', ['train/web', 'test/web', 'test/stanford']],
    ['exam', ['blood-test', 'urine-test', 'blood-test']],
    ['exam', ['blood-test', 'x-ray', 'pre-train']],
  ])('is not taken for one: %s with %j', (header, cells) => {
    expect(splitsOf(withColumn(header, cells))).toEqual(['', '', '']);
  });

  it.each([
    [['scan-train', 'scan-TEST', 'scan-train']],
    [['web_val', 'stanford_test', 'web_train']],
    [['clinic.train', 'train', 'clinic.test']],
  ])('is one of sources whose names end with a split: %j', (cells) => {
    expect(splitsOf(withColumn('source', cells))).toEqual(cells);
  });

  it('names up to 200 sources, each with its splits', () => {
    const cells = Array.from({ length: 200 }, (_, i) => `source ${i >> 1}/${i % 2 === 0 ? 'train' : 'test'}`);
    expect(splitsOf(withColumn('source', cells))).toEqual(cells);
    expect(splitsOf(withColumn('source', [...cells, 'one more/test']))[1]).toBe('');
  });

  it('is the named one where several would do, and the usual one before others', () => {
    const text = 'image,label,split,phase\na.png,x,train,test\nb.png,y,val,train\n';
    expect(splitsOf(text)).toEqual(['train', 'val']);
    expect(splitsOf(text, { splitColumn: 'phase' })).toEqual(['test', 'train']);
    expect(splitsOf('image,label,set,usage\na.png,x,A,test\nb.png,y,B,train\n')).toEqual(['test', 'train']);
    expect(splitsOf('image,label,set\na.png,x,A\nb.png,y,B\n')).toEqual(['A', 'B']);
  });

  it.each([
    ['test.csv', 'test'],
    ['val_labels.csv', 'val'],
    ['labels_train.tsv', 'train'],
    ['Training.csv', 'train'],
    ['metadata.jsonl', undefined],
    ['images.csv', undefined],
    ['labels.csv', undefined],
  ])('%s is the file of %s', (name, split) => {
    expect(splitOfFile(name)).toBe(split);
  });
});
