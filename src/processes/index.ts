export { watchParent } from './watch-parent.ts';
