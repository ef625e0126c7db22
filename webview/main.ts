import { HealthView } from './health/health-view.ts';
import { ClassTable } from './health/class-table.ts';
import { CurveChart } from './health/curve-chart.ts';
import { HeatMap } from './health/heat-map.ts';
import { LearningCurves } from './health/learning-curves.ts';
import { NotesList } from './health/notes-list.ts';
import { AnnotatorTable } from './health/annotator-table.ts';
import { OverlapTable } from './health/overlap-table.ts';
import { MapCanvas } from './map/map-canvas.ts';
import { MapViewElement } from './map/map-view.ts';
import { KeysDialog } from './keys-dialog.ts';
import { CompareView } from './compare/compare-view.ts';
import { ConfusionMatrix } from './compare/confusion-matrix.ts';
import { FixView } from './fix/fix-view.ts';
import { QueueViewElement } from './queue/queue-view.ts';
import { applyPageStyles } from './page-styles.ts';
import { LabelAuditPanel } from './panel.ts';
import { PhaseView } from './phase-view.ts';
import { CheckSwitch } from './checks/check-switch.ts';
import { ThresholdSlider } from './checks/threshold-slider.ts';
import { ClassChooser } from './review/class-chooser.ts';
import { FilterBar } from './review/filters/filter-bar.ts';
import { IssueDetailPane } from './review/issue-detail.ts';
import { IssueGrid } from './review/grid/issue-grid.ts';
import { Loupe } from './review/loupe/loupe.ts';
import { NoteField } from './review/note-field.ts';
import { ProbabilityList } from './review/probability-list.ts';
import { QualityFilter } from './review/filters/quality-filter.ts';
import { ReviewViewElement } from './review/review-view.ts';
import { SplitHandle } from './review/split-handle.ts';
import { SessionDialog } from './session-dialog.ts';
import { registerToolkit } from './parts/toolkit.ts';

registerToolkit();
applyPageStyles();

const ELEMENTS = {
  'label-audit-quality': QualityFilter,
  'label-audit-filters': FilterBar,
  'label-audit-grid': IssueGrid,
  'label-audit-checks': CheckSwitch,
  'label-audit-threshold': ThresholdSlider,
  'label-audit-probabilities': ProbabilityList,
  'label-audit-note': NoteField,
  'label-audit-detail': IssueDetailPane,
  'label-audit-split': SplitHandle,
  'label-audit-loupe': Loupe,
  'label-audit-chooser': ClassChooser,
  'label-audit-review': ReviewViewElement,
  'label-audit-classes': ClassTable,
  'label-audit-overlaps': OverlapTable,
  'label-audit-annotators': AnnotatorTable,
  'label-audit-heat-map': HeatMap,
  'label-audit-chart': CurveChart,
  'label-audit-curves': LearningCurves,
  'label-audit-notes': NotesList,
  'label-audit-health': HealthView,
  'label-audit-map-canvas': MapCanvas,
  'label-audit-map': MapViewElement,
  'label-audit-fix': FixView,
  'label-audit-confusion': ConfusionMatrix,
  'label-audit-compare': CompareView,
  'label-audit-queue': QueueViewElement,
  'label-audit-phase': PhaseView,
  'label-audit-keys': KeysDialog,
  'label-audit-session': SessionDialog,
  // Last: it needs all the others.
  'label-audit-panel': LabelAuditPanel,
} as const;

for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
