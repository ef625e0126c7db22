import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { hostMessageReader } from '../src/protocol/index.ts';
import { act, ACTION_EVENT, type Action } from './parts/action.ts';
import { baseStyles } from './parts/base-styles.ts';
import { connectHost } from './parts/host.ts';
import { keyPlace } from './parts/key-place.ts';
import { commandFor } from './model/keys/key-commands.ts';
import type { QueueState } from './model/queue-state.ts';
import type { ReviewSession } from './model/review-session.ts';
import { TABS, type Tab } from './model/saved-state.ts';
import { PanelController } from './panel-controller.ts';
import { panelBanners } from './panel-banners.ts';
import { panelHead } from './panel-head.ts';
import { panelStyles } from './panel-styles.ts';
import type { QueueViewElement } from './queue/queue-view.ts';
import type { ReviewViewElement } from './review/review-view.ts';
import { STRINGS } from './strings.ts';

/** The whole panel. */
export class LabelAuditPanel extends LitElement {
  readonly #host = connectHost();
  readonly #controller = new PanelController(
    {
      post: (message) => {
        this.#host.post(message);
      },
      save: (state) => {
        this.#host.save(state);
      },
      changed: () => {
        this.#revision += 1;
        this.requestUpdate();
      },
      focusSearch: () => {
        this.#afterUpdate((review) => {
          review.focusSearch();
        });
      },
      focusNote: () => {
        this.#afterUpdate((review) => {
          review.focusNote();
        });
      },
      focusGrid: () => {
        this.#afterUpdate((review) => {
          review.focusGrid();
        });
      },
      scrollToActive: () => {
        this.#review?.scrollToActive();
      },
    },
    this.#host.load(),
  );
  /** Parts that are given the same session again see by this that something in it is new. */
  #revision = 0;

  readonly #read = hostMessageReader((problem) => {
    console.warn(`Label Audit: a message that is none of the extension's is ignored: ${problem}`);
  });
  readonly #message = (event: MessageEvent): void => {
    // VS Code hands the extension's messages on from a frame of the page's own origin.
    if (event.origin !== window.origin) return;
    const message = this.#read(event.data);
    if (message) this.#controller.receive(message);
  };
  readonly #leave = (): void => {
    this.#controller.saveNow();
  };
  readonly #action = (event: Event): void => {
    this.#controller.act((event as CustomEvent<Action>).detail);
  };
  readonly #key = (event: KeyboardEvent): void => {
    if (this.#controller.queue) {
      this.#queueKey(event, this.#controller.queue);
      return;
    }
    const { session, tab, dialog, loupeOpen } = this.#controller;
    if (
      event.defaultPrevented ||
      dialog !== null ||
      !session ||
      (session.store.issues.length === 0 && session.check === null) ||
      tab !== 'review'
    )
      return;
    const place = keyPlace(event);
    if (loupeOpen && place !== 'text' && this.#review?.handleLoupeKey(event)) {
      event.preventDefault();
      return;
    }
    if (place === 'text' && event.key === 'Escape') {
      this.#review?.focusGrid();
      return;
    }
    // A button of the loupe takes Enter and Space, but nothing else of it could be left by Escape.
    const command = commandFor(event, loupeOpen && event.key === 'Escape' ? 'list' : place);
    if (!command) return;
    // Also where nothing is done for it: a key that is held would scroll the grid.
    event.preventDefault();
    if (!event.repeat || command.kind === 'move') this.#controller.run(command);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('message', this.#message);
    window.addEventListener('pagehide', this.#leave);
    document.addEventListener('visibilitychange', this.#leave);
    window.addEventListener('keydown', this.#key);
    this.addEventListener(ACTION_EVENT, this.#action);
    this.#host.post({ type: 'ready' });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('message', this.#message);
    window.removeEventListener('pagehide', this.#leave);
    document.removeEventListener('visibilitychange', this.#leave);
    window.removeEventListener('keydown', this.#key);
    this.removeEventListener(ACTION_EVENT, this.#action);
  }

  /** Keys of the queue: those of the review that mean something there. */
  #queueKey(event: KeyboardEvent, queue: QueueState): void {
    if (event.defaultPrevented || queue.dialog !== null) return;
    const place = keyPlace(event);
    const view = this.renderRoot.querySelector<QueueViewElement>('label-audit-queue');
    if (place !== 'text' && view?.handleKey(event) === true) {
      event.preventDefault();
      return;
    }
    const command = commandFor(event, place);
    if (!command) return;
    event.preventDefault();
    if (!event.repeat || command.kind === 'move') this.#controller.run(command);
  }

  get #review(): ReviewViewElement | null {
    return this.renderRoot.querySelector<ReviewViewElement>('label-audit-review');
  }

  #afterUpdate(then: (review: ReviewViewElement) => void): void {
    // What is asked for comes before the change is told that makes it possible.
    this.requestUpdate();
    void this.updateComplete.then(async () => {
      const review = this.#review;
      await review?.updateComplete;
      if (review) then(review);
    });
  }

  #tabChanged(event: Event): void {
    const id = (event.target as HTMLElement & { activeid?: string }).activeid;
    const tab = TABS.find((name) => name === id);
    if (tab && tab !== this.#controller.tab) act(this, { kind: 'tab', tab });
  }

  #tabs(session: ReviewSession): TemplateResult {
    const { tab, loaders, scrollTop, remediation } = this.#controller;
    const { thumbnails, details, similar } = loaders;
    const view = (name: Tab, content: TemplateResult) =>
      html`<vscode-panel-view id=${`${name}-view`}>${content}</vscode-panel-view>`;
    return html`<vscode-panels activeid=${tab} aria-label=${STRINGS.panel} @change=${this.#tabChanged}>
      ${TABS.map((name) => html`<vscode-panel-tab id=${name}>${STRINGS.tabs[name]}</vscode-panel-tab>`)}
      ${view(
        'review',
        html`<label-audit-review
          .session=${session}
          .checks=${this.#controller.checks}
          .labels=${this.#controller.labels?.total ?? 0}
          .thumbnails=${thumbnails}
          .details=${details}
          .scrollStart=${scrollTop}
          .layout=${this.#controller.layout}
          .similar=${similar}
          .beside=${this.#controller.beside}
          .loupe=${this.#controller.loupeOpen}
          .revision=${this.#revision}
        ></label-audit-review>`,
      )}
      ${view(
        'map',
        tab === 'map'
          ? html`<label-audit-map
              .session=${this.#controller.labels ?? session}
              .map=${this.#controller.map}
              .thumbnails=${loaders.thumbnails}
              .revision=${this.#revision}
            ></label-audit-map>`
          : html``,
      )}
      ${view(
        'health',
        // That of the labels, whatever check is looked at.
        tab === 'health'
          ? html`<label-audit-health .audit=${(this.#controller.labels ?? session).audit}></label-audit-health>`
          : html``,
      )}
      ${view(
        'fix',
        tab === 'fix'
          ? html`<label-audit-fix
              .remediation=${remediation}
              .thumbnails=${thumbnails}
              .revision=${this.#revision}
            ></label-audit-fix>`
          : html``,
      )}
      ${view(
        'compare',
        tab === 'compare'
          ? html`<label-audit-compare .remediation=${remediation} .revision=${this.#revision}></label-audit-compare>`
          : html``,
      )}
    </vscode-panels>`;
  }

  protected override render(): TemplateResult {
    const { queue } = this.#controller;
    return queue ? this.#queue(queue) : this.#audit();
  }

  #queue(queue: QueueState): TemplateResult {
    const { announcement, errors } = this.#controller;
    const { classes } = queue.view;
    return html`<main aria-label=${STRINGS.panel} aria-busy=${queue.ranking !== null}>
        ${panelBanners(this, { again: { phase: 'none' }, blocked: null, errors, stale: false, state: null })}
        <label-audit-queue .queue=${queue} .revision=${this.#revision}></label-audit-queue>
      </main>
      <div class="visually-hidden" role="status" aria-live="polite">${announcement}</div>
      <label-audit-keys
        .open=${queue.dialog === 'keys'}
        .classes=${classes}
        .keys=${queue.keys}
        .rows=${STRINGS.queue.rows}
      ></label-audit-keys>
      <label-audit-chooser
        .open=${queue.dialog === 'chooser'}
        .classes=${classes}
        .keys=${queue.keys}
        .pictures=${1}
      ></label-audit-chooser>`;
  }

  #audit(): TemplateResult {
    const { state, session, announcement, dialog } = this.#controller;
    return html`<main aria-label=${STRINGS.panel} aria-busy=${state?.phase === 'running'}>
        ${panelBanners(this, this.#controller)}
        ${
          state?.phase === 'ready' && session
            ? html`${panelHead(this, session, this.#controller.datasets)}${this.#tabs(session)}`
            : html`<label-audit-phase .state=${state?.phase === 'ready' ? null : state}></label-audit-phase>`
        }
      </main>
      <div class="visually-hidden" role="status" aria-live="polite">${announcement}</div>
      <label-audit-session
        .open=${dialog === 'session'}
        .session=${this.#controller.labels}
        .revision=${this.#revision}
      ></label-audit-session>
      <label-audit-keys
        .open=${dialog === 'keys'}
        .classes=${session?.audit.classes ?? []}
        .keys=${session?.keys}
        .rows=${STRINGS.keys.rows}
      ></label-audit-keys>
      ${
        session
          ? html`<label-audit-chooser
              .open=${dialog === 'chooser'}
              .classes=${session.audit.classes}
              .keys=${session.keys}
              .pictures=${session.selection.ids.size}
            ></label-audit-chooser>`
          : nothing
      }`;
  }

  static override styles = [baseStyles, panelStyles];
}
