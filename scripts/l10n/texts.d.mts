export type Texts = Readonly<Record<string, string>>;

export const LANGUAGES: readonly string[];
export const BUNDLE: string;
export const MANIFEST_TEXTS: string;
export const TRANSLATED_FROM: string;
export function inLanguage(file: string, language: string): string;
export function readTexts(file: string): Promise<Texts>;
export function extractMessages(): Promise<Texts>;
export function fixedParts(text: string): string[];
export function faultsOf(
  english: Texts,
  translated: Texts,
  names: readonly (readonly [name: string, command: string])[],
): string[];
export function commandNames(english: Texts, translated: Texts): (readonly [name: string, command: string])[];
export function changedSinceTranslated(): Promise<string[]>;
export function faultsIn(language: string): Promise<string[]>;
