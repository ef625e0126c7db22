import type { FixChoice, MapLayout, PanelMessage } from '../../src/protocol/index.ts';
import type { BesideOf } from '../model/beside.ts';
import type { Filters } from '../model/rows/filters.ts';
import type { Command } from '../model/keys/key-commands.ts';
import type { ReviewLayout } from '../model/layout.ts';
import type { Tab } from '../model/saved-state.ts';
import type { GridShape, SelectMode } from '../model/selection.ts';
import type { Sort } from '../model/rows/sort-issues.ts';

/** Everything that a part of the panel may ask for. */
export type Action =
  | { readonly kind: 'post'; readonly message: PanelMessage }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'relabel'; readonly label: string }
  /** Note this on the selected pictures. */
  | { readonly kind: 'note'; readonly note: string }
  | { readonly kind: 'select'; readonly id: number; readonly mode: SelectMode }
  | { readonly kind: 'filter'; readonly change: Partial<Filters> }
  /** Show the pictures of these classes in the grid, and nothing else filtered. */
  | { readonly kind: 'showOnly'; readonly filters: Partial<Filters> }
  /** Lay the map out in this way. */
  | { readonly kind: 'mapLayout'; readonly layout: MapLayout }
  /** Show the open pictures of these filters (default: with a sure suggestion), to accept them together. */
  | { readonly kind: 'startBulk'; readonly filters: Partial<Filters> }
  | { readonly kind: 'acceptBulk' }
  | { readonly kind: 'endBulk' }
  | { readonly kind: 'sort'; readonly sort: Sort }
  | { readonly kind: 'tab'; readonly tab: Tab }
  | { readonly kind: 'shape'; readonly shape: GridShape }
  | { readonly kind: 'scrolled'; readonly scrollTop: number }
  /** The grid shows these pictures now. */
  | { readonly kind: 'needThumbnails'; readonly ids: readonly number[] }
  /** Show this picture in the review. */
  | { readonly kind: 'showPicture'; readonly id: number }
  /** Another setting of Fix Labels. */
  | { readonly kind: 'fixChoice'; readonly change: Partial<FixChoice> }
  | { readonly kind: 'dismissError'; readonly index: number }
  | { readonly kind: 'closeKeys' }
  | { readonly kind: 'closeSession' }
  | { readonly kind: 'closeLoupe' }
  | { readonly kind: 'closeChooser' }
  /** Other pictures beside the active one; `open` enlarges it beside them. */
  | { readonly kind: 'beside'; readonly change: Partial<Record<BesideOf, number>>; readonly open?: boolean }
  /** The pictures beside this one are shown. */
  | { readonly kind: 'needSimilar'; readonly id: number }
  /** Give a class this key. */
  | { readonly kind: 'classKey'; readonly class: string; readonly key: string }
  /** Show what a check found, or the labels (null). */
  | { readonly kind: 'check'; readonly name: string | null }
  /** Another threshold for the check that is shown (null: the audit's); `isChosen`: it stays so. */
  | { readonly kind: 'threshold'; readonly value: number | null; readonly isChosen: boolean }
  | { readonly kind: 'focusGrid' }
  /** Of the queue: show this picture. */
  | { readonly kind: 'queuePicture'; readonly id: number }
  /** Choose the next pictures, give that up, or show the audit again. */
  | { readonly kind: 'queueRank' | 'queueCancel' | 'queueClose' }
  /** Another share of the room, or size of the cards. */
  | { readonly kind: 'layout'; readonly change: Partial<ReviewLayout> };

export const ACTION_EVENT = 'panel-action';

/** Asks the panel, from any part inside of it, to do something. */
export function act(from: EventTarget, action: Action): void {
  from.dispatchEvent(new CustomEvent<Action>(ACTION_EVENT, { detail: action, bubbles: true, composed: true }));
}
