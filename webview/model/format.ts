/** A probability as text: `94%`; never 100% or 0% unless it is exactly that. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  const points = share * 100;
  if (points > 99 && points < 100) return '>99%';
  if (points > 0 && points < 1) return '<1%';
  return `${Math.round(points)}%`;
}

/** A share with one digit after the point: `93.4%`. */
export function finePercent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)}%` : '–';
}

/** A score in [0, 1] with two digits. */
export function score(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : '–';
}

const grouped = new Intl.NumberFormat();

/** A count with the user's thousands separator. */
export function count(value: number): string {
  return grouped.format(value);
}

/** The last part of a POSIX path. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** When an audit was made, as the user's locale writes it; as it is, if it is no date. */
export function dateTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}
