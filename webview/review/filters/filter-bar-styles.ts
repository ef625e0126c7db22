import { css } from 'lit';

/** The filters in lines that wrap; the number of pictures at the end. */
export const filterBarStyles = css`
  .more {
    align-items: center;
    display: flex;
    gap: 4px;
  }
  .more,
  .many {
    height: 26px;
  }
  .bar {
    align-items: end;
    display: flex;
    flex-wrap: wrap;
    gap: 6px 8px;
    padding: 8px 12px;
  }
  .search {
    /* Of one width, so that a slider never moves away from the pointer when the line below it wraps. */
    flex: none;
    width: 136px;
  }
  .field {
    align-items: center;
    display: flex;
    gap: 6px;
    height: 26px;
  }
  vscode-dropdown {
    max-width: 160px;
    min-width: 76px;
  }
  vscode-checkbox {
    height: 26px;
    margin: 0;
  }
  .order {
    align-items: center;
    display: flex;
    gap: 2px;
  }
  .size {
    accent-color: var(--vscode-progressBar-background);
    height: 26px;
    margin: 0;
    width: 64px;
  }
  .size:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .result {
    align-items: center;
    display: flex;
    gap: 10px;
    height: 26px;
    margin-inline-start: auto;
    white-space: nowrap;
  }
`;
