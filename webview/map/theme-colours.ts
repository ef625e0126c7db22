import { classColours, mix, rgb, type MapColours } from './map-colours.ts';

const QUALITIES = 256;
/** How far points that are not meant stand out. */
const FAINT = 0.22;

/** The colours of a map in VS Code's theme as it is now. */
export function themeColours(element: Element, classes: number): MapColours {
  const style = getComputedStyle(element);
  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  /** Any colour that CSS knows, as numbers: the canvas reads it. */
  const read = (value: string, otherwise: number): number => {
    if (probe === null || value === '') return otherwise;
    probe.clearRect(0, 0, 1, 1);
    probe.fillStyle = '#000';
    probe.fillStyle = value;
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b, opacity] = probe.getImageData(0, 0, 1, 1).data;
    return opacity === 0 ? otherwise : rgb(r, g, b);
  };
  const named = (name: string): string => style.getPropertyValue(`--vscode-${name}`).trim();
  const foreground = read(style.color, rgb(128, 128, 128));
  const isDark = (foreground & 255) + ((foreground >> 8) & 255) + ((foreground >> 16) & 255) > 3 * 128;
  const background = read(named('editor-background'), isDark ? rgb(30, 30, 30) : rgb(255, 255, 255));
  const issue = read(named('charts-red'), rgb(228, 86, 73));
  const good = read(named('charts-blue'), rgb(55, 148, 255));
  return {
    background,
    faint: mix(background, foreground, FAINT),
    issue,
    classes: classColours(classes, isDark),
    qualities: Uint32Array.from({ length: QUALITIES }, (_, i) => mix(issue, good, i / (QUALITIES - 1))),
  };
}
