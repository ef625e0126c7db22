const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest 16-bit floats (IEEE 754 binary16; of two as near the even one), as their bits; too large ones are infinite. */
export function toHalfFloats(values: ArrayLike<number>): Uint16Array {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    float[0] = values[i];
    const whole = bits[0];
    const sign = (whole >>> 16) & 0x8000;
    const magnitude = whole & 0x7fffffff;
    if (magnitude >= 0x7f800000) halves[i] = sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
    else if (magnitude < 0x38800000) {
      // Smaller than 2⁻¹⁴: so many times 2⁻²⁴.
      const times = Math.abs(float[0]) * 2 ** 24;
      const floor = Math.floor(times);
      const rest = times - floor;
      halves[i] = sign | (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor);
    } else {
      // What is cut off is rounded by adding just less than half of it, and the last bit that stays.
      const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
      halves[i] = sign | Math.min(0x7c00, (rounded - 0x38000000) >>> 13);
    }
  }
  return halves;
}

/** Widens bits of 16-bit floats into `target`, from `place` on. */
export function fromHalfFloats(halves: Uint16Array, target: Float32Array, place: number): void {
  for (let i = 0; i < halves.length; i++) target[place + i] = halfFloat(halves[i]);
}

function halfFloat(half: number): number {
  const sign = (half & 0x8000) === 0 ? 1 : -1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  bits[0] = ((half & 0x8000) << 16) | ((exponent + 112) << 23) | (fraction << 13);
  return float[0];
}
