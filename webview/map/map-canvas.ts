import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { baseStyles } from '../parts/base-styles.ts';
import { watchTheme } from '../parts/watch-theme.ts';
import { setStyle } from '../parts/set-style.ts';
import { boundsOf, boxOf, pan, wholeMap, zoomAt, type Camera, type Room } from './map-camera.ts';
import { css as cssColour, shade, type ColourBy, type MapColours } from './map-colours.ts';
import { mapCanvasStyles } from './map-canvas-styles.ts';
import { MAP_EVENT, type MapChoice } from './map-choice.ts';
import { drawMap, pointSize } from './draw-map.ts';
import { nearestPoint, pointsIn, type MapBox, type MapPoints } from './map-points.ts';
import { themeColours } from './theme-colours.ts';

/** Pixels that an arrow key moves the map by. */
const STEP = 60;
const ZOOM = 1.3;
/** So many pixels around a point are it, too. */
const REACH = 10;
/** A pointer that moved less has clicked. */
const CLICK = 4;

type Corner = readonly [x: number, y: number];

/** The points of a map: drag or arrow keys move it, the wheel or plus and minus come closer, a box chooses pictures. */
export class MapCanvas extends LitElement {
  static override properties = {
    points: { attribute: false },
    by: { type: String },
    flagged: { type: Number },
    only: { attribute: false },
    classes: { type: Number },
    selecting: { type: Boolean },
    label: { type: String },
    shown: { attribute: false },
  };
  declare points: MapPoints;
  declare by: ColourBy;
  /** Ids below are flagged. */
  declare flagged: number;
  declare only: number | null;
  /** Number of classes. */
  declare classes: number;
  /** A drag chooses; else it moves the map. */
  declare selecting: boolean;
  declare label: string;
  /** Place of the point that is marked. */
  declare shown: number | null;

