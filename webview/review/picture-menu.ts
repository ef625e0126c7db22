import type { ReviewSession } from '../model/review-session.ts';
import { act } from '../parts/action.ts';

/** VS Code asks no element inside a shadow root what a menu is of: the panel's own element has to say it. */
const host = (): HTMLElement | null => document.querySelector<HTMLElement>('label-audit-panel');

/** Whatever was said of a menu before is of no other place. */
window.addEventListener(
  'contextmenu',
  () => {
    host()?.removeAttribute('data-vscode-context');
  },
  { capture: true },
);

const cardOf = (event: Event): HTMLElement | null => (event.target as Element).closest<HTMLElement>('.card');

/** Opens VS Code's menu of the card below the pointer, which is selected for it, if it was not. */
export function openCardMenu(from: HTMLElement, event: MouseEvent, session: ReviewSession): void {
  const card = cardOf(event);
  // By key the menu is asked for at the list as a whole: `cardMenuKey` has asked for it at the card.
  if (!card) {
    event.preventDefault();
    return;
  }
  const id = Number(card.dataset.id);
  if (!session.selection.ids.has(id)) act(from, { kind: 'select', id, mode: 'only' });
  const context = { webviewSection: 'picture', id, preventDefaultContextMenuItems: true };
  host()?.setAttribute('data-vscode-context', JSON.stringify(context));
}

/** The menu key, and Shift+F10: the menu of the active card, where that stands. */
export function cardMenuKey(event: KeyboardEvent, card: Element | null): void {
  if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
  event.preventDefault();
  if (!card) return;
  const { left, top, width, height } = card.getBoundingClientRect();
  const place = { clientX: left + width / 2, clientY: top + height / 2 };
  card.dispatchEvent(new MouseEvent('contextmenu', { ...place, bubbles: true, composed: true, cancelable: true }));
}
