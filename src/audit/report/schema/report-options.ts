import { isAllowed, wantedOf } from '../../options/allowed-values.ts';
import { AUDIT_OPTIONS, type ReportOptions } from '../../options/audit-options.ts';
import type { Allowed, Option } from '../../options/option.ts';
import {
  flag,
  list,
  object,
  oneOf,
  optional,
  real,
  refined,
  text,
  wholeNumberFrom,
  type Schema,
} from '../../../schema/index.ts';

function valueSchema(allowed: Allowed): Schema<unknown> {
  switch (allowed.type) {
    case 'choice':
      return oneOf(...allowed.values);
    case 'integer':
      return wholeNumberFrom(allowed.least, allowed.most);
    case 'number':
      return refined(real, (value) => isAllowed(allowed, value), wantedOf(allowed));
    case 'text':
      return text;
    case 'names':
      return list(text);
    case 'flag':
      return flag;
  }
}

/** An option in a report: what the table of options allows, and absent only where it may be. */
function optionSchema({ allowed, default: otherwise, inOldReports }: Option): Schema<unknown> {
  const value = valueSchema(allowed);
  return otherwise === undefined || inOldReports === false ? optional(value) : value;
}

/**
 * The options of a report that may be used again: what the table does not list is dropped. A report comes with the
 * data set, and others may have written it: it must not name the program that trains, say, or the folder to write to.
 */
export const optionsSchema = object({
  target: text,
  ...Object.fromEntries(Object.entries<Option>(AUDIT_OPTIONS).map(([name, option]) => [name, optionSchema(option)])),
  // What `Object.entries` makes of the table, the compiler can't follow.
}) as unknown as Schema<ReportOptions>;
