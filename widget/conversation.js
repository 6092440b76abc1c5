// One conversation with the server: its messages in order, the texts that are still on their way, and the line that brings news.
// Knows nothing of the screen; tells it by events: message, bind, item, gone, refused, typing, line, ended, ready, fault.

import { Ended, Server, uuid } from "./server.js";
import { EventStream } from "./stream.js";

const RETRIES = 4;
const TYPING_MS = 30_000;
const AGAIN_MS = 8_000;

export class Conversation extends EventTarget {
  /** All messages by their number (`seq`). */
  messages = new Map();
  /** Texts not yet confirmed: `{client_message_id, text?, payload?, title, state, tries}`; state is waiting, sending, sent or failed. */
  outbox = [];
  #memory;
  #town;
  #locale;
  #stopped = false;
  #server;
  #starting;
  #posting = false;
  #timer;
  #stream;
  #typing;

  /** `locale`: the language tag asked for, `de` or `de-x-simple` (Einfache Sprache). */
  constructor({ server, town, locale, memory }) {
    super();
    this.#server = new Server(server, memory);
    this.#town = town;
    this.#locale = locale;
    this.#memory = memory;
    // What was "sending" when the page went away may have arrived or not: the same id again settles it.
    this.outbox = (memory.get("outbox") ?? []).map((item) => ({ ...item, state: "waiting", tries: 0 }));
    this.#stream = new EventStream({
      connect: (signal) => this.#server.events(signal),
      onevent: (name, data) => this.#hear(name, data),
      onopen: () => this.refresh(),
      poll: () => this.refresh(),
      onstatus: (up) => up && this.#line(true),
    });
    addEventListener("online", this);
    addEventListener("offline", this);
    addEventListener("pagehide", this);
    addEventListener("pageshow", this);
    document.addEventListener("visibilitychange", this);
  }

  get id() {
    return this.#memory.get("id");
  }

  /** Whether the person has said anything yet. */
  get begun() {
    return this.outbox.length > 0 || [...this.messages.values()].some(({ sender }) => sender === "citizen");
  }

  get lastSeq() {
    return Math.max(0, ...this.messages.keys());
  }

  handleEvent({ type }) {
    if (type === "pagehide") return this.#stream.stop(); // an open stream keeps the page out of the browser's back/forward cache
    if (type === "offline") return this.#line(false);
    if (document.hidden) return;
    // Back from sleep, from another tab or from a dead spot: catch up at once instead of waiting for a pause to end.
    if (!this.id) return this.#starting || this.start();
    this.#stream.start();
    this.#stream.hurry();
    this.refresh();
    this.#drain();
  }

  /** Goes on with the conversation of this tab or begins one. Safe to call twice; fires `ready`, `ended` or `fault`. */
  start() {
    this.#starting ??= this.#begin().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  async #begin() {
    clearTimeout(this.#timer);
    try {
      if (this.id) {
        const { messages } = await this.#server.call("GET", "/messages?after=0");
        this.#take(messages, true);
      } else {
        const begun = await this.#server.call("POST", "", { ...(this.#town && { town: this.#town }), locale: this.#locale });
        if (this.#stopped) return undefined; // given up before its first answer came
        this.#memory.set({ id: begun.conversation_id, token: begun.token });
        this.#take(begun.messages);
      }
    } catch (error) {
      if (this.#stopped) return undefined;
      if (error instanceof Ended) return this.#end();
      if (!(error.status < 500)) this.#timer = setTimeout(() => this.start(), AGAIN_MS);
      return this.#tell("fault", { problem: error.problem });
    }
    this.#tell("ready");
    this.#line(true);
    this.#stream.start();
    this.#drain();
  }

  /** Sends a text or a button's payload; it is on screen at once and goes out in order, each exactly once. */
  send({ text, payload, title = text }) {
    const item = { client_message_id: uuid(), text, payload, title, state: "waiting", tries: 0 };
    this.outbox.push(item);
    this.#keep();
    this.#tell("item", { item });
    this.#drain();
    return item;
  }

  /** Tries a failed text again, under its old id. */
  retry(item) {
    Object.assign(item, { state: "waiting", tries: 0 });
    this.#tell("item", { item });
    this.#drain();
  }

  /** Takes a text back that did not get through. */
  discard(item) {
    this.outbox = this.outbox.filter((other) => other !== item);
    this.#keep();
    this.#tell("gone", { item });
    this.#drain();
  }

  /** Asks for everything after the last known message. */
  async refresh() {
    if (!this.id) return;
    try {
      const { messages } = await this.#server.call("GET", `/messages?after=${this.lastSeq}`);
      this.#take(messages);
      this.#line(true);
    } catch (error) {
      if (error instanceof Ended) this.#end();
    }
  }

  /** Erases the conversation on the server and here. Raises the problem when the server did not confirm. */
  async erase() {
    try {
      await this.#server.call("DELETE", "");
    } catch (error) {
      if (!(error instanceof Ended)) throw error; // gone already is what was wanted
    }
    this.stop();
    this.#memory.erase();
  }

  /** Gives up a conversation in which nothing was said: the server erases it now or, unreachable, by itself later. */
  abandon() {
    this.stop();
    if (this.id) this.#server.call("DELETE", "").catch(() => {});
    this.#memory.erase();
  }

  /** Ends all traffic and listens to nothing any more. */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#stream.stop();
    for (const type of ["online", "offline", "pagehide", "pageshow"]) removeEventListener(type, this);
    document.removeEventListener("visibilitychange", this);
  }

  async #drain() {
    if (this.#posting || !this.id) return;
    this.#posting = true;
    clearTimeout(this.#timer);
    try {
      for (;;) {
        const item = this.outbox.find((one) => one.state !== "sent");
        if (item?.state !== "waiting" || !(await this.#post(item))) return;
      }
    } finally {
      this.#posting = false;
      this.#type(false);
    }
  }

  /** Posts one text; true if the next one may go. */
  async #post(item) {
    if (navigator.onLine === false) return this.#line(false);
    item.state = "sending";
    this.#tell("item", { item });
    this.#type(true);
    const { text, payload, client_message_id } = item;
    try {
      const { messages } = await this.#server.call("POST", "/messages", { text, payload, client_message_id });
      this.outbox = this.outbox.filter((other) => other !== item);
      this.#keep();
      item.state = "sent";
      this.#settle(item, messages);
      this.#take(messages);
      this.#line(true);
      return true;
    } catch (error) {
      return this.#missed(item, error);
    }
  }

  #missed(item, error) {
    item.state = "waiting";
    this.#tell("item", { item });
    if (error instanceof Ended) return this.#end();
    const { status } = error;
    if (status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status)) {
      this.discard(item);
      this.#tell("refused", { item, problem: error.problem });
      return true;
    }
    // No answer at all is the line's fault and is tried for as long as the tab lives; the server's faults a few times.
    if (status && ++item.tries > RETRIES) {
      item.state = "failed";
      this.#tell("item", { item, problem: error.problem });
      return false;
    }
    this.#line(Boolean(status), error.problem);
    item.pause = Math.min(30, 2 * (item.pause ?? 0.5)); // 1, 2, 4 … 30 s
    const wait = error.problem?.retry_after ?? item.pause;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#drain(), wait * 1000);
    return false;
  }

  /** Finds the number under which the server keeps a text of ours, so that the history does not show it twice. */
  #settle(item, answers) {
    if (item.bound) return;
    const own = answers.find((message) => message.sender === "citizen");
    let seq = own?.seq ?? (answers[0]?.seq ?? 0) - 1;
    while (!own && seq > 0 && this.messages.has(seq) && this.messages.get(seq).sender !== "citizen") seq -= 1;
    if (seq < 1) return this.#tell("item", { item });
    const known = this.messages.has(seq);
    this.#bind(item, own ?? { seq, sender: "citizen", text: item.title, at: new Date().toISOString() }, known);
  }

  #bind(item, message, known) {
    this.outbox = this.outbox.filter((other) => other !== item);
    if (known) return this.#tell("gone", { item });
    this.messages.set(message.seq, message);
    this.#tell("bind", { item, message });
  }

  #take(messages, history = false) {
    for (const message of [...messages].sort((a, b) => a.seq - b.seq)) {
      if (this.messages.has(message.seq)) continue;
      if (message.sender === "citizen" && !history) {
        // Our own text heard over the stream before its answer came; from another tab there is no such item.
        const item = this.outbox.find((one) => one.state === "sending" && one.title === message.text);
        if (item) {
          this.messages.set(message.seq, message);
          this.#tell("bind", { item, message });
          item.bound = true;
          continue;
        }
      }
      this.messages.set(message.seq, message);
      if (message.sender !== "citizen") this.#type(false);
      this.#tell("message", { message, history });
    }
  }

  #hear(name, data) {
    if (name === "typing") return this.#type(!(data?.typing === false || data?.on === false || data?.active === false));
    if (name === "erased" || name === "closed") return this.#end();
    const heard = data?.messages ?? [data?.message ?? data];
    const fresh = heard.filter((message) => Number.isInteger(message?.seq));
    if (!fresh.length) return undefined;
    // A number was skipped: fetch the whole piece, so that the order holds.
    if (Math.min(...fresh.map((message) => message.seq)) > this.lastSeq + 1) return this.refresh();
    return this.#take(fresh);
  }

  #type(on) {
    clearTimeout(this.#typing);
    if (on) this.#typing = setTimeout(() => this.#type(false), TYPING_MS);
    this.#tell("typing", { on });
  }

  #line(up, problem) {
    this.#tell("line", { up: up && navigator.onLine !== false, problem });
    return false;
  }

  #end() {
    this.stop();
    const unsent = this.outbox.filter((item) => item.text && item.state !== "sent").map((item) => item.text);
    this.#memory.erase();
    this.#tell("ended", { unsent });
    return false;
  }

  #keep() {
    this.#memory.set({
      outbox: this.outbox.map(({ client_message_id, text, payload, title }) => ({ client_message_id, text, payload, title })),
    });
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(Object.assign(new Event(type), { detail }));
  }
}
