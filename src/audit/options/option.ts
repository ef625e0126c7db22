// What an option is. The tables beside this file list all of them; settings, command line flags, their documentation and the
// check of a report's options are made from the tables, so that a limit or a default is written down once.

/** One of a few words or numbers. */
export interface Choice<T extends string | number = string | number> {
  readonly type: 'choice';
  readonly values: readonly T[];
}

/** A whole number; both limits are allowed. */
export interface Integer {
  readonly type: 'integer';
  readonly least: number;
  readonly most: number;
}

/** A number; both limits are allowed, unless `above` or `below` excludes them. */
export interface Decimal {
  readonly type: 'number';
  readonly least: number;
  readonly most: number;
  readonly above?: boolean;
  readonly below?: boolean;
  /** It may be written as a percentage, too. */
  readonly percent?: boolean;
}

/** Any text that is not blank. */
export interface Text {
  readonly type: 'text';
}

/** Different names, none of them empty. */
export interface Names {
  readonly type: 'names';
  /** Those that there are, where they are known: what VS Code proposes. */
  readonly known?: readonly string[];
}

export interface Flag {
  readonly type: 'flag';
}

/** The values that an option may have. */
export type Allowed = Choice | Integer | Decimal | Text | Names | Flag;

export type ValueOf<A extends Allowed> =
  A extends Choice<infer T>
    ? T
    : A extends Integer | Decimal
      ? number
      : A extends Text
        ? string
        : A extends Names
          ? readonly string[]
          : boolean;

/** How an option is shown among VS Code's settings. */
export interface Setting {
  /**
   * `machine-overridable`: it depends on the machine, and is not synchronised. `machine`: nor may a workspace set it.
   */
  readonly scope: 'resource' | 'machine-overridable' | 'machine';
  /** Its name below `labelAudit.`; default: the option's. */
  readonly name?: string;
  /** Not taken from a workspace that the user does not trust: it says what runs or what is read or written. */
  readonly restricted?: boolean;
}

/** One option: its values, and each place where the user can set it. */
export interface Option<A extends Allowed = Allowed> {
  readonly allowed: A;
  /** What holds when the user says nothing. An option without one may be absent. */
  readonly default?: ValueOf<A>;
  /** It must be given. */
  readonly required?: boolean;
  /** As commander reads it, such as `--epochs <n>`. Without one, the command line does not have the option. */
  readonly flag?: string;
  /** What it is, in a few words for `--help`. */
  readonly about: string;
  /** What holds without it, for `--help`, where that is no fixed value. */
  readonly otherwise?: string;
  /** Without one, VS Code's settings do not have the option. */
  readonly setting?: Setting;
  /** The probabilities depend on it: a check trains again where it has changed. */
  readonly trains?: boolean;
  /** The preset sets it: a preset on the command line replaces the value that an earlier audit had. */
  readonly ofPreset?: boolean;
  /** It is about this machine: an earlier report does not decide it. */
  readonly ofMachine?: boolean;
  /** False: reports that were made before there was the option lack it. */
  readonly inOldReports?: false;
}

export type OptionTable = Readonly<Record<string, Option>>;

type Given<T extends OptionTable> = {
  [N in keyof T]: T[N] extends { readonly default: unknown } | { readonly required: true } ? N : never;
}[keyof T];

/** The values of a table's options: those with a default, and required ones, are always there. */
export type OptionValues<T extends OptionTable> = {
  readonly [N in Given<T>]: ValueOf<T[N]['allowed']>;
} & {
  readonly [N in Exclude<keyof T, Given<T>>]?: ValueOf<T[N]['allowed']>;
};

export const choice = <const T extends string | number>(values: readonly T[]): Choice<T> => ({
  type: 'choice',
  values,
});
export const integer = (least: number, most: number): Integer => ({ type: 'integer', least, most });
export const number = (
  least: number,
  most: number,
  more: Pick<Decimal, 'above' | 'below' | 'percent'> = {},
): Decimal => ({
  ...{ type: 'number', least, most },
  ...more,
});
export const TEXT: Text = { type: 'text' };
export const NAMES: Names = { type: 'names' };
export const namesOf = (known: readonly string[]): Names => ({ type: 'names', known });
export const FLAG: Flag = { type: 'flag' };
