import type { HostMessage, MapLayout, MapView, PanelMessage } from '../../src/protocol/index.ts';

/** The map of the audit that is shown, and what is asked for of it. */
export class MapState {
  view: MapView | null = null;
  /** The one that is wanted; the other may still be in sight. */
  layout: MapLayout = 'components';
  /** How much of the layout by neighbours is done; null: none is being made. */
  share: number | null = null;
  #isAsked = false;
  readonly #post: (message: PanelMessage) => void;

  constructor(post: (message: PanelMessage) => void) {
    this.#post = post;
  }

  /** The map is in sight. */
  want(): void {
    if (this.#isAsked || this.view?.layout === this.layout) return;
    this.#isAsked = true;
    this.#post({ type: 'map', layout: this.layout });
  }

  choose(layout: MapLayout): void {
    if (layout === this.layout) return;
    if (this.share !== null) this.#post({ type: 'stopMap' });
    this.layout = layout;
    this.#isAsked = false;
    this.want();
  }

  /** @param createdAt of the audit that is shown: the map of another is not */
  receive(message: Extract<HostMessage, { type: 'map' | 'mapping' }>, createdAt: string | undefined): void {
    if (message.type === 'mapping') {
      this.share = message.share;
      return;
    }
    const { map } = message;
    if (map.createdAt !== createdAt || map.layout !== this.layout) return;
    this.view = map;
    this.#isAsked = false;
  }

  /** Another audit is shown. */
  reset(): void {
    this.view = null;
    this.share = null;
    this.layout = 'components';
    this.#isAsked = false;
  }
}
