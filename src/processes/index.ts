export { linkAbort, untilAborted } from './abort.ts';
export { bundledFile } from './bundled-file.ts';
export { forkScript, sendOrKill, watchChild, type ChildEnd } from './child-process.ts';
export { saysOutOfMemory } from './out-of-memory.ts';
export { sendToParent } from './send-to-parent.ts';
export { startThread, startThreads, type Thread } from './threads.ts';
export { watchParent } from './watch-parent.ts';
