import { version } from '../../package.json';
import { version as tfjsVersion } from '@tensorflow/tfjs-core/package.json';

/** Version of Label Audit. */
export const VERSION: string = version;
/** Version of the TensorFlow.js that trains. Read from its manifest: loading it is the training processes' business. */
export const TFJS_VERSION: string = tfjsVersion;
