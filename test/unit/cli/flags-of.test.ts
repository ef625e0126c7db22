import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  AUDIT_OPTIONS,
  defaultAuditOptions,
  flagsOf,
  type AuditOptions,
  type Option,
} from '../../../src/audit/light.ts';
import {
  addFindingOptions,
  addPictureCheckOptions,
  addTrainingOptions,
  toOptions,
} from '../../../src/cli/flags/audit-flags.ts';

/** The options that the command line makes of words. */
function read([target, ...words]: readonly string[]): AuditOptions {
  const command = addPictureCheckOptions(addFindingOptions(addTrainingOptions(new Command()))).option('--out <folder>');
  command.exitOverride().parse(words, { from: 'user' });
  return toOptions(target, command.opts());
}

/** A value that is not the default. */
function otherValue({ allowed, default: otherwise }: Option): unknown {
  switch (allowed.type) {
    case 'choice':
      return allowed.values.findLast((value) => value !== otherwise);
    case 'integer':
      return allowed.least + 1 === otherwise ? allowed.least + 2 : allowed.least + 1;
    case 'number':
      return allowed.least + 0.37 * (allowed.most - allowed.least);
    case 'text':
      return '--odd "name", it\'s';
    case 'names':
      return ['@cat, "black"', 'dog', ' bird'];
    case 'flag':
      return otherwise !== true;
  }
}

describe('the words of an audit', () => {
  it('say nothing but the target where nothing else is asked for', () => {
    expect(flagsOf(defaultAuditOptions('/data'))).toEqual(['/data']);
    expect(read(['/data'])).toEqual({ ...defaultAuditOptions('/data'), out: undefined, cacheFolder: undefined });
  });

  const flagged = Object.entries<Option>(AUDIT_OPTIONS).filter(([, { flag }]) => flag !== undefined);

  it.each(flagged)('say %s so that the command line reads it', (name, option) => {
    const options = { ...defaultAuditOptions('/data'), [name]: otherValue(option) };
    expect(read(flagsOf(options))).toEqual({ ...options, out: undefined, cacheFolder: undefined });
  });

  it('say where the report goes, and that no pictures are kept', () => {
    const options = { ...defaultAuditOptions('/data'), out: '/a b/out', cacheFolder: null };
    expect(read(flagsOf(options))).toEqual(options);
  });

  it('leave an empty list out, as an empty setting is', () => {
    expect(flagsOf({ ...defaultAuditOptions('/data'), checks: [], ignoreLabels: [] })).toEqual(['/data']);
  });

  it('can say every option that is a setting', () => {
    const unsaid = Object.entries<Option>(AUDIT_OPTIONS).filter(([, { setting, flag }]) => setting && !flag);
    expect(unsaid).toEqual([]);
  });
});
