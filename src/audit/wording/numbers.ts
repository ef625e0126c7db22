/** A share or probability in [0, 1], with four decimals; what is nearly nothing still shows that it is not nothing. */
export const share = (value: number): string => (value > 0 && value < 0.0001 ? '<0.0001' : value.toFixed(4));
export const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
/** A whole number with its thousands apart. */
export const count = (value: number): string => value.toLocaleString('en-US');
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;
