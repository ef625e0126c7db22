const COLOURS = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'];

/** Name of the theme's colour, without `--vscode-`, for the line of the n-th fold, from 0. */
export function lineColour(fold: number): string {
  return `charts-${COLOURS[fold % COLOURS.length]}`;
}
