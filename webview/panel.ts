import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { setStyle } from './parts/set-style.ts';
import { hostMessageReader, type AuditView } from '../src/protocol/index.ts';
import { act, ACTION_EVENT, type Action } from './parts/action.ts';
import { baseStyles } from './parts/base-styles.ts';
import { connectHost } from './parts/host.ts';
import { icon } from './parts/icons.ts';
import { keyPlace } from './parts/key-place.ts';
import { dateTime } from './model/format.ts';
import { commandFor } from './model/key-commands.ts';
import type { ReviewSession } from './model/review-session.ts';
import { TABS, type Tab } from './model/saved-state.ts';
import { PanelController } from './panel-controller.ts';
import { panelBanners } from './panel-banners.ts';
import { panelStyles } from './panel-styles.ts';
import type { ReviewViewElement } from './review/review-view.ts';
import { STRINGS } from './strings.ts';

const TEXT = STRINGS.header;

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
    const { session, tab, keysOpen, sessionOpen } = this.#controller;
    if (
      event.defaultPrevented ||
      keysOpen ||
      sessionOpen ||
      !session ||
      session.store.issues.length === 0 ||
      tab !== 'review'
    )
      return;
    if (this.#controller.chooserOpen) return;
    const place = keyPlace(event);
    if (this.#controller.loupeOpen && place !== 'text' && this.#review?.handleLoupeKey(event)) {
      event.preventDefault();
      return;
    }
    if (place === 'text' && event.key === 'Escape') {
      this.#review?.focusGrid();
      return;
    }
    const command = commandFor(event, place);
    if (!command || (event.repeat && command.kind !== 'move')) return;
    event.preventDefault();
    this.#controller.run(command);
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

  get #review(): ReviewViewElement | null {
    return this.renderRoot.querySelector<ReviewViewElement>('label-audit-review');
  }

  #afterUpdate(then: (review: ReviewViewElement) => void): void {
    void this.updateComplete.then(async () => {
      const review = this.#review;
      await review?.updateComplete;
      if (review) then(review);
    });
  }

  #header(session: ReviewSession): TemplateResult {
    const { audit, decidable, reviewed } = session;
    const notes = TEXT.warnings(audit.warnings.length, audit.problems.length);
    return html`<header>
      <div class="about">
        <h1 class="truncate" title=${audit.name}>${audit.name}</h1>
        <p class="muted truncate">${TEXT.detail(audit.audited, audit.model, dateTime(audit.createdAt))}</p>
      </div>
      ${
        notes === ''
          ? nothing
          : html`<button
              class="plain link notes"
              @click=${() => {
                act(this, { kind: 'tab', tab: 'health' });
              }}
            >
              ${icon('warning')}${notes}
            </button>`
      }
      ${decidable === 0 ? nothing : this.#progress(reviewed, decidable)}
      <div class="tools">
        <vscode-button
          appearance="icon"
          aria-label=${STRINGS.progress.title}
          title=${STRINGS.progress.title}
          @click=${() => {
            act(this, { kind: 'command', command: { kind: 'session' } });
          }}
          >${icon('history')}</vscode-button
        >
        <vscode-button
          appearance="icon"
          aria-label=${TEXT.export}
          title=${TEXT.export}
          @click=${() => {
            act(this, { kind: 'post', message: { type: 'export' } });
          }}
          >${icon('export')}</vscode-button
        >
        <vscode-button
          appearance="icon"
          aria-label=${TEXT.auditAgain}
          title=${TEXT.auditAgain}
          @click=${() => {
            act(this, { kind: 'post', message: { type: 'audit' } });
          }}
          >${icon('refresh')}</vscode-button
        >
        <vscode-button
          appearance="icon"
          aria-label=${TEXT.keys}
          title=${`${TEXT.keys} (?)`}
          @click=${() => {
            act(this, { kind: 'command', command: { kind: 'keys' } });
          }}
          >${icon('question')}</vscode-button
        >
      </div>
    </header>`;
  }

  #progress(reviewed: number, total: number): TemplateResult {
    const text = TEXT.reviewed(reviewed, total);
    return html`<div class="progress">
      <span>${text}</span>
      <div
        class="track"
        role="progressbar"
        aria-label=${TEXT.progress}
        aria-valuemin="0"
        aria-valuemax=${total}
        aria-valuenow=${reviewed}
        aria-valuetext=${text}
      >
        <div class="fill" ${setStyle({ '--share': `${(100 * reviewed) / total}%` })}></div>
      </div>
    </div>`;
  }

  #tabChanged(event: Event): void {
    const id = (event.target as HTMLElement & { activeid?: string }).activeid;
    const tab = TABS.find((name) => name === id);
    if (tab && tab !== this.#controller.tab) act(this, { kind: 'tab', tab });
  }

  #tabs(session: ReviewSession, audit: AuditView): TemplateResult {
    const { tab, thumbnails, details, scrollTop, remediation } = this.#controller;
    const view = (name: Tab, content: TemplateResult) =>
      html`<vscode-panel-view id=${`${name}-view`}>${content}</vscode-panel-view>`;
    return html`<vscode-panels activeid=${tab} aria-label=${STRINGS.panel} @change=${this.#tabChanged}>
      ${TABS.map((name) => html`<vscode-panel-tab id=${name}>${STRINGS.tabs[name]}</vscode-panel-tab>`)}
      ${view(
        'review',
        html`<label-audit-review
          .session=${session}
          .thumbnails=${thumbnails}
          .details=${details}
          .scrollStart=${scrollTop}
          .layout=${this.#controller.layout}
          .similar=${this.#controller.similar}
          .beside=${this.#controller.beside}
          .loupe=${this.#controller.loupeOpen}
          .revision=${this.#revision}
        ></label-audit-review>`,
      )}
      ${view('health', tab === 'health' ? html`<label-audit-health .audit=${audit}></label-audit-health>` : html``)}
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
    const { state, session, announcement, keysOpen } = this.#controller;
    return html`<main aria-label=${STRINGS.panel} aria-busy=${state?.phase === 'running'}>
        ${panelBanners(this, this.#controller)}
        ${
          state?.phase === 'ready' && session
            ? html`${this.#header(session)}${this.#tabs(session, session.audit)}`
            : html`<label-audit-phase .state=${state?.phase === 'ready' ? null : state}></label-audit-phase>`
        }
      </main>
      <div class="visually-hidden" role="status" aria-live="polite">${announcement}</div>
      <label-audit-session
        .open=${this.#controller.sessionOpen}
        .session=${session}
        .revision=${this.#revision}
      ></label-audit-session>
      <label-audit-keys
        .open=${keysOpen}
        .classes=${session?.audit.classes ?? []}
        .keys=${session?.keys}
      ></label-audit-keys>
      ${
        session
          ? html`<label-audit-chooser
              .open=${this.#controller.chooserOpen}
              .classes=${session.audit.classes}
              .keys=${session.keys}
              .pictures=${session.selection.ids.size}
            ></label-audit-chooser>`
          : nothing
      }`;
  }

  static override styles = [baseStyles, panelStyles];
}
