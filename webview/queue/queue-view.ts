import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { IssueRow, QueuedPictureView } from '../../src/protocol/index.ts';
import { percent } from '../language.ts';
import { fileName } from '../model/format.ts';
import type { Command } from '../model/keys/key-commands.ts';
import type { QueueState } from '../model/queue-state.ts';
import { act, type Action } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { iconButton } from '../parts/icon-button.ts';
import { icon, type IconName } from '../parts/icons.ts';
import { progressBar } from '../parts/progress-bar.ts';
import { sharpenSmall } from '../review/grid/issue-card.ts';
import { noPicture, zoomedPicture } from '../review/loupe/loupe-panes.ts';
import { stageStyles } from '../review/loupe/loupe-styles.ts';
import { StageZoom } from '../review/loupe/stage-zoom.ts';
import { STRINGS } from '../strings.ts';
import { queueStyles } from './queue-styles.ts';

const TEXT = STRINGS.queue;

/** The queue of pictures to label next: one large, its likely classes with their keys, and all of them in a strip. */
export class QueueViewElement extends LitElement {
  static override properties = { queue: { attribute: false }, revision: { type: Number } };
  declare queue: QueueState;
  /** Something in the queue is new. */
  declare revision: number;

  readonly #view = new StageZoom(this, () => this.renderRoot.querySelector('.stage'));
  readonly #resizes = new ResizeObserver(() => {
    this.requestUpdate();
  });
  #shown: string | undefined;
  #ahead: HTMLImageElement | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  /** Takes a key that enlarges or moves the picture; false where it is none. */
  handleKey(event: KeyboardEvent): boolean {
    return !event.ctrlKey && !event.metaKey && this.#view.handleKey(event);
  }

  protected override willUpdate(): void {
    const { queue } = this;
    const shown = `${queue.view.batch} ${queue.active}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#view.reset();
  }

  protected override firstUpdated(): void {
    this.#resizes.observe(this.renderRoot.querySelector('.stage')!);
  }

  protected override updated(): void {
    const { queue } = this;
    const current = this.renderRoot.querySelector('.strip [aria-current="true"]');
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    queue.small.want(queue.pictures.map(({ id }) => id));
    // The next is there when it is wanted.
    const next = queue.ahead === undefined ? undefined : queue.large.get(queue.ahead);
    if (typeof next !== 'string' || this.#ahead?.src === next) return;
    this.#ahead = new Image();
    this.#ahead.src = next;
  }

  #does(action: Action): () => void {
    return () => {
      act(this, action);
    };
  }

  #command(command: Command): () => void {
    return this.#does({ kind: 'command', command });
  }

  #picture({ id, path }: QueuedPictureView): TemplateResult {
    const large = this.queue.large.get(id);
    const uri = large ?? this.queue.small.get(id);
    if (typeof uri !== 'string') return noPicture(large === null || uri === null ? TEXT.missing : TEXT.loading);
    return zoomedPicture({
      uri,
      alt: STRINGS.detail.picture(path),
      natural: this.#view.natural,
      frame: this.#view.frame,
      zoom: this.#view.zoom,
      loaded: (size) => {
        this.#view.loaded(size);
      },
    });
  }

  #state({ id, isGone }: QueuedPictureView): string {
    if (isGone) return TEXT.gone;
    const label = this.queue.labelOf(id);
    if (label !== undefined) return TEXT.isLabelled(label);
    return this.queue.isSkipped(id) ? TEXT.skipped : TEXT.waits;
  }

  #head(): TemplateResult {
    const { queue } = this;
    const { name, judged, labelled, accuracy } = queue.view;
    const total = queue.pictures.length;
    const about = `${TEXT.about(total, judged)}; ${TEXT.learnt(labelled, accuracy)}.`;
    const text = TEXT.labelled(queue.labelled, total);
    return html`<header>
      <div class="about">
        <h1 class="truncate" title=${name}>${name}</h1>
        <p class="muted" title=${about}>${about}</p>
      </div>
      <div class="progress">
        <span>${text}</span>
        ${progressBar(TEXT.progress, text, queue.labelled, total)}
      </div>
      <div class="tools">
        <vscode-button
          appearance=${queue.isDone ? 'primary' : 'secondary'}
          title=${TEXT.rankHint}
          ?disabled=${queue.ranking !== null}
          @click=${this.#does({ kind: 'queueRank' })}
          >${icon('refresh', 'start')}${TEXT.rank}</vscode-button
        >
        ${iconButton('question', STRINGS.header.keys, this.#command({ kind: 'keys' }), '?')}
        ${iconButton('close', TEXT.close, this.#does({ kind: 'queueClose' }))}
      </div>
    </header>`;
  }

  #ranking(): TemplateResult | typeof nothing {
    const { ranking } = this.queue;
    if (ranking === null) return nothing;
    const text = [ranking.stage, percent(ranking.share)].join(' · ');
    return html`<div class="ranking">
      <span>${TEXT.ranking(text)}</span>
      <vscode-button appearance="secondary" @click=${this.#does({ kind: 'queueCancel' })}>${TEXT.cancel}</vscode-button>
      ${progressBar(TEXT.rankingProgress, text, 100 * ranking.share, 100)}
    </div>`;
  }

  #side(picture: QueuedPictureView): TemplateResult {
    const { queue } = this;
    const { id, path, split, classes } = picture;
    const label = queue.labelOf(id);
    const { labelsFile } = queue.view;
    const issue: IssueRow = {
      ...{ id, path, given: '', suggested: classes[0].class, quality: 0, givenProbability: 0 },
      suggestedProbability: classes[0].probability,
      decision: label === undefined ? 'open' : 'relabelled',
      ...(label === undefined ? {} : { current: label }),
    };
    const detail = { id, probabilities: classes };
    const button = (name: IconName, text: string, command: Command, key: string): TemplateResult =>
      html`<vscode-button appearance="secondary" title=${text} @click=${this.#command(command)}
        >${icon(name, 'start')}${text}<small class="key" slot="end">${key}</small></vscode-button
      >`;
    return html`<div class="side">
      <p class="where">
        <strong class="truncate" title=${path}>${fileName(path)}</strong>
        ${split === undefined ? nothing : html`<span class="muted">${split}</span>`}
        <span class="muted number">${TEXT.position(queue.active + 1, queue.pictures.length)}</span>
      </p>
      <p class="state ${label === undefined ? 'muted' : ''}">
        ${label === undefined ? nothing : icon('tag')}<span>${this.#state(picture)}</span>
      </p>
      <h2>${TEXT.classes}</h2>
      <label-audit-probabilities
        .issue=${issue}
        .detail=${detail}
        .keys=${queue.keys}
        .revision=${this.revision}
      ></label-audit-probabilities>
      <div class="buttons">
        ${button('search', TEXT.choose, { kind: 'choose' }, 'C')}
        ${button('arrowRight', TEXT.skip, { kind: 'unsure' }, 'S')}
        ${button('discard', TEXT.undo, { kind: 'undo' }, 'U')}
      </div>
      ${
        queue.isDone
          ? html`<p class="done"><strong>${TEXT.done(queue.pictures.length)}</strong> ${TEXT.doneHint}</p>`
          : html`<p class="muted">
              ${TEXT.hint}
              ${labelsFile === undefined ? (queue.view.movesFiles ? TEXT.moves : '') : TEXT.into(labelsFile)}
            </p>`
      }
    </div>`;
  }

  #strip(): TemplateResult {
    const { queue } = this;
    return html`<ol class="strip" aria-label=${TEXT.strip}>
      ${queue.pictures.map((picture) => {
        const { id, path } = picture;
        const small = queue.small.get(id);
        const label = queue.labelOf(id);
        const text = TEXT.picture(fileName(path), this.#state(picture));
        return html`<li>
          <button
            class="plain ${label === undefined ? '' : 'labelled'} ${queue.isSkipped(id) ? 'skipped' : ''}"
            aria-current=${id === queue.active}
            aria-label=${text}
            title=${text}
            @click=${this.#does({ kind: 'queuePicture', id })}
          >
            ${
              typeof small === 'string'
                ? html`<img alt="" draggable="false" .src=${small} @load=${sharpenSmall} />`
                : html`<span class="blank">${small === null ? icon('fileMedia') : nothing}</span>`
            }
            <span class="label truncate">${label ?? (queue.isSkipped(id) ? '…' : '')}</span>
          </button>
        </li>`;
      })}
    </ol>`;
  }

  protected override render(): TemplateResult {
    const { picture } = this.queue;
    return html`<section aria-label=${TEXT.region}>
      ${this.#head()} ${this.#ranking()}
      <div class="body">
        <div
          class="stage ${this.#view.zoom.scale > 1 ? 'large' : ''}"
          @wheel=${this.#view.wheel}
          @pointerdown=${this.#view.down}
          @dblclick=${this.#view.double}
        >
          ${this.#picture(picture)}
        </div>
        ${this.#side(picture)}
      </div>
      ${this.#strip()}
    </section>`;
  }

  static override styles = [baseStyles, stageStyles, queueStyles];
}
