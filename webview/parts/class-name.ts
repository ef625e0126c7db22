import { css, html, type TemplateResult } from 'lit';

/** So many characters of a name's end stay when it has to be cut: names often differ there. */
const TAIL = 6;
/** Takes a name apart where a reader would: a letter with its accents is one. */
const LETTERS = new Intl.Segmenter();
/** Shorter names are not cut in two: there is nothing to gain. */
const SHORT = 9;
/** Scripts whose letters do not join, and which run from left to right: their names can be cut without harm. */
const SEPARATE =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}\p{Script=Inherited}\p{N}\p{P}\p{Z}]+$/u;

/** The two parts of a name that is cut in the middle where it has no room; the second is empty where it is cut at its end. */
export function nameParts(name: string): readonly [string, string] {
  const letters = Array.from(LETTERS.segment(name), ({ segment }) => segment);
  if (letters.length < SHORT || !SEPARATE.test(name)) return [name, ''];
  const tail = Math.min(TAIL, Math.floor(letters.length / 2));
  return [letters.slice(0, letters.length - tail).join(''), letters.slice(letters.length - tail).join('')];
}

/** The two parts of a text about a name: it is cut within the name, whose end and what follows it stay. */
export function partsAround(text: string, name: string): readonly [string, string] {
  const at = text.lastIndexOf(name);
  if (name === '' || at < 0) return nameParts(text);
  if (!SEPARATE.test(text)) return [text, ''];
  const [head, tail] = nameParts(name);
  // A short name stays whole.
  const kept = tail === '' ? name : tail;
  return [text.slice(0, at) + (tail === '' ? '' : head), kept + text.slice(at + name.length)];
}

/** A name that is cut in its middle where it has no room, so that names that begin alike are told apart. */
export function className(name: string): TemplateResult {
  return cut(name, nameParts(name));
}

/** A text about a name, cut where the name would be. */
export function textWithName(text: string, name: string): TemplateResult {
  return cut(text, partsAround(text, name));
}

function cut(name: string, [head, tail]: readonly [string, string]): TemplateResult {
  // The parts are drawn alone: the name is read, searched and copied as one.
  return html`<span class="cut" data-head=${head} data-tail=${tail}
    ><span class="visually-hidden">${name}</span></span
  >`;
}

export const classNameStyles = css`
  .cut {
    display: flex;
    min-width: 0;
    position: relative;
    white-space: pre;
  }
  .cut::before {
    content: attr(data-head) / '';
    flex: 0 1 auto;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .cut::after {
    content: attr(data-tail) / '';
    flex: none;
  }
`;
