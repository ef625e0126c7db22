export { decodeImages, pictureProblem } from './decode-images.ts';
export { DECODER_VERSION, decodePicture, type DecodedPicture } from './decode-picture.ts';
export { loadSharp } from './load-sharp.ts';
export { PictureError, withPictureFile } from './picture-file.ts';
export { measuredPixels, measurePictures, type MeasuredPixels } from './measure-pictures.ts';
export { pictureFacts, type PictureFacts } from './picture-facts.ts';
export { thumbnailFile } from './thumbnail-file.ts';
export type { DecodeOptions, ImageStore, PictureList, PictureProblem } from './types.ts';
