import { noChange, type ElementPart } from 'lit';
import { Directive, directive, type DirectiveResult, type PartInfo, PartType } from 'lit/directive.js';

type Properties = Readonly<Record<string, string>>;

class SetStyle extends Directive {
  #previous: readonly string[] = [];

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('setStyle belongs on an element, not in an attribute or text.');
  }

  /** There is no text to render: `update` sets the properties. */
  override render(): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [properties]: [Properties]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const name of this.#previous) if (!(name in properties)) style.removeProperty(name);
    for (const [name, value] of Object.entries(properties)) style.setProperty(name, value);
    this.#previous = Object.keys(properties);
    return noChange;
  }
}

/**
 * Sets style properties of the element, as in `<div ${setStyle({ height: '4px' })}>`. Unlike Lit's own `styleMap`,
 * which begins with a `style` attribute, it goes through the CSSOM only: that is what a strict CSP allows.
 * @param properties CSS properties by their CSS names (`grid-template-columns`, `--share`)
 */
export const setStyle = directive(SetStyle) as (properties: Properties) => DirectiveResult;
