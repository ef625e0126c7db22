export { quoted, type Naming } from './naming.ts';
export { sayTrust, type Estimate, type TrustFacts } from './trust.ts';
export {
  sayWeakness,
  WEAKNESSES,
  type ListedFacts,
  type RankedFacts,
  type ReachedFacts,
  type Weakness,
  type WeakFacts,
} from './weakness.ts';
export { sayWhy, type WhyFacts } from './why.ts';
