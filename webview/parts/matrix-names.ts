import { css } from 'lit';

/** Whether the names above a matrix are turned upright: so they can be read where they are wider than its cells. */
export function areTurned(names: readonly string[], isCompact: boolean): boolean {
  const most = isCompact ? 2 : 5;
  return names.some((name) => name.length > most);
}

/** The names beside and above a matrix, each a `className`. */
export const matrixNameStyles = css`
  th {
    font-weight: normal;
    max-width: 170px;
    padding: 0 4px;
    text-align: end;
  }
  tbody th .cut {
    justify-content: end;
  }
  thead th {
    max-width: 44px;
    text-align: center;
  }
  thead th .cut {
    justify-content: center;
  }
  .turned thead th {
    padding: 0;
    vertical-align: bottom;
  }
  .turned thead th .cut {
    justify-content: start;
    margin: 0 auto;
    max-height: 130px;
    transform: rotate(180deg);
    writing-mode: vertical-rl;
  }
`;
