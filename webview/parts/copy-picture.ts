/**
 * Puts a picture into the clipboard, as PNG.
 * @throws where it can't be read, or the clipboard may not be written
 */
export async function copyPicture(uri: string): Promise<void> {
  const image = new Image();
  // Its pixels may be read only where it was asked for as of another origin.
  image.crossOrigin = 'anonymous';
  image.src = uri;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d')!.drawImage(image, 0, 0);
  const png = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (png === null) throw new Error('The picture has no pixels.');
  // Only the page that has the focus may write; a menu has had it.
  window.focus();
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}
