/** One event of a stream of AntFlow. */
export interface AntFlowEvent {
  /** What to resume after; empty when the service gave none yet. */
  id: string;
  /** `status`, `task`, `snapshot`, `gap`, `finish`, … */
  name: string;
  /** The JSON object that came with it. */
  data: any;
}

/** How a stream is followed. */
export interface AntFlowEventsOptions {
  /** Sent with every request, such as `Authorization`. */
  headers?: Record<string, string>;
  /** Ends the stream: the loop ends as if there were no more events. */
  signal?: AbortSignal;
  /** How long to go on trying without a connection, in milliseconds; by default one minute. */
  patience?: number;
  /** After what silence a connection counts as dead, in milliseconds; by default 45 s, three times the service's sign of life. */
  silence?: number;
  /** Begins after this event, which came before. */
  lastEventId?: string;
  /** Instead of the global one, for proxies or tests. */
  fetch?: typeof fetch;
}

/** The service answered with something other than a stream: there is no such run, say, or the key is wrong. */
export class AntFlowRefused extends Error {
  /** @param answer the body: of AntFlow's answers, an `application/problem+json` */
  constructor(url: string | URL, readonly status: number, readonly answer: string) {
    super(`${url} answers ${status}: ${answer}`);
    this.name = "AntFlowRefused";
  }
}

const LAST = new Set(["finish", "error"]);
const PASSING = new Set([429, 502, 503, 504]);

/**
 * Follows one of AntFlow's streams of Server-Sent Events: a run's events, its snapshots or its results. For browsers and Node
 * 18 or later, with no dependencies; copy it into your project.
 *
 * ```ts
 * for await (const event of antflowEvents(`${base}/api/runs/${run}/events?type=status`, {headers: {Authorization: `Bearer ${key}`}})) {
 *   if (event.name === "status") show(event.data);
 *   else if (event.name === "gap") warn(`${event.data.missed} events are gone for good`);
 * }
 * ```
 *
 * The loop ends after the event `finish` (or `error`, when the service could not go on); leaving the loop closes the stream. A
 * connection that breaks, or shows no sign of life, is made anew after the wait that the service asks for, and the service goes
 * on after the last event that came.
 *
 * @throws AntFlowRefused when the service answers with anything but a stream
 * @throws Error when there has been no connection for `options.patience`; its `cause` says why
 */
export async function* antflowEvents(url: string | URL, options: AntFlowEventsOptions = {}): AsyncGenerator<AntFlowEvent, void, void> {
  const {signal, headers, patience = 60_000, silence = 45_000} = options;
  const ask = options.fetch ?? fetch;
  const parser = new Parser(options.lastEventId ?? "");
  let lastHeard = Date.now();

  while (!signal?.aborted) {
    const connection = new AbortController();
    const leave = () => connection.abort();
    signal?.addEventListener("abort", leave);
    let silent = setTimeout(leave, silence);
    let wait: number | undefined;
    let trouble: unknown;
    try {
      const resumed: Record<string, string> = parser.lastEventId === "" ? {} : {"Last-Event-ID": parser.lastEventId};
      const answer = await ask(url, {
        headers: {Accept: "text/event-stream", ...headers, ...resumed},
        cache: "no-store",
        signal: connection.signal,
      });
      if (PASSING.has(answer.status)) {
        wait = Number(answer.headers.get("Retry-After")) * 1000 || undefined;
        throw new Error(`${url} answers ${answer.status}`);
      }
      if (answer.status !== 200 || answer.body === null || !answer.headers.get("Content-Type")?.startsWith("text/event-stream")) {
        throw new AntFlowRefused(url, answer.status, (await answer.text()).slice(0, 10_000));
      }
      parser.begin();
      const decoder = new TextDecoder();
      const reader = answer.body.getReader();
      lastHeard = Date.now();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        lastHeard = Date.now();
        clearTimeout(silent);
        for (const event of parser.push(decoder.decode(piece.value, {stream: true}))) {
          yield event;
          if (LAST.has(event.name) || signal?.aborted) return;
        }
        silent = setTimeout(leave, silence);
      }
    } catch (error) {
      if (error instanceof AntFlowRefused || error instanceof SyntaxError) throw error; // no connection mends these
      trouble = error;
    } finally {
      clearTimeout(silent);
      signal?.removeEventListener("abort", leave);
      connection.abort();
    }
    if (signal?.aborted) return;
    const left = patience - (Date.now() - lastHeard);
    if (left <= 0) {
      throw new Error(`no connection to ${url} for ${patience / 1000} s`, {cause: trouble});
    }
    await pause(Math.min(wait ?? parser.retry, left), signal);
  }
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
  });
}

/** Makes events of text that comes in pieces, as the HTML standard has it. */
class Parser {
  retry = 3000;
  #rest = "";
  #skipNewline = false;
  #id: string;
  #name = "";
  #data: string[] = [];

  constructor(public lastEventId: string) {
    this.#id = lastEventId;
  }

  /** A new connection: what the last one has left half said does not count. */
  begin(): void {
    this.#rest = "";
    this.#skipNewline = false;
    this.#clear();
  }

  *push(piece: string): Generator<AntFlowEvent> {
    const text = this.#rest + piece;
    let begin = 0;
    if (this.#skipNewline && text !== "") { // a CR ended the last line at once, be there a LF to come or not
      begin = text.startsWith("\n") ? 1 : 0;
      this.#skipNewline = false;
    }
    for (let end = Math.max(begin, this.#rest.length); end < text.length; end++) {
      const character = text[end];
      if (character !== "\n" && character !== "\r") continue;
      const event = this.#line(text.slice(begin, end));
      if (character === "\r") {
        if (end + 1 === text.length) this.#skipNewline = true;
        else if (text[end + 1] === "\n") end++;
      }
      begin = end + 1;
      if (event) yield event;
    }
    this.#rest = text.slice(begin);
  }

  #line(line: string): AntFlowEvent | undefined {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.#data.push(value);
    else if (field === "event") this.#name = value;
    else if (field === "id" && !value.includes("\0")) this.#id = value;
    else if (field === "retry" && /^\d{1,9}$/.test(value)) this.retry = Number(value);
    return undefined;
  }

  #dispatch(): AntFlowEvent | undefined {
    this.lastEventId = this.#id;
    const event = this.#data.length === 0 ? undefined
      : {id: this.#id, name: this.#name || "message", data: JSON.parse(this.#data.join("\n"))};
    this.#clear();
    return event;
  }

  #clear(): void {
    this.#id = this.lastEventId;
    this.#name = "";
    this.#data = [];
  }
}
