// What starts the engine: loaded with the first audit, comparison, export, map or choice of pictures that is asked for.
export { startAudit, startCompare, startExport, startMap, startNext } from '../../audit/light.ts';
