// The panel: the extension loads it when it is opened first, or when a summary of the review is asked for.
export { createCheckThresholds } from './checks/check-thresholds.ts';
export { createClassKeyStore } from './class-keys.ts';
export { createDatasetChoice } from './dataset-updates.ts';
export { createPictures } from './panel-pictures.ts';
export { createPanel } from './panel.ts';
export { summaryText } from './summary/summary-text.ts';
