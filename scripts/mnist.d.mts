export const SIDE: 28;
export interface Digit {
  readonly label: number;
  readonly pixels: Buffer;
}
export function random(seed: number): () => number;
export function readDigits(count: number, seed: number): Promise<Digit[]>;
export function writeDigits(digits: readonly { readonly pixels: Buffer }[], folder: string): Promise<string[]>;
