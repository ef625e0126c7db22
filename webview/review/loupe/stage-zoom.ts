import type { ReactiveControllerHost } from 'lit';
import { fitScale, panBy, WHOLE, zoomAt, type Size, type Zoom } from '../../model/zoom.ts';
import { followDrag, pointOnStage } from './stage-pointer.ts';

/** One step of a key or of the wheel. */
const STEP = 1.25;
/** Pixels that a key moves an enlarged picture. */
const PAN = 60;

const PANS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [PAN, 0],
  ArrowRight: [-PAN, 0],
  ArrowUp: [0, PAN],
  ArrowDown: [0, -PAN],
};

/** How the picture lies in its stage: enlarged and moved by wheel, drag, double click and keys. */
export class StageZoom {
  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  readonly #stage: () => Element | null;
  #zoom = WHOLE;
  #natural: Size | null = null;

  /**
   * @param host is drawn anew when the picture lies differently
   * @param stage the picture's frame; null before it is drawn
   */
  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>, stage: () => Element | null) {
    this.#host = host;
    this.#stage = stage;
  }

  get zoom(): Zoom {
    return this.#zoom;
  }

  /** The picture's own size; null until it is there. */
  get natural(): Size | null {
    return this.#natural;
  }

  get frame(): Size {
    const stage = this.#stage();
    return { width: stage?.clientWidth ?? 1, height: stage?.clientHeight ?? 1 };
  }

  /** Pixels of the screen for one of the picture's; 1 until the picture is there. */
  get scale(): number {
    return this.#natural === null ? 1 : fitScale(this.#natural, this.frame) * this.#zoom.scale;
  }

  /** Another picture is shown: all of it, once it is there. */
  reset(): void {
    this.#zoom = WHOLE;
    this.#natural = null;
  }

  /** Shows all of the picture. */
  whole(): void {
    this.#set(WHOLE);
  }

  loaded(size: Size): void {
    this.#natural = size;
    this.#host.requestUpdate();
  }

  /** Takes a key that enlarges or moves the picture; false where it is none. */
  handleKey({ altKey, key }: KeyboardEvent): boolean {
    if (altKey) {
      if (!Object.hasOwn(PANS, key)) return false;
      const [x, y] = PANS[key];
      this.#pan(x, y);
    } else if (key === '+' || key === '=') this.#enlarge(STEP, { x: 0, y: 0 });
    else if (key === '-') this.#enlarge(1 / STEP, { x: 0, y: 0 });
    else if (key === '0') this.whole();
    else return false;
    return true;
  }

  readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    // Lines and pages of a wheel, pixels of a touchpad.
    const distance = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY / 100 : Math.sign(event.deltaY);
    this.#enlarge(STEP ** -distance, pointOnStage(event));
  };

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    followDrag(event, (x, y) => {
      this.#pan(x, y);
    });
  };

  /** To its own pixels, or back to all of it. */
  readonly double = (event: MouseEvent): void => {
    if (this.#natural === null) return;
    const own = 1 / fitScale(this.#natural, this.frame);
    if (this.#zoom.scale > 1) this.whole();
    else this.#enlarge(Math.max(2, own), pointOnStage(event));
  };

  #enlarge(factor: number, point: { x: number; y: number }): void {
    if (this.#natural) this.#set(zoomAt(this.#zoom, factor, point, this.#natural, this.frame));
  }

  #pan(x: number, y: number): void {
    if (this.#natural) this.#set(panBy(this.#zoom, x, y, this.#natural, this.frame));
  }

  #set(zoom: Zoom): void {
    this.#zoom = zoom;
    this.#host.requestUpdate();
  }
}
