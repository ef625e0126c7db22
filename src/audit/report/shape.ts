/** Checks a value from a file against what it should be: throws an Error that names the place, as in `issues[3].path`. */
export type Shape = (value: unknown, place: string) => void;

function must(holds: boolean, place: string, wanted: string): void {
  if (!holds) throw new Error(`${place || 'the whole file'} should be ${wanted}`);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text: Shape = (value, place) => {
  must(typeof value === 'string', place, 'a string');
};

export const real: Shape = (value, place) => {
  must(typeof value === 'number' && Number.isFinite(value), place, 'a number');
};

export const whole: Shape = (value, place) => {
  must(Number.isInteger(value) && (value as number) >= 0, place, 'a whole number');
};

/** Probabilities may stray from [0, 1] by float rounding, as core allows. */
const ROUNDING = 1e-6;

export const unit: Shape = (value, place) => {
  must(typeof value === 'number' && value >= -ROUNDING && value <= 1 + ROUNDING, place, 'a number from 0 to 1');
};

export const list =
  (item: Shape): Shape =>
  (value, place) => {
    must(Array.isArray(value), place, 'a list');
    (value as readonly unknown[]).forEach((entry, i) => {
      item(entry, `${place}[${i}]`);
    });
  };

/** JSON has no NaN, and writes null: an accuracy over no pictures. */
export const unitOrNull: Shape = (value, place) => {
  if (value !== null) unit(value, place);
};

export const optional =
  (shape: Shape): Shape =>
  (value, place) => {
    if (value !== undefined) shape(value, place);
  };

/** An object that has at least these fields. */
export const record =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value, place) => {
    if (!isRecord(value)) {
      must(false, place, 'an object');
      return;
    }
    for (const [name, shape] of Object.entries(fields)) shape(value[name], place ? `${place}.${name}` : name);
  };

/** An object whose every field, whatever its name, has one shape. */
export const mapOf =
  (shape: Shape): Shape =>
  (value, place) => {
    if (!isRecord(value)) {
      must(false, place, 'an object');
      return;
    }
    for (const [name, entry] of Object.entries(value)) shape(entry, `${place}.${name}`);
  };

export const flag: Shape = (value, place) => {
  must(typeof value === 'boolean', place, 'true or false');
};

/** JSON has no NaN and no infinity, and writes null: the loss of a training that failed. */
export const realOrNull: Shape = (value, place) => {
  if (value !== null) real(value, place);
};

/** A whole number in a range, its ends included. */
export const wholeFrom =
  (least: number, most: number): Shape =>
  (value, place) => {
    const holds = Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
    must(holds, place, `a whole number from ${least} to ${most}`);
  };

/** One of these values. */
export const exactly =
  (values: readonly (string | number)[]): Shape =>
  (value, place) => {
    must((values as readonly unknown[]).includes(value), place, `one of ${values.join(', ')}`);
  };
