/**
 * Tells when VS Code's theme may have changed. It is a class and variables of the page: what is drawn on a canvas does not
 * follow by itself.
 * @returns ends it
 */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  const change = { attributes: true, attributeFilter: ['class', 'style'] };
  observer.observe(document.body, change);
  observer.observe(document.documentElement, change);
  return () => {
    observer.disconnect();
  };
}
