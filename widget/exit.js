// Quick exit: for a person whose screen somebody else must not see. Fast first, tidy second.

const THREE_MS = 3_000;
// The German weather service: public, without advertising, a page that everybody has open now and then.
const NEUTRAL = "https://www.dwd.de/";

export class QuickExit {
  #host;
  #forget;
  #strokes = [];
  #channel;

  /** `forget()` erases the tab's memory and ends all traffic; `shown()` tells whether the chat is open. */
  constructor(host, { forget, shown }) {
    this.#host = host;
    this.#forget = forget;
    this.#channel = "BroadcastChannel" in window ? new BroadcastChannel(host.store) : undefined;
    // Other tabs of this site with the same conversation must not go on showing it.
    this.#channel?.addEventListener("message", ({ data }) => data === "exit" && this.#leave());
    // The first Esc closes the panel, so the next two arrive at the page: listen there, before anybody can swallow them.
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      const now = Date.now();
      this.#strokes = this.#strokes.filter((at) => now - at < THREE_MS);
      if (!this.#strokes.length && !shown()) return;
      this.#strokes.push(now);
      if (this.#strokes.length >= 3) this.go();
    }, true);
  }

  go() {
    this.#channel?.postMessage("exit");
    this.#leave();
  }

  #leave() {
    this.#host.shadowRoot.replaceChildren();
    // The neutral page takes a moment: until then the tab is blank.
    document.documentElement.style.setProperty("display", "none", "important");
    this.#forget();
    location.replace(this.#target());
  }

  #target() {
    try {
      const { protocol, href } = new URL(this.#host.getAttribute("exit-to") || NEUTRAL, location.href);
      if (["https:", "http:"].includes(protocol)) return href;
    } catch { /* not an address */ }
    return NEUTRAL;
  }
}
