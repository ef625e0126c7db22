import type { Platform } from './platforms.mjs';
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly folder: string;
  readonly places: readonly string[];
  readonly bytes: number;
}
export function isAllowed(name: string, licence: string): boolean;
export interface Packed {
  readonly platform: Platform;
  readonly modules: string;
}
export const HERE: Packed;
export const NATIVE: string;
export function shippedPackages(packed?: Packed): Promise<ShippedPackage[]>;
