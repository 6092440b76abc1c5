// The conversation as plain text, for people who want to keep it or hand it on.

import t from "./texts.de.js";

/** All messages in order, with sender and time. */
export function transcript(messages) {
  const lines = [...messages.values()].sort((a, b) => a.seq - b.seq).map(({ sender, at, text }) =>
    `${t.senders[sender] ?? t.senders.bot}, ${new Date(at).toLocaleString("de-DE", { dateStyle: "short", timeStyle: "short" })}\n${text}\n`);
  return `${t.title}\n\n${lines.join("\n")}`;
}
