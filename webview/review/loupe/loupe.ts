import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { IssueDetail, IssueRow, SimilarPictures } from '../../../src/protocol/index.ts';
import { percent, score } from '../../language.ts';
import { act } from '../../parts/action.ts';
import { baseStyles } from '../../parts/base-styles.ts';
import { iconButton } from '../../parts/icon-button.ts';
import type { Beside } from '../../model/beside.ts';
import { fileName } from '../../model/format.ts';
import type { ReviewSession } from '../../model/review-session.ts';
import type { Size } from '../../model/zoom.ts';
import { STRINGS } from '../../strings.ts';
import { className, classNameStyles } from '../../parts/class-name.ts';
import { menuKey, openLoupeMenu } from '../picture-menu.ts';
import { classLegend } from '../class-legend.ts';
import { decisionButtons, decisionButtonStyles } from '../decision-buttons.ts';
import {
  besideSwitch,
  loupePaneStyles,
  noPicture,
  paneCaption,
  panesOf,
  zoomedPicture,
  type PaneView,
} from './loupe-panes.ts';
import { StageZoom } from './stage-zoom.ts';
import { loupeStyles, stageStyles } from './loupe-styles.ts';
import type { NoteField } from '../note-field.ts';

const TEXT = STRINGS.loupe;

/** The active picture in the whole of the review's room. All keys of the review work in it. */
export class Loupe extends LitElement {
  static override properties = {
    session: { attribute: false },
    detail: { attribute: false },
    nextUri: { attribute: false },
    thumbnail: { attribute: false },
    sideBySide: { type: Boolean },
    similar: { attribute: false },
    beside: { attribute: false },
    revision: { type: Number },
  };
  declare session: ReviewSession;
  declare detail: IssueDetail | undefined;
  /** The large picture of the one that a decision leads to, to be there in time. */
  declare nextUri: string | undefined;
  declare thumbnail: string | null | undefined;
  declare revision: number;
  declare sideBySide: boolean;
  /** Those beside it in full size; undefined until they are there. */
  declare similar: SimilarPictures | undefined;
  declare beside: Beside;

