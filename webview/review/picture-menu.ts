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

/** Lets VS Code open its menu of a picture for this event. */
function offerMenu(id: number): void {
  const context = { webviewSection: 'picture', id, preventDefaultContextMenuItems: true };
  host()?.setAttribute('data-vscode-context', JSON.stringify(context));
}

/** Opens VS Code's menu of the card below the pointer, which is selected for it, if it was not. */
export function openCardMenu(from: HTMLElement, event: MouseEvent, session: ReviewSession): void {
  const card = (event.target as Element).closest<HTMLElement>('.card');
  // By key the menu is asked for at the list as a whole: `menuKey` has asked for it at the card.
  if (!card) {
    event.preventDefault();
    return;
  }
  const id = Number(card.dataset.id);
  if (!session.selection.ids.has(id)) act(from, { kind: 'select', id, mode: 'only' });
  offerMenu(id);
}

/** Opens VS Code's menu of the enlarged picture, below the pointer; what is typed beside it keeps the menu of texts. */
export function openLoupeMenu(event: MouseEvent, session: ReviewSession): void {
  const target = event.target as Element;
  const id = session.active?.id;
  if (id !== undefined && target.closest('[data-menu]')) offerMenu(id);
  else if (!target.closest('label-audit-note')) event.preventDefault();
}

/** The menu key, and Shift+F10: the menu of the picture that is shown here. False for any other key. */
export function menuKey(event: KeyboardEvent, picture: Element | null): boolean {
  if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return false;
  event.preventDefault();
  if (!picture) return true;
  const { left, top, width, height } = picture.getBoundingClientRect();
  const place = { clientX: left + width / 2, clientY: top + height / 2 };
  picture.dispatchEvent(new MouseEvent('contextmenu', { ...place, bubbles: true, composed: true, cancelable: true }));
  return true;
}
