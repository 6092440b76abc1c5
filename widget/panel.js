// The open chat: puts header, crisis card, messages and text field together and follows the conversation.

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { crisis } from "./cards.js";
import { button, el, icon } from "./dom.js";
import { QuickExit } from "./exit.js";
import { Log } from "./log.js";
import { Memory } from "./memory.js";
import { deleteQuestion, menu } from "./menu.js";
import { Notices } from "./notices.js";
import { transcript } from "./transcript.js";
import t from "./texts.de.js";

// Here the panel covers everything: phones, and desktops at 400 % zoom.
const SMALL = "(max-width: 480px), (max-height: 480px)";
const CLOSE = "M5 5 19 19M19 5 5 19";

export class Panel {
  #host;
  #memory;
  #small = matchMedia(SMALL);
  #conversation;
  #exit;

  /** Loads the style sheet and builds the panel into the host's shadow root, closed. */
  static async create(host) {
    const address = new URL("panel.css", import.meta.url);
    try {
      const answer = await fetch(address, { credentials: "omit" });
      if (!answer.ok) throw new Error(`styles ${answer.status}`);
      const sheet = await new CSSStyleSheet().replace(await answer.text());
      host.shadowRoot.adoptedStyleSheets = [...host.shadowRoot.adoptedStyleSheets, sheet];
    } catch {
      // Browsers without constructed sheets; the page's policy must then allow styles from the chat server.
      const link = el("link", { rel: "stylesheet", href: address });
      await new Promise((done) => {
        link.onload = link.onerror = done;
        host.shadowRoot.append(link);
      });
    }
    return new Panel(host);
  }

