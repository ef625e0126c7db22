import { CLASS_KEYS } from './class-keys.ts';
import type { Move } from '../selection.ts';

/** What a key asks for in the review. */
export type Command =
  | { readonly kind: 'move'; readonly to: Move; readonly extend: boolean }
  /** The class that has this key. */
  | { readonly kind: 'pick'; readonly key: string }
  /** The picture in the whole room, or no longer. */
  | { readonly kind: 'loupe' }
  /** A class by its name. */
  | { readonly kind: 'choose' }
  /** Make the decision again that was taken back last. */
  | { readonly kind: 'redo' }
  /** How the review goes. */
  | { readonly kind: 'session' }
  /** Write a note on the decision. */
  | { readonly kind: 'note' }
  | { readonly kind: 'accept' | 'keep' | 'remove' | 'unsure' | 'undo' | 'search' | 'keys' | 'selectAll' | 'clear' };

/** The part of a KeyboardEvent that matters. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Where the focus is: typing text, on a control with keys of its own, or anywhere else. */
export type KeyPlace = 'text' | 'control' | 'list';

const MOVES: ReadonlyMap<string, Move> = new Map(
  Object.entries({
    ArrowLeft: 'left',
    ArrowRight: 'right',
    ArrowUp: 'up',
    ArrowDown: 'down',
    Home: 'home',
    End: 'end',
    PageUp: 'pageUp',
    PageDown: 'pageDown',
  } as const),
);

const LETTERS: ReadonlyMap<string, Command> = new Map(
  Object.entries<Command>({
    k: { kind: 'keep' },
    u: { kind: 'undo' },
    c: { kind: 'choose' },
    s: { kind: 'unsure' },
    n: { kind: 'note' },
    delete: { kind: 'remove' },
    backspace: { kind: 'remove' },
    '/': { kind: 'search' },
    '?': { kind: 'keys' },
  }),
);

/** The command of a key press, or null if the key is not ours. */
export function commandFor(press: KeyPress, place: KeyPlace): Command | null {
  if (place === 'text' || press.altKey) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const move = MOVES.get(key);
  if (press.ctrlKey || press.metaKey) {
    if (key === 'z') return { kind: press.shiftKey ? 'redo' : 'undo' };
    if (key === 'y' && !press.shiftKey) return { kind: 'redo' };
    if (place === 'control') return null;
    if (key === 'a' && !press.shiftKey) return { kind: 'selectAll' };
    return move && !press.metaKey ? { kind: 'move', to: move, extend: press.shiftKey } : null;
  }
  if (key === 'u' && press.shiftKey) return { kind: 'redo' };
  const letter = LETTERS.get(key.toLowerCase());
  if (letter) return letter;
  if (CLASS_KEYS.includes(key)) return { kind: 'pick', key };
  if (place === 'control') return null;
  if (key === ' ') return { kind: 'loupe' };
  if (move) return { kind: 'move', to: move, extend: press.shiftKey };
  if (key === 'Enter' && !press.shiftKey) return { kind: 'accept' };
  return key === 'Escape' ? { kind: 'clear' } : null;
}
