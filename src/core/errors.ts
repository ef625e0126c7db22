/** What is wrong with the input, for callers that react to the kind rather than to the words. */
export type CoreInputErrorCode =
  | 'not-labels'
  | 'not-probabilities'
  | 'empty'
  | 'shape-mismatch'
  | 'too-few-classes'
  | 'label-out-of-range'
  | 'probability-not-finite'
  | 'probability-out-of-range'
  | 'row-sum'
  | 'bad-option'
  | 'feature-not-finite'
  | 'too-few-rows'
  | 'example-without-label'
  | 'annotator-without-label'
  | 'too-few-annotators'
  | 'labelled-twice'
  | 'bad-matrix'
  | 'singular-matrix';

/** Where the fault is: a 0-based row (example), a 0-based column (class), and the value found there; the classes it is about. */
export interface CoreInputErrorPlace {
  readonly row?: number;
  readonly column?: number;
  readonly value?: unknown;
  /** Class indices that the message names: who knows the classes' names can say them instead. */
  readonly classes?: readonly number[];
}

/**
 * Labels, probabilities or options that the core refuses. The message names the row and the value and says what to do
 * next; `row` and `column` are 0-based.
 */
export class CoreInputError extends Error {
  override readonly name = 'CoreInputError';
  readonly code: CoreInputErrorCode;
  readonly row: number | undefined;
  readonly column: number | undefined;
  readonly value: unknown;
  readonly classes: readonly number[] | undefined;

  constructor(code: CoreInputErrorCode, message: string, place: CoreInputErrorPlace = {}) {
    super(message);
    this.code = code;
    this.row = place.row;
    this.column = place.column;
    this.value = place.value;
    this.classes = place.classes;
  }
}

/**
 * @param name the option's name, for the message
 * @param value what the caller gave
 * @param allowed every value that is accepted
 * @throws {CoreInputError} `bad-option` when `value` is none of them
 */
export function requireOneOf<T extends string>(name: string, value: T, allowed: readonly T[]): void {
  if (!allowed.includes(value)) {
    throw new CoreInputError('bad-option', `${name} is "${value}"; choose one of: ${allowed.join(', ')}.`, { value });
  }
}
