import type { Command } from 'commander';
import {
  AUDIT_OPTIONS,
  defaultAuditOptions,
  FINDING_OPTIONS,
  namesOf,
  PICTURE_CHECK_OPTIONS,
  PLACE_OPTIONS,
  TRAINING_OPTIONS,
  type AuditOptions,
  type Option,
} from '../../audit/index.ts';
import { addOptions } from './add-options.ts';
import { givenOptions, readOptions, type ParsedFlags } from './read-flags.ts';

/** What commander makes of the command line of `audit`, `check` and `compare`; see `toOptions`. */
export interface AuditFlags extends ParsedFlags {
  readonly out?: string;
  readonly quiet: boolean;
}

/** What the command has no flag for, and what is not about data and model, keeps its default. */
export function toOptions(target: string, flags: ParsedFlags): AuditOptions {
  const { cachePictures } = readOptions(PLACE_OPTIONS, flags);
  return {
    ...defaultAuditOptions(target),
    ...readOptions(AUDIT_OPTIONS, flags),
    out: flags.out as string | undefined,
    cacheFolder: cachePictures ? undefined : null,
  };
}

/** Adds the options that say how a data set is read and a model trained. */
export function addTrainingOptions(command: Command): Command {
  return addOptions(addOptions(command, TRAINING_OPTIONS), PLACE_OPTIONS);
}

/** Adds the options that say how an audit finds label issues, with an audit's own defaults: it knows which score fits its model. */
export function addFindingOptions(command: Command): Command {
  const names = new Set(Object.keys(FINDING_OPTIONS));
  return addOptions(
    command,
    Object.fromEntries(Object.entries<Option>(AUDIT_OPTIONS).filter(([name]) => names.has(name))),
  );
}

/** Adds the options that say what an audit looks for in the pictures themselves. */
export function addPictureCheckOptions(command: Command): Command {
  return addOptions(command, PICTURE_CHECK_OPTIONS);
}

/**
 * The options of an audit after an earlier one: those on the command line, over `earlier`, over the defaults. So `check` and `compare` keep the settings of the last audit unless the command line sets others.
 */
export function mergeOptions(
  command: Command,
  target: string,
  flags: ParsedFlags,
  earlier: Partial<AuditOptions> = {},
): AuditOptions {
  const said = toOptions(target, flags);
  const given = givenOptions(command, AUDIT_OPTIONS);
  // A preset on the command line replaces what the earlier audit had set beside its preset.
  const dropped = new Set([...given, ...(given.has('preset') ? OF_PRESET : []), ...OF_MACHINE]);
  const kept = Object.entries(earlier).filter(([name]) => !dropped.has(name));
  const { out, cacheFolder } = said;
  return { ...said, ...(Object.fromEntries(kept) as Partial<AuditOptions>), target, out, cacheFolder };
}

const OF_PRESET = namesOf(AUDIT_OPTIONS, ({ ofPreset }) => ofPreset === true);
const OF_MACHINE = namesOf(AUDIT_OPTIONS, ({ ofMachine }) => ofMachine === true);
