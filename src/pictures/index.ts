export { decodeImages } from './decode-images.ts';
export { thumbnailFile } from './thumbnail-file.ts';
