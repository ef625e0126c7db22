/** A share as whole per cent, e.g. `94%`. Neither certainty nor impossibility is claimed by rounding. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  if (whole === 100 && share < 1) return '>99%';
  if (whole === 0 && share > 0) return '<1%';
  return `${whole}%`;
}

/** A share as a bar of text, so many characters wide, in eighths. */
export function textBar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const full = '█'.repeat(Math.floor(eighths / 8));
  const rest = eighths % 8 === 0 ? '' : '▏▎▍▌▋▊▉'[(eighths % 8) - 1];
  return (full + rest).padEnd(width, ' ');
}
