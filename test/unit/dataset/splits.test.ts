import { describe, expect, it } from 'vitest';
import { isTestSplit, splitRole } from '../../../src/dataset/splits.ts';

describe('splitRole', () => {
  it.each([
    ['train', 'train Train TRAINING train_images imgs-train Training_Set trainval train2017 seg_train trainA trn fit'],
    ['validation', 'val valid Validation val2017 dev devel val_images valSet imgs_val dev-set'],
    [
      'test',
      'test Testing test_set id_test ood_test eval evaluation holdout hold-out PublicTest PrivateTest test1 unseen',
    ],
    ['test', 'testA seg_test test.images held_out train_test'],
    [undefined, 'cat test_tube crash-test trainer validity latest trains 1 images set data Untersuchung'],
  ])('says %s of %s', (role, names) => {
    expect(names.split(' ').map((name) => [name, splitRole(name)])).toEqual(
      names.split(' ').map((name) => [name, role]),
    );
  });
});

describe('isTestSplit', () => {
  it('protects whatever may be a test, and nothing else', () => {
    const tests = 'test Test TESTING test_set id_test eval holdout hold-out PublicTest test_tube test-cats 2test';
    const others = 'train val dev latest contest trains attest';
    expect(tests.split(' ').filter((name) => !isTestSplit(name))).toEqual([]);
    expect(isTestSplit(' hold out ')).toBe(true);
    expect(others.split(' ').filter((name) => isTestSplit(name))).toEqual([]);
  });
});
