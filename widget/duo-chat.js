// The launcher: all that a town's page loads before somebody opens the chat. It stores nothing and asks nothing of the network
// until then (§ 25 TDDDG), and it must stay under 2 kB gzip. Everything else is imported on opening.

const STORE = "soziales-duo"; // the one key in sessionStorage, and the name of the channel between tabs
const COLOR = "#1c4f6b";
// "medium" is the person's own text size; the page's root may say anything.
const RULES = `:host{all:initial}.launcher{position:fixed;inset:auto 1em 1em auto;z-index:2147483000;max-width:calc(100vw - 2em);padding:.9em 1.5em;
border:2px solid transparent;border-radius:2em;background:var(--duo-color,${COLOR});color:var(--duo-on-accent,#fff);font:600 medium/1.3 system-ui,sans-serif;cursor:pointer;box-shadow:0 2px 10px #0005}.launcher[hidden]{display:none}.launcher:hover{text-decoration:underline}
.launcher:focus-visible{outline:3px solid #000;outline-offset:3px;box-shadow:0 0 0 3px #fff}@media print{.launcher{display:none}}`;

const light = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
/** Relative luminance (WCAG 2.2) of a computed colour "rgb(…)"; undefined if it is not opaque sRGB. */
const luminance = (color) => {
  const [r, g, b, alpha = 1] = (/^rgba?\((.*)\)/.exec(color)?.[1].match(/[\d.]+/g) ?? []).map(Number);
  return b === undefined || alpha < 1 ? undefined : 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
};

class DuoChat extends HTMLElement {
  // For the panel, which is handed the element and imports nothing from here: so the launcher stays one file, loaded once.
  store = STORE;
  luminance = luminance;
  #button;
  #panel;

  connectedCallback() {
    if (this.#button) return;
    const root = this.attachShadow({ mode: "open" });
    const button = (this.#button = document.createElement("button"));
    button.type = "button";
    button.part = button.className = "launcher";
    // The service's name, the same in every language; the sentences are in texts.de.js, which is not loaded yet.
    button.textContent = this.getAttribute("label") || "Chat: Soziales Duo";
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => this.open());
    adopt(root, RULES, button);
    root.append(button);
    this.paint();
    // Only a person who opened the chat in this tab has something here: then the conversation goes on after a page change.
    try {
      if (sessionStorage.getItem(STORE)) this.open(true);
    } catch { /* storage is switched off: nothing to go on with */ }
  }

  /** The address of the chat server: where this script came from, unless the attribute `server` names another. */
  get server() {
    const other = this.getAttribute("server");
    return new URL(other ? other.replace(/\/*$/, "/") : "..", import.meta.url);
  }

  get launcher() {
    return this.#button;
  }

  /** Sets the town's colour and a text colour that is readable on it (black or white reaches 4.5:1 on every colour). */
  paint() {
    const wish = this.getAttribute("color");
    if (wish && CSS.supports("color", wish)) this.style.setProperty("--duo-color", wish);
    let color = getComputedStyle(this.#button).backgroundColor;
    let l = luminance(color);
    if (l === undefined) {
      this.style.setProperty("--duo-color", (color = COLOR));
      l = 0;
    }
    this.style.setProperty("--duo-accent", color);
    this.style.setProperty("--duo-on-accent", l > 0.179 ? "#000" : "#fff");
  }

  /** Opens the panel. `again` after a page change: what was open reopens, and the focus stays where it is. */
  async open(again = false) {
    this.#button.setAttribute("aria-busy", "true");
    try {
      const { Panel } = await import("./panel.js");
      this.#panel ??= await Panel.create(this);
      await this.#panel.open(again);
    } catch (error) {
      // Not even the files came: show what is inside the tag, else the form page, which needs no script.
      console.warn("soziales-duo-chat", error);
      if (this.firstElementChild) this.shadowRoot.replaceChildren(document.createElement("slot"));
      else if (!again) location.assign(new URL("anfrage", this.server));
    }
    this.#button.removeAttribute("aria-busy");
  }

  close() {
    this.#panel?.close();
  }
}

/** Gives a shadow root its rules. Constructed sheets pass the strictest policy; old browsers get the colours without them. */
function adopt(root, rules, button) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    root.adoptedStyleSheets = [sheet];
  } catch {
    button.style.cssText = /launcher\{([^}]*)/.exec(rules)[1];
  }
}

if (!customElements.get("soziales-duo-chat")) customElements.define("soziales-duo-chat", DuoChat);
