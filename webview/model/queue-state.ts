import type {
  PanelMessage,
  ProgressView,
  QueueAsk,
  QueuedPictureView,
  QueueNews,
  QueueView,
} from '../../src/protocol/index.ts';
import { BatchLoader } from './batch-loader.ts';
import { assignClassKeys, chooseClassKey, type ClassKeys } from './keys/class-keys.ts';
import type { Command } from './keys/key-commands.ts';
import type { Move } from './selection.ts';

/** What is open over the queue. */
export type QueueDialog = 'chooser' | 'keys';

/** Where keys that move go: to the neighbour, or to an end. */
const STEPS: Readonly<Record<Move, number>> = {
  ...{ left: -1, up: -1, right: 1, down: 1 },
  ...{ pageUp: -5, pageDown: 5, home: -Infinity, end: Infinity },
};

/** A queue of pictures to label: which is shown, and what became of each. Knows nothing of the page. */
export class QueueState {
  readonly view: QueueView;
  /** The picture that is shown. */
  active = 0;
  dialog: QueueDialog | null = null;
  /** How far the choice of the next pictures is; null: none is made. */
  ranking: ProgressView | null = null;
  readonly small: BatchLoader<string | null>;
  readonly large: BatchLoader<string | null>;
  readonly #post: (message: PanelMessage) => void;
  readonly #pictures: QueuedPictureView[];
  /** Labels that were given, and are not written yet. */
  readonly #pending = new Map<number, string>();
  readonly #skipped = new Set<number>();
  #awaitsUndo = false;
  #chosenKeys: ReadonlyMap<string, string>;
  #keys: ClassKeys;

  constructor(view: QueueView, post: (message: PanelMessage) => void) {
    this.view = view;
    this.#post = post;
    this.#pictures = [...view.pictures];
    this.#chosenKeys = new Map(view.classKeys);
    this.#keys = assignClassKeys(view.classes, this.#chosenKeys);
    this.small = new BatchLoader(
      (ids) => {
        this.#ask({ kind: 'small', ids });
      },
      { delay: 30, keep: 2000 },
    );
    this.large = new BatchLoader(
      (ids) => {
        for (const id of ids) this.#ask({ kind: 'large', id });
      },
      { delay: 20, keep: 40 },
    );
    this.active = this.#nextWaiting(-1) ?? 0;
    this.#want();
  }

  get pictures(): readonly QueuedPictureView[] {
    return this.#pictures;
  }

  get keys(): ClassKeys {
    return this.#keys;
  }

  /** Of the picture that is shown. */
  get picture(): QueuedPictureView {
    return this.#pictures[this.active];
  }

  /** How many have a label by now, those that are being written among them. */
  get labelled(): number {
    return this.#pictures.filter(({ id }) => this.labelOf(id) !== undefined).length;
  }

  /** The picture that a label leads to. */
  get ahead(): number | undefined {
    return this.#nextWaiting(this.active);
  }

  get isDone(): boolean {
    return this.#nextWaiting(-1) === undefined;
  }

  /** The label that a picture was given; undefined while it waits. */
  labelOf(id: number): string | undefined {
    return this.#pending.get(id) ?? this.#pictures[id].current;
  }

  isSkipped(id: number): boolean {
    return this.#skipped.has(id) && this.labelOf(id) === undefined;
  }

  /** Gives the picture that is shown a label, and shows the next that waits. */
  label(name: string): void {
    const { id, current, isGone } = this.picture;
    if (isGone || !this.view.classes.includes(name)) return;
    // Where there was nothing to take back, no picture is waited for any more.
    this.#awaitsUndo = false;
    if (name !== this.labelOf(id)) {
      this.#pending.set(id, name);
      this.#ask({ kind: 'label', id, label: name });
    } else if (current === undefined) return; // it is being written
    this.show(this.#nextWaiting(id) ?? id);
  }

  show(id: number): void {
    this.active = Math.max(0, Math.min(this.#pictures.length - 1, id));
    this.#want();
  }

  /** Does what a key or button asks for; false where it means nothing here. */
  run(command: Command): boolean {
    switch (command.kind) {
      case 'move':
        this.show(this.active + STEPS[command.to]);
        return true;
      case 'pick': {
        const name = this.#keys.classOf(command.key);
        if (name !== undefined) this.label(name);
        return true;
      }
      case 'accept':
        this.label(this.picture.classes[0].class);
        return true;
      case 'unsure':
        this.#skipped.add(this.active);
        this.show(this.#nextWaiting(this.active) ?? this.active);
        return true;
      case 'choose':
        this.dialog = 'chooser';
        return true;
      case 'keys':
        this.dialog = 'keys';
        return true;
      case 'undo':
      case 'redo':
        this.#awaitsUndo = true;
        this.#ask({ kind: command.kind });
        return true;
      default:
        return false;
    }
  }

  /** Chooses the next pictures. */
  rank(): void {
    if (this.ranking === null) this.#ask({ kind: 'rank' });
  }

  cancelRanking(): void {
    this.#ask({ kind: 'cancel' });
  }

  close(): void {
    this.#ask({ kind: 'close' });
  }

  /** Gives a class this key; whatever class had it gets the other's. */
  chooseKey(name: string, key: string): void {
    this.#chosenKeys = chooseClassKey(this.#chosenKeys, this.#keys, name, key);
    this.#keys = assignClassKeys(this.view.classes, this.#chosenKeys);
    this.#ask({ kind: 'keys', keys: [...this.#chosenKeys] });
  }

  /** Takes in what the host says. */
  receive(news: QueueNews): void {
    if (news.kind === 'ranking' || news.kind === 'ranked') {
      this.ranking = news.kind === 'ranking' ? news.progress : null;
      return;
    }
    if (news.batch !== this.view.batch) return;
    switch (news.kind) {
      case 'small':
        for (const [id, uri] of news.uris) this.small.receive(id, uri);
        return;
      case 'large':
        this.large.receive(news.id, news.uri ?? null);
        return;
      case 'changes':
        for (const change of news.changes.filter(({ id }) => id < this.#pictures.length)) {
          const { id } = change;
          this.#pictures[id] = { ...this.#pictures[id], current: undefined, ...change };
          if (this.#pending.get(id) === change.current || change.isGone) this.#pending.delete(id);
          if (this.#awaitsUndo) this.show(id);
        }
        this.#awaitsUndo = false;
    }
  }

  /** Something that was asked for could not be done: what was not written is not labelled. */
  fail(): void {
    const first = this.#pending.keys().next();
    this.#pending.clear();
    this.#awaitsUndo = false;
    if (first.done !== true) this.show(first.value);
  }

  /** The next picture that waits, those that were skipped last; undefined where none does. */
  #nextWaiting(after: number): number | undefined {
    const waits = (id: number): boolean => !this.#pictures[id].isGone && this.labelOf(id) === undefined;
    const inTurn = this.#pictures.map((_, i) => (after + 1 + i) % this.#pictures.length).filter(waits);
    const others = inTurn.filter((id) => id !== after);
    return others.find((id) => !this.#skipped.has(id)) ?? others.at(0) ?? inTurn.at(0);
  }

  #want(): void {
    this.large.want([this.active, this.ahead ?? this.active]);
  }

  #ask(ask: QueueAsk): void {
    this.#post({ type: 'queue', batch: this.view.batch, ask });
  }
}
