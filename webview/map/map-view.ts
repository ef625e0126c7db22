import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { MapLayout } from '../../src/protocol/index.ts';
import { finePercent } from '../language.ts';
import type { BatchLoader } from '../model/batch-loader.ts';
import type { MapState } from '../model/map-state.ts';
import type { ReviewSession } from '../model/review-session.ts';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { className, classNameStyles } from '../parts/class-name.ts';
import { iconButton } from '../parts/icon-button.ts';
import { setStyle } from '../parts/set-style.ts';
import { dropdown } from '../parts/dropdown.ts';
import { STRINGS } from '../strings.ts';
import type { MapCanvas } from './map-canvas.ts';
import type { MapChoice } from './map-choice.ts';
import { checkOf, COLOUR_BY, type ColourBy } from './map-colours.ts';
import { hasBit, readPoints, type MapPoints } from './map-points.ts';
import { mapViewStyles } from './map-view-styles.ts';

const TEXT = STRINGS.map;
const LAYOUTS: readonly MapLayout[] = ['components', 'neighbours'];
/** A tip is at most so wide and high, and stands so far from the pointer. */
const TIP = { width: 190, height: 210, away: 14 };

/** The Map tab: all audited pictures as points, those that are alike near each other. */
export class MapViewElement extends LitElement {
  static override properties = {
    session: { attribute: false },
    map: { attribute: false },
    thumbnails: { attribute: false },
    revision: { type: Number },
    by: { state: true },
    only: { state: true },
    selecting: { state: true },
    pointed: { state: true },
    inSight: { state: true },
    colours: { state: true },
  };
  declare session: ReviewSession;
  declare map: MapState;
  declare thumbnails: BatchLoader<string | null>;
  declare revision: number;
  declare by: ColourBy;
  declare only: number | null;
  declare selecting: boolean;
  declare pointed: { readonly place: number; readonly x: number; readonly y: number } | null;
  declare inSight: number;
  /** Of each class, as the canvas draws it in this theme. */
  declare colours: readonly string[];

  #of: MapState['view'] = null;
  #points: MapPoints | null = null;

  constructor() {
    super();
    this.by = 'class';
    this.only = null;
    this.selecting = false;
    this.pointed = null;
    this.inSight = 0;
    this.colours = [];
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.map.want();
    const { view } = this.map;
    if (view === this.#of && !changed.has('session')) return;
    this.#of = view;
    this.#points = view === null || view.problem !== undefined ? null : readPoints(view);
    // Another audit may have made other checks.
    const check = checkOf(this.by);
    if (check !== undefined && this.#points?.checks.has(check) === false) this.by = 'class';
    this.pointed = null;
  }

  get #canvas(): MapCanvas | null {
    return this.renderRoot.querySelector<MapCanvas>('label-audit-map-canvas');
  }

  readonly #choice = (event: Event): void => {
    const choice = (event as CustomEvent<MapChoice>).detail;
    const points = this.#points;
    if (points === null) return;
    if (choice.kind === 'drawn') {
      this.inSight = choice.inSight;
      if (choice.colours.join() !== this.colours.join()) this.colours = choice.colours;
    } else if (choice.kind === 'pointed') this.#point(choice.place, choice.x, choice.y);
    else if (choice.kind === 'point') {
      const id = points.ids[choice.place];
      this.#show([id]);
      act(this, { kind: 'select', id, mode: 'only' });
    } else if (choice.places.length > 0) this.#show(choice.places.map((place) => points.ids[place]));
  };

  #point(place: number | null, x: number, y: number): void {
    if (place === null) {
      if (this.pointed !== null) this.pointed = null;
      return;
    }
    if (this.pointed?.place !== place && this.#points) {
      act(this, { kind: 'needThumbnails', ids: [this.#points.ids[place]] });
    }
    this.pointed = { place, x, y };
  }

  #show(ids: readonly number[]): void {
    act(this, { kind: 'showOnly', filters: { all: true, area: new Set(ids) } });
  }

  #tools(points: MapPoints): TemplateResult {
    const { layout, share } = this.map;
    return html`<div class="tools" role="toolbar" aria-label=${TEXT.tools}>
      ${dropdown({
        label: TEXT.layout,
        value: layout,
        options: LAYOUTS.map((value) => ({ value, text: TEXT.layouts[value] })),
        choose: (value) => {
          act(this, { kind: 'mapLayout', layout: value as MapLayout });
        },
      })}
      ${dropdown({
        label: TEXT.colour,
        value: this.by,
        options: [
          ...COLOUR_BY.map((value) => ({ value, text: TEXT.colours[value] })),
          ...[...points.checks.keys()].map((name) => ({ value: `check:${name}`, text: STRINGS.checks.title(name) })),
        ],
        choose: (value) => {
          this.by = value as ColourBy;
        },
      })}
      <vscode-checkbox
        title=${TEXT.selectHint}
        .checked=${this.selecting}
        @change=${(event: Event) => {
          this.selecting = (event.target as HTMLInputElement).checked;
        }}
        >${TEXT.select}</vscode-checkbox
      >
      <span class="zoom"
        >${iconButton('zoomIn', TEXT.closer, () => this.#canvas?.zoom(1.5), '+')}${iconButton(
          'zoomOut',
          TEXT.farther,
          () => this.#canvas?.zoom(1 / 1.5),
          '-',
        )}${iconButton('fit', TEXT.all, () => this.#canvas?.showAll(), '0')}</span
      >
      ${
        share === null
          ? nothing
          : html`<span class="making" role="status"
              >${TEXT.making(share)}
              <button
                class="plain link"
                @click=${() => {
                  act(this, { kind: 'mapLayout', layout: 'components' });
                }}
              >
                ${TEXT.stop}
              </button></span
            >`
      }
      <vscode-button
        class="seen"
        appearance="secondary"
        ?disabled=${this.inSight === 0}
        title=${TEXT.showSeenHint}
        @click=${() => this.#canvas?.chooseSeen()}
        >${TEXT.showSeen(this.inSight)}</vscode-button
      >
    </div>`;
  }

