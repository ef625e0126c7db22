export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly folder: string;
  readonly places: readonly string[];
  readonly bytes: number;
}
export function isAllowed(name: string, licence: string): boolean;
export function shippedPackages(): Promise<ShippedPackage[]>;
