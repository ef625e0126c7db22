import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addTrainingOptions, mergeOptions, toOptions, type AuditFlags } from '../../../src/cli/flags/audit-flags.ts';
import type { AuditOptions } from '../../../src/audit/options/audit-options.ts';

/** The options of a command line, alone and over those of an earlier audit. */
function parsed(
  args: readonly string[],
  earlier: Partial<AuditOptions> = {},
): { said: AuditOptions; merged: AuditOptions } {
  const command = addTrainingOptions(new Command('audit'));
  command.parse(args, { from: 'user' });
  const flags = command.opts<AuditFlags>();
  return { said: toOptions('data', flags), merged: mergeOptions(command, 'data', flags, earlier) };
}

describe('--preset', () => {
  it('is balanced where none is said, and one of three', () => {
    expect(parsed([]).said.preset).toBe('balanced');
    expect(parsed(['--preset', 'thorough']).said).toMatchObject({ preset: 'thorough', model: 'auto' });
  });

  it('leaves what is said beside it as it is', () => {
    expect(parsed(['--preset', 'fast', '--epochs', '7']).said).toMatchObject({ preset: 'fast', epochs: 7 });
  });

  const earlier = { preset: 'thorough', epochs: 3, imageSize: 24, trim: true, seed: 9 } as const;

  it('stays that of the earlier audit, with what was said beside it', () => {
    expect(parsed([], earlier).merged).toMatchObject(earlier);
    expect(parsed(['--epochs', '5'], earlier).merged).toMatchObject({ ...earlier, epochs: 5 });
  });

  it('said anew takes the place of what an earlier audit set of it, but not of the rest', () => {
    const { merged } = parsed(['--preset', 'fast', '--image-size', '16'], earlier);
    expect(merged).toMatchObject({ preset: 'fast', imageSize: 16, trim: true, seed: 9 });
    expect(merged.epochs).toBeUndefined();
  });
});
