/** Pixels of 8 bits, row-major, the samples of one pixel side by side. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 3: red, green, blue. */
  readonly channels: 1 | 3;
  /** width × height × channels. */
  readonly data: Uint8Array;
}
