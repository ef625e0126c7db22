// What is to be known of the trunk where it is not loaded, and TensorFlow.js neither.

/** Numbers per picture and view. */
export const TRUNK_FEATURES = 1952;
/** What reports call it. */
export const TRUNK_NAME = 'EfficientNet-Lite0';
/** SHA-256 of the weight file that scripts/make-trunk.py makes. */
export const TRUNK_SHA256 = 'd95fa1e33486537fa83129e4bbbc9a1303d902e5588856953266f3371d93fe9c';
/** Goes up where the same pictures get other numbers, in their last bits say: features kept before are not used then. */
export const TRUNK_ARITHMETIC = 2;
