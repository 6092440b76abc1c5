// Server-sent events over fetch: EventSource can't send the Authorization header, and a token does not belong into an address.
// Reconnects with growing pauses, notices a dead line by missing heartbeats, and asks in turns where streams don't get through.

const SILENCE = 45_000; // the server beats at least every 20 s; two missed beats mean the line is dead
const PAUSES = [1_000, 2_000, 5_000, 10_000, 30_000];
const POLL = 5_000;

export class EventStream {
  #stopped = true;
  #abort;
  #failures = 0;
  #wake;

  /**
   * `connect(signal)` opens the response; `onevent(name, data)` gets each event with its parsed JSON; `onopen()` after every connection,
   * because something may have been missed before it; `poll()` asks once; `onstatus(up)` tells whether the line holds.
   */
  constructor({ connect, onevent, onopen, poll, onstatus }) {
    Object.assign(this, { connect, onevent, onopen, poll, onstatus });
  }

  start() {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#run();
  }

  stop() {
    this.#stopped = true;
    this.#abort?.abort();
    this.#wake?.();
  }

  /** Ends a pause at once (back online, tab in front again). */
  hurry() {
    this.#wake?.();
  }

  async #run() {
    while (!this.#stopped) {
      const abort = (this.#abort = new AbortController());
      try {
        const response = await this.connect(abort.signal);
        if (!response.ok || !response.body) throw new Error(`events ${response.status}`);
        this.onopen();
        await this.#read(response.body, abort);
      } catch { /* the pause below is the answer */ }
      abort.abort();
      if (this.#stopped) return;
      this.onstatus?.(false);
      const pause = PAUSES[Math.min(this.#failures++, PAUSES.length - 1)];
      // Streams that never work (some proxies hold them back): ask in turns meanwhile.
      const until = Date.now() + pause * (0.75 + Math.random() / 2);
      do {
        if (this.#failures > 2) await this.poll();
        await this.#sleep(Math.min(POLL, Math.max(0, until - Date.now())));
      } while (!this.#stopped && this.#failures > 2 && Date.now() < until);
    }
  }

  #sleep(milliseconds) {
    return new Promise((done) => {
      const timer = setTimeout(done, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  async #read(body, abort) {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const silence = setTimeout(() => abort.abort(), SILENCE);
      const { value, done } = await reader.read().finally(() => clearTimeout(silence));
      if (done) return;
      if (this.#failures) this.#failures = 0;
      this.onstatus?.(true);
      rest += decoder.decode(value, { stream: true });
      const blocks = rest.split(/\r?\n\r?\n/);
      rest = blocks.pop();
      for (const block of blocks) this.#dispatch(block);
    }
  }

  #dispatch(block) {
    let name = "message";
    const data = [];
    for (const line of block.split(/\r?\n/)) {
      const [, field, value] = /^(\w+):? ?(.*)$/.exec(line) ?? [];
      if (field === "event") name = value;
      if (field === "data") data.push(value);
    }
    if (!data.length) return; // a heartbeat
    try {
      this.onevent(name, JSON.parse(data.join("\n")));
    } catch (error) {
      console.warn("soziales-duo-chat event", error);
    }
  }
}
