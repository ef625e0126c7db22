export interface Platform {
  readonly target: string;
  readonly os: string;
  readonly cpu: string;
  readonly libc?: string;
}
export const PLATFORMS: readonly Platform[];
export function thisPlatform(): Platform;
export function platformOf(target: string): Platform;
export function packagesFor(name: string, platform: Platform, log?: (line: string) => void): Promise<string>;
