// What the commands of the palette do, and the first hint: loaded when the first of them is asked for.
export { glanceAtDataset } from '../../dataset/index.ts';
export { pickDataset } from '../runs/dataset-picker.ts';
export { runAuditCommand } from '../runs/run-audit.ts';
export { createLabelsFile } from './create-labels-file.ts';
export { installGpu, installNative, removeGpu, removeNative } from './install-training.ts';
export { mapPictures } from './map-pictures.ts';
export { openLastAudit } from './open-last-audit.ts';
export { openSample } from './sample.ts';