  #camera: Camera | null = null;
  #room: Room = { width: 0, height: 0 };
  #colours: MapColours | null = null;
  #drag: { readonly from: Corner; readonly isBox: boolean; last: Corner } | null = null;
  #frame = 0;
  readonly #resizes = new ResizeObserver(() => {
    this.#resized();
  });
  #unwatch: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
    this.#unwatch = watchTheme(() => {
      this.#colours = null;
      this.#draw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.#unwatch?.();
    cancelAnimationFrame(this.#frame);
  }

  get #whole(): Camera {
    return wholeMap(this.#room, boundsOf(this.points.at));
  }

  get #now(): Camera {
    return (this.#camera ??= this.#whole);
  }

  /** All of the map. */
  showAll(): void {
    this.#move(this.#whole);
  }

  zoom(factor: number): void {
    this.#zoomAt(factor, this.#room.width / 2, this.#room.height / 2);
  }

  /** Chooses the points in sight. */
  chooseSeen(): void {
    this.#tell({ kind: 'area', places: pointsIn(this.points, this.#seen()) });
  }

  #seen(): MapBox {
    return boxOf(this.#now, [0, 0], [this.#room.width, this.#room.height]);
  }

  #zoomAt(factor: number, x: number, y: number): void {
    this.#move(zoomAt(this.#now, factor, x, y, this.#whole));
  }

  #move(camera: Camera): void {
    this.#camera = camera;
    this.#tell({ kind: 'pointed', place: null, x: 0, y: 0 });
    this.#draw();
  }

  #tell(choice: MapChoice): void {
    this.dispatchEvent(new CustomEvent<MapChoice>(MAP_EVENT, { detail: choice }));
  }

  #resized(): void {
    const { clientWidth: width, clientHeight: height } = this;
    if (width === 0 || height === 0) return; // hidden: the observer calls again
    const isWhole =
      this.#camera === null || this.#camera.scale === wholeMap(this.#room, boundsOf(this.points.at)).scale;
    this.#room = { width, height };
    if (isWhole) this.#camera = null;
    this.#draw();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('points')) this.#camera = null;
    this.#draw();
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#drawNow();
    });
  }

  #drawNow(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const { width, height } = this.#room;
    if (canvas === null || width === 0) return;
    const density = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    const context = canvas.getContext('2d');
    if (context === null) return;
    const colours = (this.#colours ??= themeColours(this, this.classes));
    const { by, flagged, only, points, shown } = this;
    const shades = shade(points, colours, { by, flagged, only });
    const image = context.createImageData(canvas.width, canvas.height);
    const size = pointSize(points.count, this.#now, this.#whole);
    const { background, faint } = colours;
    const options = { camera: this.#now, room: this.#room, density, background, faint };
    drawMap(new Uint32Array(image.data.buffer), points, shades, size, options);
    context.putImageData(image, 0, 0);
    if (shown !== null && shown < points.count) this.#ring(context, shown, size, density);
    this.#tell({
      kind: 'drawn',
      inSight: pointsIn(points, this.#seen()).length,
      colours: colours.classes.map(cssColour),
    });
  }

  #ring(context: CanvasRenderingContext2D, place: number, size: number, density: number): void {
    const [x, y] = this.#shownAt(place);
    context.lineWidth = 2 * density;
    context.strokeStyle = getComputedStyle(this).color;
    context.beginPath();
    context.arc(x * density, y * density, (size + 4) * density, 0, 2 * Math.PI);
    context.stroke();
  }

  #shownAt(place: number): Corner {
    const { scale, left, top } = this.#now;
    return [this.points.at[2 * place] * scale + left, this.points.at[2 * place + 1] * scale + top];
  }

  #corner(event: PointerEvent | WheelEvent): Corner {
    const { left, top } = this.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  #pointAt([x, y]: Corner): number | undefined {
    const { scale, left, top } = this.#now;
    return nearestPoint(this.points, (x - left) / scale, (y - top) / scale, REACH / scale);
  }

  readonly #down = (event: PointerEvent): void => {
    if (event.button > 1) return;
    const from = this.#corner(event);
    this.#drag = { from, isBox: event.button === 0 && this.selecting !== event.shiftKey, last: from };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };

  readonly #dragged = (event: PointerEvent): void => {
    const to = this.#corner(event);
    const drag = this.#drag;
    if (drag === null) {
      this.#tell({ kind: 'pointed', place: this.#pointAt(to) ?? null, x: to[0], y: to[1] });
      return;
    }
    if (!drag.isBox) this.#move(pan(this.#now, to[0] - drag.last[0], to[1] - drag.last[1]));
    drag.last = to;
    if (drag.isBox) this.requestUpdate();
  };

  readonly #up = (event: PointerEvent): void => {
    const drag = this.#drag;
    this.#drag = null;
    if (drag === null) return;
    const to = this.#corner(event);
    this.requestUpdate();
    if (Math.hypot(to[0] - drag.from[0], to[1] - drag.from[1]) < CLICK) {
      const place = this.#pointAt(to);
      if (place !== undefined && event.button === 0) this.#tell({ kind: 'point', place });
      return;
    }
    if (!drag.isBox) return;
    const places = pointsIn(this.points, boxOf(this.#now, drag.from, to));
    if (places.length > 0) this.#tell({ kind: 'area', places });
  };

  readonly #cancel = (): void => {
    this.#drag = null;
    this.requestUpdate();
  };

  readonly #leave = (): void => {
    this.#tell({ kind: 'pointed', place: null, x: 0, y: 0 });
  };

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const [x, y] = this.#corner(event);
    this.#zoomAt(ZOOM ** -Math.sign(event.deltaY), x, y);
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [STEP, 0],
      ArrowRight: [-STEP, 0],
      ArrowUp: [0, STEP],
      ArrowDown: [0, -STEP],
    };
    const by = moves[event.key];
    if (event.key in moves) this.#move(pan(this.#now, by[0], by[1]));
    else if (event.key === '+' || event.key === '=') this.zoom(ZOOM);
    else if (event.key === '-') this.zoom(1 / ZOOM);
    else if (event.key === '0' || event.key === 'Home') this.showAll();
    else if (event.key === 'Enter') this.chooseSeen();
    else if (event.key === 'Escape' && this.#drag !== null) this.#cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #box(): TemplateResult | typeof nothing {
    const drag = this.#drag;
    if (drag?.isBox !== true) return nothing;
    const [a, b] = [drag.from, drag.last];
    return html`<div
      class="box"
      ${setStyle({
        left: `${Math.min(a[0], b[0])}px`,
        top: `${Math.min(a[1], b[1])}px`,
        width: `${Math.abs(a[0] - b[0])}px`,
        height: `${Math.abs(a[1] - b[1])}px`,
      })}
    ></div>`;
  }

  protected override render(): TemplateResult {
    return html`<canvas
        class=${this.selecting ? 'selecting' : ''}
        tabindex="0"
        role="application"
        aria-label=${this.label}
        @pointerdown=${this.#down}
        @pointermove=${this.#dragged}
        @pointerup=${this.#up}
        @pointercancel=${this.#cancel}
        @pointerleave=${this.#leave}
        @wheel=${this.#wheel}
        @keydown=${this.#key}
      ></canvas
      >${this.#box()}`;
  }

  static override styles = [baseStyles, mapCanvasStyles];
}
