/** Which of its nearest pictures stand beside a picture: their places among those of the given and the suggested class. */
export interface Beside {
  /** The picture that they stand beside; of another one, the nearest do. */
  readonly id: number | undefined;
  readonly given: number;
  readonly suggested: number;
  /** Among those of any class; null: none of them is shown. */
  readonly neighbours: number | null;
}

export type BesideOf = 'given' | 'suggested' | 'neighbours';

export const NEAREST: Beside = { id: undefined, given: 0, suggested: 0, neighbours: null };

/** What stands beside this picture. */
export function besideOf(beside: Beside, id: number | undefined): Beside {
  return beside.id === id ? beside : { ...NEAREST, id };
}

/** Another picture beside it; past the last one comes the first. */
export function turnBeside(beside: Beside, id: number | undefined, change: Partial<Record<BesideOf, number>>): Beside {
  return { ...besideOf(beside, id), ...change };
}
