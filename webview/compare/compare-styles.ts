import { css } from 'lit';

/** The Compare tab: three figures in a row, then tables and charts in pairs where there is room. */
export const compareStyles = css`
  :host {
    container-type: inline-size;
    display: block;
    height: 100%;
    overflow: auto;
  }
  .page {
    display: grid;
    gap: 24px;
    grid-template-columns: minmax(0, 1fr);
    margin: 0 auto;
    max-width: 1080px;
    padding: 16px 20px 32px;
  }
  .empty {
    align-items: center;
    display: flex;
    flex-direction: column;
    gap: 12px;
    margin: 12vh auto 0;
    max-width: 480px;
    padding: 0 20px;
    text-align: center;
  }
  .empty h2 {
    font-size: 1.4em;
    font-weight: 400;
  }
  .head {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    justify-content: space-between;
  }
  .sides {
    display: grid;
    gap: 20px 40px;
    grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr));
  }
  .side {
    align-content: start;
    display: grid;
    gap: 4px;
  }
  .side h3 {
    font-weight: normal;
  }
  .side strong {
    font-size: 2.6em;
    font-variant-numeric: tabular-nums;
    font-weight: 300;
    line-height: 1.1;
  }
  .verdict {
    font-weight: 600;
  }
  .axis {
    border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, currentcolor));
    height: 22px;
    margin-top: 6px;
    position: relative;
  }
  .axis span {
    position: absolute;
  }
  .bar {
    background: color-mix(in srgb, var(--vscode-charts-blue) 35%, transparent);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 3px;
    bottom: 4px;
    top: 4px;
  }
  .dot {
    border: 1px solid var(--vscode-foreground);
    border-radius: 50%;
    height: 7px;
    margin-inline-start: -3.5px;
    top: 7px;
    width: 7px;
  }
  .mean {
    background: var(--vscode-charts-blue);
    bottom: 1px;
    margin-inline-start: -1px;
    top: 1px;
    width: 2px;
  }
  .ends {
    display: flex;
    font-size: 0.88em;
    justify-content: space-between;
  }
  section {
    align-content: start;
    display: grid;
    gap: 6px;
    grid-template-columns: minmax(0, 1fr);
  }
  .change {
    white-space: nowrap;
    width: 190px;
  }
  .gain {
    display: inline-block;
    height: 8px;
    margin-inline-start: 8px;
    position: relative;
    vertical-align: middle;
    width: 90px;
  }
  .gain::before {
    background: var(--vscode-charts-green);
    border-radius: 2px;
    content: '';
    inset-block: 0;
    inset-inline-start: 50%;
    position: absolute;
    width: calc(var(--gain) / 2);
  }
  .gain.worse::before {
    background: var(--vscode-charts-red);
    inset-inline-end: 50%;
    inset-inline-start: auto;
  }
  .pair {
    display: flex;
    flex-wrap: wrap;
    gap: 20px 40px;
    padding-top: 6px;
  }
  .pair > div {
    min-width: 0;
  }
  .pair.wide {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr));
  }
  figure {
    margin: 0;
    min-width: 0;
  }
  h3 {
    margin-bottom: 4px;
  }
  ul {
    margin: 0;
    padding-inline-start: 20px;
  }
`;