  readonly #view = new StageZoom(this, () => this.renderRoot.querySelector('.stage'));
  /** Sizes of the pictures beside it, by address. */
  readonly #sizes = new Map<string, Size>();
  #shown: number | undefined;
  #ahead: HTMLImageElement | undefined;
  readonly #resizes = new ResizeObserver(() => {
    this.requestUpdate();
  });

  constructor() {
    super();
    this.sideBySide = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('section')?.focus({ preventScroll: true });
  }

  focusNote(): void {
    this.renderRoot.querySelector<NoteField>('label-audit-note')?.focus();
  }

  /** Takes a key that only matters here; false where it is none. */
  handleKey(event: KeyboardEvent): boolean {
    if (menuKey(event, this.renderRoot.querySelector('[data-menu]'))) return true;
    if (event.ctrlKey || event.metaKey) return false;
    if (this.#view.handleKey(event)) return true;
    if (event.altKey) return false;
    if (event.key === '.') act(this, { kind: 'layout', change: { sideBySide: !this.sideBySide } });
    else if (event.key === ',' && this.sideBySide) {
      const { given, suggested, neighbours } = this.beside;
      act(this, {
        kind: 'beside',
        change: {
          given: given + 1,
          suggested: suggested + 1,
          ...(neighbours === null ? {} : { neighbours: neighbours + 1 }),
        },
      });
    } else return false;
    return true;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sideBySide')) this.#view.whole();
    const active = this.session.active?.id;
    if (active !== this.#shown) {
      this.#shown = active;
      this.#view.reset();
      this.#sizes.clear();
    }
    if (changed.has('nextUri') && this.nextUri !== undefined) {
      this.#ahead = new Image();
      this.#ahead.src = this.nextUri;
    }
  }

  protected override updated(): void {
    const active = this.session.active?.id;
    if (this.sideBySide && active !== undefined && this.similar === undefined)
      act(this, { kind: 'needSimilar', id: active });
  }

  protected override firstUpdated(): void {
    // What had the focus is covered, and can't keep it.
    this.focus();
    this.#resizes.observe(this.renderRoot.querySelector('.stage')!);
  }

  #picture(issue: IssueRow): TemplateResult {
    const uri = this.detail?.uri ?? this.thumbnail;
    if (typeof uri !== 'string') {
      const text = this.detail || uri === null ? STRINGS.detail.gone : STRINGS.detail.loading;
      return html`<span class="gone muted">${text}</span>`;
    }
    return zoomedPicture({
      uri,
      alt: STRINGS.detail.picture(issue.path),
      natural: this.#view.natural,
      frame: this.#view.frame,
      zoom: this.#view.zoom,
      loaded: (size) => {
        this.#view.loaded(size);
      },
    });
  }

  /** One of those beside it: enlarged and moved as it is. */
  #pane(pane: PaneView): TemplateResult {
    const shown = pane.pictures.at(pane.at);
    const content =
      shown === undefined
        ? noPicture(this.detail ? STRINGS.detail.similarNone : STRINGS.detail.loading)
        : zoomedPicture({
            uri: shown.uri,
            alt: STRINGS.detail.example(shown.path, shown.label),
            natural: this.#sizes.get(shown.uri) ?? null,
            frame: this.#view.frame,
            zoom: this.#view.zoom,
            loaded: (size) => {
              this.#sizes.set(shown.uri, size);
              this.requestUpdate();
            },
          });
    return html`<figure data-of=${pane.of}>
      <figcaption>${paneCaption(this, pane)}</figcaption>
      ${this.#stage(content)}
    </figure>`;
  }

  #stage(content: unknown): TemplateResult {
    return html`<div
      class="stage ${this.#view.zoom.scale > 1 ? 'large' : ''}"
      @wheel=${this.#view.wheel}
      @pointerdown=${this.#view.down}
      @dblclick=${this.#view.double}
    >
      ${content}
    </div>`;
  }

  #size(): TemplateResult | typeof nothing {
    const { natural, scale } = this.#view;
    if (natural === null || this.detail?.uri === undefined) return nothing;
    return html`<span class="muted number">${TEXT.size(natural.width, natural.height, scale)}</span>`;
  }

  /** How probable a label is; of several labels each class has a probability of its own, beside the picture. */
  #share(probability: number): TemplateResult | typeof nothing {
    return this.session.audit.separator === undefined
      ? html`<span class="muted">${percent(probability)}</span>`
      : nothing;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    const issue = session.active;
    if (!issue) return nothing;
    const at = session.visible.indexOf(issue.id) + 1;
    const decision = session.standingOf(issue.id);
    return html`<section
      aria-label=${TEXT.region}
      tabindex="-1"
      @contextmenu=${(event: MouseEvent) => {
        openLoupeMenu(event, session);
      }}
    >
      <header>
        <span class="name truncate" title=${issue.path}>${fileName(issue.path)}</span>
        ${
          session.check === null
            ? html`<span class="labels"
                ><span class="label" title=${issue.given}>${className(issue.given)}</span>
                ${this.#share(issue.givenProbability)} →
                <strong class="label" title=${issue.suggested}>${className(issue.suggested)}</strong>
                ${this.#share(issue.suggestedProbability)}</span
              >`
            : html`<span class="labels"
                ><span class="label" title=${issue.given}>${className(issue.given)}</span>
                <span class="muted">${STRINGS.checks.title(session.check.name)} ${score(issue.quality)}</span></span
              >`
        }
        ${decision === 'open' ? nothing : html`<span class="state">${STRINGS.decision(decision)}</span>`}
        <span class="end"
          >${this.#size()}<span class="muted number">${TEXT.position(at, session.visible.length)}</span></span
        >
        ${besideSwitch(this, this.sideBySide)}
        ${iconButton(
          'close',
          TEXT.close,
          () => {
            act(this, { kind: 'closeLoupe' });
          },
          'Esc',
        )}
      </header>
      <div class="panes ${this.beside.neighbours === null ? '' : 'around'}">
        <figure data-menu>
          ${this.sideBySide ? html`<figcaption><span class="truncate" title=${issue.path}>${fileName(issue.path)}</span></figcaption>` : nothing}
          ${this.#stage(this.#picture(issue))}
        </figure>
        ${this.sideBySide ? panesOf(issue, this.detail, this.similar, this.beside).map((pane) => this.#pane(pane)) : nothing}
      </div>
      <footer>
        ${decisionButtons(this, session)}
        <label-audit-note .session=${session} .revision=${this.revision}></label-audit-note>
        ${session.check === null ? classLegend(this, issue, this.detail?.probabilities ?? [], session.keys, session.audit.separator) : nothing}
      </footer>
    </section>`;
  }

  static override styles = [
    baseStyles,
    classNameStyles,
    decisionButtonStyles,
    stageStyles,
    loupeStyles,
    loupePaneStyles,
  ];
}
