// Prints the receipt alone, not the town's page around it: an empty frame of the same origin holds it, styled by properties,
// because style rules would need a permission that a strict policy does not give.

import { el } from "./dom.js";
import t from "./texts.de.js";

/** Opens the print dialogue with reference, code and the promised day. */
export function printReceipt({ reference, code }, promised) {
  const frame = el("iframe", { "aria-hidden": "true", tabindex: "-1" });
  frame.style.cssText = "position:fixed;inset:auto 0 0 auto;width:0;height:0;border:0";
  document.body.append(frame);
  const page = frame.contentDocument;
  page.title = t.title;
  page.documentElement.lang = "de";
  const line = (label, value, big) => {
    const block = el("p", {}, el("span", {}, `${label} `), el("strong", {}, value));
    block.style.cssText = `font:${big ? "700 22pt" : "14pt"}/1.5 sans-serif;margin:0 0 12pt`;
    block.firstChild.style.cssText = "display:block;font:12pt/1.5 sans-serif";
    return block;
  };
  page.body.append(
    line(t.title, t.receipt),
    line(t.reference, reference, true),
    ...(code ? [line(t.code, code, true)] : []),
    ...(promised ? [line(t.promised, promised)] : []),
    ...(code ? [line("", t.codeHint)] : []),
  );
  frame.contentWindow.addEventListener("afterprint", () => frame.remove());
  frame.contentWindow.print();
}
