/** What the menu of a picture offers. In a file of its own: its commands are registered before any schema is loaded. */
export const PICTURE_ITEMS = [
  'accept',
  'keep',
  'choose',
  'unsure',
  'remove',
  'similar',
  'open',
  'reveal',
  'copyPath',
  'copyPicture',
] as const;
export type PictureItem = (typeof PICTURE_ITEMS)[number];
