import type { Platform } from './platforms.mjs';

export type VsixFiles = Map<string, Uint8Array | undefined>;
export const LIMIT: number;
export const ALLOWED_FILES: readonly RegExp[];
export function nativeOf(bytes: Uint8Array): { readonly os: string; readonly cpu: string | undefined } | undefined;
export function fileProblems(files: VsixFiles, platform: Platform): string[];
export function openVsix(bytes: Uint8Array): { readonly files: VsixFiles; readonly manifest: string };
export function vsixProblems(
  bytes: Uint8Array,
  platform: Platform,
  options?: { readonly isPreRelease?: boolean },
): string[];
