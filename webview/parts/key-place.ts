import type { KeyPlace } from '../model/keys/key-commands.ts';

const TYPING = 'input, textarea, select, [contenteditable], vscode-text-field, vscode-dropdown, vscode-option, dialog';
const CONTROLS =
  'button, a, summary, vscode-button, vscode-checkbox, vscode-panel-tab, [role="slider"], [role="region"], [role="tab"]';

/** Where a key was pressed, through all shadow roots. */
export function keyPlace(event: Event): KeyPlace {
  const elements = event.composedPath().filter((target): target is Element => target instanceof Element);
  if (elements.some((element) => element.matches(TYPING) && !element.matches('[type="checkbox"]'))) return 'text';
  return elements.some((element) => element.matches(CONTROLS)) ? 'control' : 'list';
}
