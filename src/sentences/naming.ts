/** How a class is named within a sentence: it may need quotes, or must not be taken for markup. */
export type Naming = (label: string) => string;

/** In quotes. */
export const quoted: Naming = (label) => `"${label}"`;
