// What plans and comparisons are made with: `remediation-runs.ts` loads it when the first one is asked for.
export { readComparison } from '../../audit/light.ts';
export { readFixChoice } from '../../protocol/index.ts';
export { auditOptions, compareRepeats } from '../host/settings/settings.ts';
export { askForComparison } from './comparison-picker.ts';
export { comparisonView } from './comparison-view.ts';
export { changeableSplits } from './fix-choice.ts';
export { planFix } from './fix-plan.ts';
export { fixPlanView } from './fix-plan-view.ts';
export { picturesCache } from './run-audit.ts';
