import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';

export interface DropdownView {
  readonly label: string;
  /** Null: the first entry, `all`. */
  readonly value: string | null;
  /** Text of the entry for no choice; without it there is always a choice. */
  readonly all?: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly choose: (value: string | null) => void;
}

/** A labelled drop-down list. Entries are known by their place: a class may have any name, the empty one too. */
export function dropdown(view: DropdownView): TemplateResult {
  const first = view.all === undefined ? 0 : 1;
  const place = view.value === null ? 0 : view.options.findIndex(({ value }) => value === view.value) + first;
  const chosen = (event: Event) => {
    const index = (event.target as HTMLElement & { selectedIndex: number }).selectedIndex;
    const value = index < first ? null : view.options[index - first].value;
    if (value !== view.value) view.choose(value);
  };
  // The toolkit's list takes its choice from the options when they arrive; with other options it is rebuilt.
  const names = JSON.stringify(view.options);
  return html`<span class="field"
    ><span class="name muted" aria-hidden="true">${view.label}</span>${keyed(
      names,
      html`<vscode-dropdown aria-label=${view.label} .selectedIndex=${place} @change=${chosen}>
        ${view.all === undefined ? nothing : html`<vscode-option value="0" ?selected=${place === 0}>${view.all}</vscode-option>`}
        ${view.options.map(
          ({ text }, index) =>
            html`<vscode-option value=${String(index + first)} ?selected=${place === index + first}
              >${text}</vscode-option
            >`,
        )}
      </vscode-dropdown>`,
    )}</span
  >`;
}
