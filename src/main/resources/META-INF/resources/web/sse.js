/**
 * Reads Server-Sent Events out of text that comes in pieces of any length.
 * As the HTML standard says: lines end with CR, LF or CRLF; lines that begin with a colon are comments; an event that is
 * not ended by an empty line is dropped.
 */
export class EventParser {
  #rest = "";
  #skipLineFeed = false;
  #name = "";
  #data = [];
  #id = "";
  /** Milliseconds that the server asks clients to wait before they come back; undefined when it did not. */
  retry;

  /**
   * @param {string} text the next piece
   * @returns {{name: string, data: string, id: string}[]} the events that it completes
   */
  push(text) {
    if (this.#skipLineFeed && text !== "") {
      this.#skipLineFeed = false;
      if (text[0] === "\n") {
        text = text.slice(1);
      }
    }
    this.#rest += text;
    const events = [];
    const lineEnd = /\r\n|\r|\n/g;
    let start = 0;
    for (let end = lineEnd.exec(this.#rest); end !== null; end = lineEnd.exec(this.#rest)) {
      const event = this.#line(this.#rest.slice(start, end.index));
      if (event) {
        events.push(event);
      }
      start = lineEnd.lastIndex;
      // The line feed of a CRLF may be the first character of the next piece.
      this.#skipLineFeed = end[0] === "\r" && start === this.#rest.length;
    }
    this.#rest = this.#rest.slice(start);
    return events;
  }

  #line(line) {
    if (line === "") {
      return this.#dispatch();
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    switch (field) {
      case "event":
        this.#name = value;
        break;
      case "data":
        this.#data.push(value);
        break;
      case "id":
        if (!value.includes("\0")) {
          this.#id = value;
        }
        break;
      case "retry":
        if (/^\d+$/.test(value)) {
          this.retry = Number(value);
        }
        break;
      default: // a comment (its field is empty), or what this page does not know
    }
    return undefined;
  }

  #dispatch() {
    const event = this.#data.length === 0
      ? undefined
      : {name: this.#name || "message", data: this.#data.join("\n"), id: this.#id};
    this.#name = "";
    this.#data = [];
    return event;
  }
}
