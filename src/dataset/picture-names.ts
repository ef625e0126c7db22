import { posix } from 'node:path';

/** Extensions of the pictures that a data set may hold, lower-case. */
const PICTURE_EXTENSIONS: ReadonlySet<string> = new Set([
  ...['.png', '.jpg', '.jpeg', '.jpe', '.jfif', '.webp', '.gif', '.tif', '.tiff', '.avif', '.bmp'],
  ...['.pgm', '.ppm', '.pbm', '.pnm', '.dcm', '.dicom'],
]);

/** Formats of pictures that are not read, by extension, with what can be done. */
const UNREAD: readonly (readonly [format: string, advice: string, extensions: string])[] = [
  ['HEIC', 'convert them to JPEG, e.g. with "magick mogrify -format jpg"', 'heic heif hif'],
  ['JPEG XL', 'convert them to PNG, e.g. with "djxl"', 'jxl'],
  ['JPEG 2000', 'convert them to PNG, e.g. with "magick mogrify -format png"', 'jp2 j2k j2c jpc jpx jpf jpm'],
  ['SVG', 'draw them as PNG at the size that the model shall see', 'svg svgz'],
  ['PDF', 'save their pages as PNG', 'pdf eps ps ai'],
  ['camera raw', 'develop them to JPEG or TIFF', 'raw cr2 cr3 nef nrw arw dng orf rw2 raf pef srw'],
  ['Photoshop', 'save them as PNG', 'psd psb xcf'],
  ['high dynamic range', 'tone-map them to PNG or 16-bit TIFF', 'hdr exr pfm'],
  ['icon, Targa and DirectDraw', 'convert them to PNG', 'ico cur tga pcx dds ras sgi xbm xpm wbmp'],
  ['slide scanner', 'cut tiles out of them as PNG', 'svs ndpi mrxs scn vms vmu czi lif nd2'],
  ['volume', 'save their slices as PNG or 16-bit TIFF', 'nii mha mhd nrrd'],
  ['array', 'save their pictures as PNG', 'npy npz mat h5 hdf5 pkl pt tfrecord tfrecords parquet arrow lmdb mdb'],
  ['video', 'save their frames as JPEG or PNG', 'mp4 avi mov mkv webm mpg mpeg m4v wmv'],
  ['archive', 'unpack them if their pictures belong to it', 'zip tar gz tgz bz2 xz 7z rar zst'],
];
const UNREAD_OF: ReadonlyMap<string, { readonly format: string; readonly advice: string }> = new Map(
  UNREAD.flatMap(([format, advice, extensions]) =>
    extensions.split(' ').map((extension) => [`.${extension}`, { format, advice }] as const),
  ),
);

/** Whether a file's name is that of a picture. */
export function isPictureName(name: string): boolean {
  return PICTURE_EXTENSIONS.has(posix.extname(name).toLowerCase());
}

/** What a file seems to hold by its name where it holds pictures that are not read, and what can be done about it. */
export function unreadFormat(name: string): { readonly format: string; readonly advice: string } | undefined {
  return UNREAD_OF.get(posix.extname(name).toLowerCase());
}
