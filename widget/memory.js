// What this tab remembers while the chat is in use: sessionStorage only (it ends with the tab), under one key, no cookie.
// A browser without storage gets the same in memory; then only the reload is lost.

export class Memory {
  #key;
  #kept = {};
  #open = true;

  constructor(key) {
    this.#key = key;
    try {
      this.#kept = JSON.parse(sessionStorage.getItem(key)) ?? {};
    } catch { /* unreadable or forbidden: start empty */ }
  }

  get(name) {
    return this.#kept[name];
  }

  set(values) {
    if (!this.#open) return; // an answer that comes in after erasing must not bring anything back
    Object.assign(this.#kept, values);
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.#kept));
    } catch { /* full or forbidden: memory has it */ }
  }

  /** Forgets everything for good; the next conversation gets a memory of its own. */
  erase() {
    if (!this.#open) return; // the key may belong to the next conversation by now
    this.#kept = {};
    this.#open = false;
    try {
      sessionStorage.removeItem(this.#key);
    } catch { /* nothing was stored then */ }
  }
}
