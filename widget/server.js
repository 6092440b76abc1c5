// The public contract of the chat server as two calls. Tokens travel in a header, never in an address; cookies never at all.

const ANSWER_MS = 30_000;

/** The conversation is unknown to the server or its token is no longer good. */
export class Ended extends Error {}

export class Server {
  #base;
  #memory;

  /** `base` is the server's address as URL; `memory` holds `id` and `token` of the conversation once there is one. */
  constructor(base, memory) {
    this.#base = base;
    this.#memory = memory;
  }

  /** One call; raises `Ended`, or an error with `status` and `problem` (RFC 9457) if there was an answer, else without. */
  async call(method, path, body) {
    const known = this.#memory.get("id");
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), ANSWER_MS);
    try {
      const response = await this.#fetch(path, {
        method,
        body: body && JSON.stringify(body),
        signal: abort.signal,
        headers: { Accept: "application/json", ...(body && { "Content-Type": "application/json" }) },
      });
      const answer = await response.json().catch(() => ({}));
      if (response.ok) return { messages: [], ...answer };
      if (known && [401, 403, 404, 410].includes(response.status)) throw new Ended();
      throw Object.assign(new Error(`${method} ${response.status}`), { status: response.status, problem: answer });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Opens the stream of events. */
  events(signal) {
    return this.#fetch("/events", { signal, headers: { Accept: "text/event-stream" } });
  }

  #fetch(path, { headers, ...options }) {
    const id = this.#memory.get("id");
    const token = this.#memory.get("token");
    return fetch(new URL(`api/conversations${id ? `/${encodeURIComponent(id)}` : ""}${path}`, this.#base), {
      ...options,
      headers: { ...headers, ...(token && { Authorization: `Bearer ${token}` }) },
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
  }
}

/** A random UUID, also where `crypto.randomUUID` is missing (pages without https, older browsers). */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}
