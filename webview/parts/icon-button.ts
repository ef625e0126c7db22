import { html, type TemplateResult } from 'lit';
import { icon, type IconName } from './icons.ts';

/** A button without words: what it does is its tooltip, and what screen readers say; `key` does the same. */
export function iconButton(name: IconName, text: string, click: () => void, key?: string): TemplateResult {
  return html`<vscode-button
    appearance="icon"
    aria-label=${text}
    title=${key === undefined ? text : `${text} (${key})`}
    @click=${click}
    >${icon(name)}</vscode-button
  >`;
}