  constructor(host) {
    this.#host = host;
    this.#memory = new Memory(host.store);
    this.#exit = new QuickExit(host, { forget: () => this.#forget(), shown: () => this.dialog.open });
    this.#build();
    this.#begin();
    this.#small.addEventListener("change", () => this.dialog.open && this.#show(false));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#paint());
    globalThis.visualViewport?.addEventListener("resize", () => this.#fit());
    globalThis.visualViewport?.addEventListener("scroll", () => this.#fit());
  }

  #build() {
    const host = this.#host;
    const size = this.#memory.get("size") ?? 0;
    this.plain = this.#memory.get("plain") ?? host.hasAttribute("plain");
    const page = (name, fallback) => {
      const address = host.getAttribute(name);
      return address ? new URL(address, location.href).href : fallback && new URL(fallback, host.server).href;
    };
    const town = host.getAttribute("town");
    this.form = page("form", town ? `anfrage?town=${encodeURIComponent(town)}` : "anfrage");
    this.menu = menu(
      { size: (index) => this.#size(index), plain: (on) => this.#speak(on), save: () => this.#save(), ask: () => this.question.showModal() },
      { size, plain: this.plain },
      [[t.form, this.form], [t.privacy, page("privacy", "datenschutz")], [t.accessibility, page("accessibility")]].filter(([, href]) => href),
    );
    this.title = el("h2", { id: "title", tabindex: "-1" }, host.getAttribute("heading") || t.title);
    this.pinned = el("div", { class: "pinned" });
    this.notices = new Notices();
    this.question = deleteQuestion(() => this.#erase());
    this.composer = new Composer({
      send: (text) => this.#answer({ text }),
      say: (words) => this.notices.say(words),
      fail: (words) => this.notices.fail(words),
      draft: (draft) => (draft || this.#memory.get("draft")) && this.#memory.set({ draft }),
    });
    this.holder = el("div", { class: "holder" });
    this.typing = el("p", { class: "typing", hidden: true, "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    this.dialog = el("dialog", { class: "panel", part: "panel", "aria-labelledby": "title", "aria-describedby": "subtitle", lang: "de", dir: "ltr" },
      el("header", {},
        el("div", {},
          this.title,
          el("div", { class: "tools" },
            this.menu.toggle,
            button(icon(CLOSE), () => this.close(), { class: "tool", "aria-label": t.close, title: t.close }))),
        el("div", {},
          el("p", { id: "subtitle" }, t.subtitle),
          button(t.exit, () => this.#exit.go(), { class: "tool exit", "aria-describedby": "exit-hint" }),
          el("span", { id: "exit-hint", class: "hidden" }, t.exitHint))),
      el("div", { class: "body" }, this.menu.list, this.pinned, this.holder, this.notices.bar, this.composer.element),
      this.notices.status);
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      if (!this.menu.close()) this.close();
    });
    // The back gesture of a phone asks a modal dialogue to close by this event.
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    host.shadowRoot.append(this.dialog, this.question);
    this.#size(size, true);
  }

  /** Sets up the view for one conversation; started on opening. */
  #begin() {
    const log = (this.log = new Log({
      choose: (choice) => this.#answer(choice),
      answer: (text) => this.#answer({ text }),
      retry: (item) => this.#conversation.retry(item),
      takeBack: (item) => this.#takeBack(item),
      say: (words) => this.notices.say(words),
    }));
    this.holder.replaceChildren(log.element, this.typing, log.jump);
    this.pinned.replaceChildren();
    this.composer.hint();
    const conversation = (this.#conversation = new Conversation({
      server: this.#host.server,
      town: this.#host.getAttribute("town"),
      locale: this.plain ? "de-x-simple" : "de",
      memory: this.#memory,
    }));
    const on = (type, react) => conversation.addEventListener(type, ({ detail }) => conversation === this.#conversation && react(detail));
    on("message", ({ message, history }) => this.#message(message, history));
    on("item", ({ item, problem }) => {
      log.item(item, problem);
      if (item.state === "failed") this.notices.fail(t.notSent);
    });
    on("bind", ({ item, message }) => log.bind(item, message));
    on("gone", ({ item }) => log.gone(item));
    on("refused", ({ item, problem }) => {
      this.notices.fail(problem?.detail || t.refused);
      if (item.text) this.#restore(item.text);
    });
    on("typing", ({ on: typing }) => this.#typing(typing));
    on("line", ({ up, problem }) => this.notices.line(up, problem, conversation.outbox.length > 0));
    on("ready", () => {
      this.notices.fail("");
      log.live();
    });
    on("fault", ({ problem }) => this.notices.fail(problem?.detail || t.fault,
      button(t.retry, () => conversation.start()), el("a", { href: this.form }, t.form), el("slot")));
    on("ended", ({ unsent }) => this.#over(t.ended, unsent));
  }

  /** Shows the panel. `again` (after a page change): only if it was open, and without moving the focus. */
  async open(again) {
    this.#paint();
    const reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
    // On a phone the panel would cover the page that was just chosen.
    const back = again && this.#memory.get("open") && (!this.#small.matches || reloaded);
    if (again && !back) return void (this.#host.launcher.textContent = t.resume);
    const known = this.#memory.get("id");
    this.#memory.set({ open: true });
    this.#show(!again);
    if (!this.log.isEmpty || this.started) return undefined;
    this.started = true;
    this.composer.value = this.#memory.get("draft") ?? "";
    if (!known) this.log.live();
    await this.#conversation.start();
    for (const item of this.#conversation.outbox) this.log.item(item);
    const count = this.#conversation.messages.size;
    if (known && count) this.notices.say(t.loaded(count));
    return undefined;
  }

  #show(focus) {
    const { dialog } = this;
    const active = this.#host.shadowRoot.activeElement;
    if (dialog.open) dialog.close();
    const small = this.#small.matches;
    if (small) dialog.showModal();
    else dialog.setAttribute("open", "");
    document.documentElement.style.overflow = small ? "hidden" : "";
    this.#host.launcher.hidden = true;
    this.#host.launcher.setAttribute("aria-expanded", "true");
    this.#fit();
    // The on-screen keyboard would hide the greeting, so touch screens begin at the heading.
    if (focus) matchMedia("(pointer: coarse)").matches ? this.title.focus() : this.composer.focus();
    else if (active && dialog.contains(active)) active.focus();
    else if (small) this.title.focus();
  }

  /** Hides the panel; the conversation stays, the focus goes back to the launcher. */
  close() {
    const { launcher } = this.#host;
    const inside = this.dialog.contains(this.#host.shadowRoot.activeElement);
    this.dialog.close();
    document.documentElement.style.overflow = "";
    launcher.hidden = false;
    launcher.setAttribute("aria-expanded", "false");
    if (this.#memory.get("id")) launcher.textContent = t.resume;
    if (inside) launcher.focus();
    this.#memory.set({ open: false });
  }

  #message(message, history) {
    this.log.add(message, history);
    if (message.card?.kind === "crisis") this.pinned.replaceChildren(crisis(message.card));
    if (message.sender === "citizen") return;
    this.composer.hint(message.input);
    if (!history && !this.dialog.open) this.#host.launcher.textContent = t.unread;
  }

  #answer(answer) {
    this.notices.fail("");
    if (this.over) this.#fresh();
    this.#conversation.send(answer);
    if (!this.#conversation.id) this.#conversation.start();
  }

  #typing(on) {
    this.typing.hidden = !on;
    if (!on) {
      clearTimeout(this.typingTimer);
      this.typingTimer = undefined;
    } else this.typingTimer ??= setTimeout(() => this.dialog.open && this.notices.say(t.typing), 1_000);
  }

  #takeBack(item) {
    this.#conversation.discard(item);
    this.notices.fail("");
    this.#restore(item.text);
    this.composer.focus();
  }

  #restore(text) {
    this.composer.value = [text, this.composer.value].filter(Boolean).join("\n");
  }

  #over(words, unsent = []) {
    this.over = true;
    this.log.element.remove();
    this.pinned.replaceChildren();
    this.#typing(false);
    if (unsent.length) this.#restore(unsent.join("\n"));
    const rest = this.composer.value ? ` ${t.unsent}` : "";
    this.notices.fail(words + rest, button(t.fresh, () => {
      this.#fresh();
      this.composer.focus();
    }));
  }

  /** Begins a new conversation in the same panel. */
  #fresh() {
    const draft = this.composer.value;
    this.over = false;
    this.#memory = new Memory(this.#host.store);
    this.#memory.set({ open: true, size: Number(this.dialog.dataset.size), plain: this.plain, draft });
    this.notices.fail("");
    this.#begin();
    this.log.live();
    this.#conversation.start();
  }

  /** Einfache Sprache on or off: at once while nothing was said, else from the next conversation on. */
  #speak(plain) {
    this.plain = plain;
    this.#memory.set({ plain });
    if (this.over) return;
    if (this.#conversation.begun) return void this.notices.fail(t.plainLater);
    this.#conversation.abandon();
    this.#fresh();
    this.notices.say(plain ? t.plainOn : t.plainOff);
  }

  async #erase() {
    try {
      await this.#conversation.erase();
    } catch {
      return false;
    }
    this.composer.value = "";
    this.#over(t.deleted);
    this.composer.focus();
    return true;
  }

  #forget() {
    this.#conversation.stop();
    this.#memory.erase();
  }

