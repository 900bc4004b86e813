import {EventParser} from "./sse.js";
import {problemOf} from "./api.js";

/** Longer than the server's heartbeat (15 s): a stream silent for so long is dead, even if nobody closed it. */
const SILENCE_MS = 20_000;
/** A timer that fires so much too late: the machine was asleep, and its connections are not to be trusted. */
const SLEPT_MS = 10_000;
const TICK_MS = 1_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Follows one stream of events, and comes back when it is cut: after a wait that doubles up to half a minute and is
 * scattered, so that a restarted service is not met by everybody at once. Stops while the page is hidden.
 *
 * What it is up to is its `phase`: `connecting`, `live`, `waiting` (for the next try, until `retryAt`), `hidden`, `ended` (the
 * server said `finish`), `gone` (404) or `refused` (another answer that trying again does not change). The last two have
 * a `problem`; so has `waiting` when there was an answer.
 */
export class Live {
  phase = "connecting";
  problem;
  retryAt = 0;
  /** When the last event came, in milliseconds of the page's own clock; 0: none came yet. */
  lastEventAt = 0;

  #url;
  #onEvent;
  #onPhase;
  #abort;
  #timer;
  #ticker;
  #lastByteAt = 0;
  #lastTickAt = 0;
  #failures = 0;
  #retry = FIRST_WAIT_MS;
  #onVisibility = () => this.#visibilityChanged();
  #onOnline = () => this.now();

  /**
   * @param {string} url
   * @param {(name: string, data: any, id: string) => void} onEvent
   * @param {(live: Live) => void} onPhase called when the phase has changed
   */
  constructor(url, onEvent, onPhase) {
    this.#url = url;
    this.#onEvent = onEvent;
    this.#onPhase = onPhase;
  }

  start() {
    document.addEventListener("visibilitychange", this.#onVisibility);
    addEventListener("online", this.#onOnline);
    this.#lastTickAt = Date.now();
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#visibilityChanged();
  }

  stop() {
    document.removeEventListener("visibilitychange", this.#onVisibility);
    removeEventListener("online", this.#onOnline);
    clearInterval(this.#ticker);
    this.#cut();
  }

  /** Tries at once, if it waits or has ended. */
  now() {
    if (!document.hidden && this.phase !== "live" && this.phase !== "connecting") {
      this.#connect();
    }
  }

  #visibilityChanged() {
    if (document.hidden) {
      if (!this.#settled()) {
        this.#cut();
        this.#set("hidden");
      }
    } else if (!this.#settled()) {
      this.#failures = 0;
      this.#connect();
    }
  }

  #settled() {
    return this.phase === "ended" || this.phase === "gone" || this.phase === "refused";
  }

  /** The wall clock, not performance.now(), which stands still in some browsers while the machine sleeps. */
  #tick() {
    const now = Date.now();
    const slept = now - this.#lastTickAt > SLEPT_MS;
    this.#lastTickAt = now;
    const reading = this.phase === "live" || this.phase === "connecting";
    if (!document.hidden && reading && (slept || now - this.#lastByteAt > SILENCE_MS)) {
      this.#connect();
    }
  }

  #cut() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = undefined;
  }

  #set(phase, problem) {
    this.phase = phase;
    this.problem = problem;
    this.#onPhase(this);
  }

  async #connect() {
    this.#cut();
    const abort = new AbortController();
    this.#abort = abort;
    this.#lastByteAt = Date.now();
    this.#set("connecting");
    let problem;
    let wait = 0;
    try {
      const answer = await fetch(this.#url, {
        headers: {Accept: "text/event-stream"},
        cache: "no-store",
        signal: abort.signal,
      });
      if (answer.ok) {
        await this.#read(answer.body, abort.signal);
      } else {
        problem = await problemOf(answer);
        wait = 1_000 * Number(answer.headers.get("Retry-After") ?? 0);
      }
    } catch (failure) {
      if (!abort.signal.aborted && !(failure instanceof TypeError)) { // a TypeError is fetch's word for a lost connection
        console.error(failure);
      }
    }
    if (abort.signal.aborted || this.#settled()) {
      return; // somebody else goes on, or nobody needs to
    }
    abort.abort(); // lets go of a body that was not read to its end
    if (problem?.status === 404) {
      this.#set("gone", problem);
    } else if (problem && problem.status < 500 && problem.status !== 429) {
      this.#set("refused", problem);
    } else {
      this.#wait(problem, wait);
    }
  }

  #wait(problem, atLeast) {
    const longest = Math.min(LONGEST_WAIT_MS, this.#retry * 2 ** this.#failures++);
    const wait = Math.max(atLeast || 0, longest * (0.5 + Math.random() / 2));
    this.retryAt = Date.now() + wait;
    this.#timer = setTimeout(() => this.#connect(), wait);
    this.#set("waiting", problem);
  }

  async #read(body, signal) {
    const parser = new EventParser();
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const {done, value} = await reader.read();
      if (done || signal.aborted) {
        return;
      }
      this.#lastByteAt = Date.now();
      const events = newestSnapshotOnly(parser.push(value));
      this.#retry = parser.retry ?? this.#retry;
      for (const event of events) {
        this.#take(event);
      }
    }
  }

  #take({name, data, id}) {
    this.lastEventAt = Date.now();
    this.#failures = 0;
    if (this.phase !== "live") {
      this.#set("live");
    }
    const parsed = JSON.parse(data);
    try {
      this.#onEvent(name, parsed, id);
    } catch (failure) {
      reportError(failure); // ours, not the connection's
    }
    if (name === "finish") {
      this.#set("ended");
    }
  }
}

/** A page that was busy for a while reads several states at once: only the last one is worth drawing. */
function newestSnapshotOnly(events) {
  const newest = events.findLastIndex(event => event.name === "snapshot");
  return events.filter((event, index) => event.name !== "snapshot" || index === newest);
}
