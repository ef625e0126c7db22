import { guard } from 'lit/directives/guard.js';
import arrowDown from '@vscode/codicons/src/icons/arrow-down.svg' with { type: 'text' };
import arrowRight from '@vscode/codicons/src/icons/arrow-right.svg' with { type: 'text' };
import arrowUp from '@vscode/codicons/src/icons/arrow-up.svg' with { type: 'text' };
import check from '@vscode/codicons/src/icons/check.svg' with { type: 'text' };
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg' with { type: 'text' };
import close from '@vscode/codicons/src/icons/close.svg' with { type: 'text' };
import copy from '@vscode/codicons/src/icons/copy.svg' with { type: 'text' };
import discard from '@vscode/codicons/src/icons/discard.svg' with { type: 'text' };
import error from '@vscode/codicons/src/icons/error.svg' with { type: 'text' };
import exportIcon from '@vscode/codicons/src/icons/export.svg' with { type: 'text' };
import fileMedia from '@vscode/codicons/src/icons/file-media.svg' with { type: 'text' };
import flag from '@vscode/codicons/src/icons/flag.svg' with { type: 'text' };
import goToFile from '@vscode/codicons/src/icons/go-to-file.svg' with { type: 'text' };
import history from '@vscode/codicons/src/icons/history.svg' with { type: 'text' };
import passFilled from '@vscode/codicons/src/icons/pass-filled.svg' with { type: 'text' };
import question from '@vscode/codicons/src/icons/question.svg' with { type: 'text' };
import redo from '@vscode/codicons/src/icons/redo.svg' with { type: 'text' };
import refresh from '@vscode/codicons/src/icons/refresh.svg' with { type: 'text' };
import search from '@vscode/codicons/src/icons/search.svg' with { type: 'text' };
import splitHorizontal from '@vscode/codicons/src/icons/split-horizontal.svg' with { type: 'text' };
import tag from '@vscode/codicons/src/icons/tag.svg' with { type: 'text' };
import trash from '@vscode/codicons/src/icons/trash.svg' with { type: 'text' };
import screenFull from '@vscode/codicons/src/icons/screen-full.svg' with { type: 'text' };
import warning from '@vscode/codicons/src/icons/warning.svg' with { type: 'text' };
import zoomIn from '@vscode/codicons/src/icons/zoom-in.svg' with { type: 'text' };
import zoomOut from '@vscode/codicons/src/icons/zoom-out.svg' with { type: 'text' };

const SOURCES = {
  arrowDown,
  arrowRight,
  arrowUp,
  check,
  circleSlash,
  close,
  copy,
  discard,
  error,
  export: exportIcon,
  fileMedia,
  flag,
  goToFile,
  history,
  passFilled,
  question,
  redo,
  refresh,
  search,
  splitHorizontal,
  tag,
  trash,
  warning,
  fit: screenFull,
  zoomIn,
  zoomOut,
} as const;

export type IconName = keyof typeof SOURCES;

const parsed = new Map<IconName, Element>();

function parse(name: IconName): Element {
  const known = parsed.get(name);
  if (known) return known;
  const svg = new DOMParser().parseFromString(SOURCES[name], 'image/svg+xml').documentElement;
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  parsed.set(name, svg);
  return svg;
}

/** One of VS Code's icons, in the colour of the text, as decoration: it says nothing to a screen reader. */
export function icon(name: IconName, slot?: string): unknown {
  return guard([name, slot], () => {
    const svg = document.importNode(parse(name), true);
    if (slot) svg.setAttribute('slot', slot);
    return svg;
  });
}