  #size(index, silent) {
    this.dialog.dataset.size = index;
    if (!silent) this.#memory.set({ size: index });
  }

  #save() {
    const href = URL.createObjectURL(new Blob([transcript(this.#conversation.messages)], { type: "text/plain;charset=utf-8" }));
    el("a", { href, download: t.fileName }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
    this.notices.say(t.saved);
  }

  /** Uses the town's colour for text and borders only where it can be read on the panel (4.5:1), else the text colour. */
  #paint() {
    this.#host.paint();
    const style = getComputedStyle(this.dialog);
    const over = this.#host.luminance(style.backgroundColor);
    const accent = this.#host.luminance(getComputedStyle(this.#host).getPropertyValue("--duo-accent").trim());
    const readable = (Math.max(over, accent) + 0.05) / (Math.min(over, accent) + 0.05) >= 4.6;
    this.dialog.style.setProperty("--ink", readable ? "var(--duo-accent)" : "var(--text)");
  }

  /** An on-screen keyboard shrinks what is visible, not the page: the panel follows it. */
  #fit() {
    const { style } = this.dialog;
    const view = globalThis.visualViewport;
    const shrunk = this.#small.matches && view && view.scale === 1 && view.height < innerHeight - 1;
    style.height = shrunk ? `${view.height}px` : "";
    style.top = shrunk ? `${view.offsetTop}px` : "";
  }
}
