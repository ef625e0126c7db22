import { printable } from './printable.ts';

/** What computed, as reports say it: of a graphics adapter its name, too, since each has last digits of its own. */
export function backendWords({ backend, adapter }: { readonly backend: string; readonly adapter?: string }): string {
  return `backend ${backend}${adapter === undefined ? '' : ` on ${printable(adapter)}`}`;
}
