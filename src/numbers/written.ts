// How numbers are written for people in reports, Problems, hovers, the status bar and the panel: the same number looks the
// same in all of them, and rounding never claims that something is certain, or impossible, when it is not.

/** What is written where there is no number: the accuracy over no pictures. */
const NONE = '–';

/** A share in [0, 1] as whole per cent: `94%`, `>99%`, `<1%`; 100% and 0% only where it is exactly that. */
export function percent(share: number): string {
  return rounded(share, 100, 0, '%');
}

/** A share in [0, 1] as per cent with one decimal: `93.4%`, `>99.9%`, `<0.1%`. */
export function finePercent(share: number): string {
  return rounded(share, 100, 1, '%');
}

/** A share or probability in [0, 1] with four decimals: `0.9340`, `>0.9999`, `<0.0001`. */
export function share(value: number): string {
  return rounded(value, 1, 4, '');
}

/** A label's quality in [0, 1] with two decimals: `0.93`, `>0.99`, `<0.01`. */
export function score(value: number): string {
  return rounded(value, 1, 2, '');
}

/** A label's quality so that small ones are told apart: two digits that count, down to a ten-thousandth. */
export function fineScore(quality: number): string {
  if (quality >= 0.1 || !(quality > 0)) return score(quality);
  if (quality < 0.0001) return '<0.0001';
  return quality.toFixed(quality >= 0.01 ? 3 : 4);
}

function rounded(share: number, scale: number, decimals: number, unit: string): string {
  if (!Number.isFinite(share)) return NONE;
  const value = scale * share;
  const step = 10 ** -decimals;
  // By `Math.round`, as half a step goes up: `toFixed` rounds what binary fractions make of it.
  const steps = Math.round(value / step);
  const most = scale / step;
  if (steps >= most && value < scale) return `>${(scale - step).toFixed(decimals)}${unit}`;
  if (steps <= 0 && value > 0) return `<${step.toFixed(decimals)}${unit}`;
  return `${(steps * step).toFixed(decimals)}${unit}`;
}

/** A difference of two shares in percentage points, with its sign: `+1.2`, `−0.4`. */
export function points(difference: number, minus = '−'): string {
  return `${difference >= 0 ? '+' : minus}${Math.abs(100 * difference).toFixed(1)}`;
}

/** A whole number with its thousands apart: `12,345`. Not by `Intl`, whose first use blocks the extension host for 30 ms. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with its noun: `1 picture`, `12,345 pictures`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
