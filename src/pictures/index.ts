export { decodeImages } from './decode-images.ts';
export { thumbnailFile } from './thumbnail-file.ts';
export type { DecodeOptions, ImageStore, PictureProblem } from './types.ts';
