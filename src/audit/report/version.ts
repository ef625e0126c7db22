import { devDependencies, version } from '../../../package.json';

/** Version of Label Audit. */
export const VERSION: string = version;
/** Version of the TensorFlow.js that trains: it is bundled, and pinned in our manifest. */
export const TFJS_VERSION: string = devDependencies['@tensorflow/tfjs-core'];
