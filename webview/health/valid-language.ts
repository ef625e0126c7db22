// uPlot makes a number format of `navigator.language` as it loads, and throws where that is no language tag: a browser
// started with LANG=C says `en-US@posix`. Must be imported before it.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
}
