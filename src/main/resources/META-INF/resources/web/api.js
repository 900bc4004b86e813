/** What the service says went wrong (RFC 9457), or that it could not be asked. */
export class Problem extends Error {
  constructor({status = 0, title = "", detail = "", violations = [], ...more} = {}) {
    super(detail || title || "The service can't be reached.");
    this.status = status;
    this.title = title;
    this.violations = violations;
    this.more = more;
  }
}

/** The problem that an answer tells of, whatever its form. */
export async function problemOf(answer) {
  told(answer.status);
  const text = await answer.text().catch(() => "");
  return parseProblem(answer.status, answer.statusText, text);
}

/** Whoever is not known, or no longer, has to say who they are: an event of the window tells. */
function told(status) {
  if (status === 401) {
    dispatchEvent(new Event("unauthenticated"));
  }
}

/** As {@link problemOf}, of an answer that has been read. */
export function parseProblem(status, statusText, text) {
  try {
    return new Problem({...JSON.parse(text), status});
  } catch {
    return new Problem({status, title: `The service answered ${status} ${statusText}`.trim()});
  }
}

/**
 * Asks the API.
 * @returns the JSON answered; undefined when there is none
 * @throws {Problem}
 */
export async function call(method, path, body, signal, headers = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      cache: "no-store",
      signal,
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : {"Content-Type": "application/json"}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    throw new Problem();
  }
  if (!answer.ok) {
    throw await problemOf(answer);
  }
  return answer.status === 204 ? undefined : answer.json();
}

export const get = (path, signal) => call("GET", path, undefined, signal);

/** A path whose variable parts may hold any character: path`/api/runs/${id}`. */
export function path(strings, ...values) {
  return String.raw({raw: strings}, ...values.map(value => encodeURIComponent(value)));
}

/** Of parameters, those that have a value: `?a=b&c=d`, or nothing. */
export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}

/**
 * Sends items, of which there may be gigabytes: a File goes out as the connection takes it. XMLHttpRequest, because
 * fetch does not say how far it is.
 *
 * @param {string} url
 * @param {Blob} items
 * @param {string} type their media type
 * @param {(fraction: number) => void} onProgress
 * @param {AbortSignal} signal
 * @returns the JSON answered
 * @throws {Problem}
 */
export function send(url, items, type, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Content-Type", type);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = event => onProgress(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText));
      } else {
        told(request.status);
        reject(parseProblem(request.status, request.statusText, request.responseText));
      }
    };
    request.onerror = () => reject(new Problem({title: "The connection was lost while sending."}));
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(items);
  });
}
