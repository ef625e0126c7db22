/** Tolerance of every comparison of a probability with a threshold or with another probability. */
export const COMPARISON_TOLERANCE = 1e-6;
/** Divisors are kept from 0 by this. */
export const TINY = 1e-100;
