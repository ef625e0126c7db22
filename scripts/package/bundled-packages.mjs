// Which packages esbuild has put into the bundles, told from its metafiles.

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * Bytes of each package (by its folder) in each bundle (by its file's name).
 * @param {import('esbuild').Metafile[]} metafiles
 * @returns {Record<string, Record<string, number>>}
 */
export function bundledPackages(metafiles) {
  const found = {};
  for (const { outputs } of metafiles) {
    for (const [output, { inputs }] of Object.entries(outputs)) {
      if (output.endsWith('.map')) continue;
      const bundle = output.split('/').at(-1);
      for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = PACKAGE.exec(input)?.[0];
        if (folder === undefined || bytesInOutput === 0) continue;
        const sizes = (found[folder] ??= {});
        sizes[bundle] = (sizes[bundle] ?? 0) + bytesInOutput;
      }
    }
  }
  return found;
}
