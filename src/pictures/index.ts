export { decodeImages, pictureProblem, treatmentNotes } from './decode-images.ts';
export { DECODER_VERSION, decodePicture, type DecodedPicture } from './decode-picture.ts';
export { loadSharp } from './load-sharp.ts';
export { PictureError, readSmallPicture, withPictureFile } from './picture-file.ts';
export { measuredPixels, type MeasuredPixels } from './measured-pixels.ts';
export { pictureFacts, type PictureFacts } from './picture-facts.ts';
export { thumbnailFile } from './thumbnail-file.ts';
export type { DecodeOptions, ImageStore, PictureList, PictureProblem, TreatmentCounts } from './types.ts';
