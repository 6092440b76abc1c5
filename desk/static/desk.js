// What JavaScript adds to the desk; every page works without it.
"use strict";

// A finished action is told once: the code leaves the address, so that a reload does not tell it again.
function forgetDone() {
  const address = new URL(location.href);
  if (address.searchParams.has("ok")) {
    address.searchParams.delete("ok");
    history.replaceState(history.state, "", address);
  }
}

// Filters apply on change, so the button is only for browsers without JavaScript.
document.documentElement.classList.add("js");
forgetDone();

// Short addresses: a filter that says nothing is left out.
document.addEventListener("htmx:configRequest", (event) => {
  const { verb, parameters } = event.detail;
  if (verb !== "get") return;
  for (const [name, value] of [...parameters.entries()]) if (value === "") parameters.delete(name);
});

// Errors must be seen: htmx swaps nothing on 4xx and 5xx, so the page says what to do.
function tell(text) {
  const place = document.getElementById("meldung");
  if (!place) return;
  const paragraph = document.createElement("p");
  paragraph.className = "done done--failed";
  paragraph.textContent = text;
  place.replaceChildren(paragraph);
  paragraph.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  tell(status === 401
    ? "Ihre Sitzung ist abgelaufen. Kopieren Sie ungespeicherten Text und melden Sie sich in einem neuen Fenster an."
    : "Das hat nicht geklappt. Es wurde nichts geändert. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.");
});
document.addEventListener("htmx:sendError", () => {
  tell("Der Schreibtisch ist gerade nicht erreichbar. Ihr Text steht noch im Feld. Bitte versuchen Sie es gleich noch einmal.");
});

// "Weitere anzeigen" goes away when the rows come: the keyboard goes on at the first new row.
let rowsBefore = 0;
document.addEventListener("htmx:beforeSwap", (event) => {
  rowsBefore = event.detail.target?.id === "weitere" ? document.querySelectorAll(".entry").length : 0;
});
document.addEventListener("htmx:afterSettle", () => {
  if (rowsBefore) document.querySelectorAll(".entry h2 a")[rowsBefore]?.focus();
  rowsBefore = 0;
});

// After a refused form the reason is read out and in view.
document.addEventListener("htmx:afterSettle", () => {
  document.getElementById("fehler")?.scrollIntoView({ block: "center" });
});

// A written but unsaved note is not lost by a slip of the mouse.
let leaving = false;
document.addEventListener("submit", () => { leaving = true; });
addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll("textarea[data-keep]")].some((field) => field.value.trim() !== field.defaultValue.trim());
  if (unsaved && !leaving) event.preventDefault();
});
addEventListener("pageshow", () => { leaving = false; });

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (button) window.print();
});