  #legend(points: MapPoints): TemplateResult {
    const check = checkOf(this.by);
    if (this.by !== 'class') {
      const text =
        check === undefined ? (this.by === 'issue' ? TEXT.issueLegend : TEXT.qualityLegend) : this.#checkLegend(check);
      return html`<p class="muted caption">${text}</p>`;
    }
    const { classes } = this.session.audit;
    const counts = new Uint32Array(classes.length);
    for (const one of points.classes) counts[one]++;
    return html`<ul class="legend" aria-label=${TEXT.legend}>
      ${classes.map((name, place) =>
        counts[place] === 0
          ? nothing
          : html`<li>
              <button
                class="plain"
                aria-pressed=${this.only === place}
                title=${TEXT.onlyHint(name, counts[place])}
                @click=${() => {
                  this.only = this.only === place ? null : place;
                }}
              >
                <span class="swatch" ${setStyle({ '--colour': this.colours[place] ?? 'transparent' })}></span
                >${className(name)}
              </button>
            </li>`,
      )}
    </ul>`;
  }

  #checkLegend(check: string): string {
    const points = this.#points;
    const bits = points?.checks.get(check);
    let found = 0;
    for (let i = 0; bits !== undefined && i < (points?.count ?? 0); i++) if (hasBit(bits, i)) found++;
    return TEXT.checkLegend(STRINGS.checks.title(check), found);
  }

  #tip(points: MapPoints): TemplateResult | typeof nothing {
    const { pointed } = this;
    const canvas = this.#canvas;
    if (pointed === null || canvas === null) return nothing;
    const { place, x, y } = pointed;
    const id = points.ids[place];
    const uri = this.thumbnails.get(id);
    const row = this.session.store.get(id);
    const left = x + TIP.away + TIP.width > canvas.clientWidth ? x - TIP.away - TIP.width : x + TIP.away;
    const top = y + TIP.away + TIP.height > canvas.clientHeight ? y - TIP.away - TIP.height : y + TIP.away;
    return html`<div class="tip" ${setStyle({ left: `${Math.max(0, left)}px`, top: `${Math.max(0, top)}px` })}>
      ${uri ? html`<img src=${uri} alt="" />` : html`<div class="blank"></div>`}
      <strong>${className(this.session.audit.classes[points.classes[place]])}</strong>
      ${row ? html`<span class="muted truncate">${row.path}</span>` : nothing}
      <span class="muted"
        >${TEXT.quality(finePercent(points.qualities[place] / 255))}${id < this.session.total ? TEXT.flagged : ''}</span
      >
    </div>`;
  }

  protected override render(): TemplateResult {
    const { view } = this.map;
    const points = this.#points;
    if (view === null) return html`<p class="message muted" role="status">${TEXT.loading}</p>`;
    if (points === null) return html`<p class="message">${view.problem ?? ''}</p>`;
    return html`<div class="page">
      ${this.#tools(points)}
      <div class="stage">
        <label-audit-map-canvas
          .points=${points}
          .by=${this.by}
          .flagged=${this.session.total}
          .only=${this.by === 'class' ? this.only : null}
          .classes=${this.session.audit.classes.length}
          .selecting=${this.selecting}
          .label=${TEXT.label(points.count)}
          .shown=${this.pointed?.place ?? null}
          @map-choice=${this.#choice}
        ></label-audit-map-canvas>
        ${this.#tip(points)}
      </div>
      ${this.#legend(points)}
      <p class="muted caption">
        ${TEXT.about[view.of]}${points.count < view.audited ? TEXT.thinned(points.count, view.audited) : ''}
      </p>
    </div>`;
  }

  static override styles = [baseStyles, classNameStyles, mapViewStyles];
}
