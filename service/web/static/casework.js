// Enhancements alone: every page works without this file.
"use strict";

for (const form of document.querySelectorAll("form.command")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form.command")) delete form.dataset.sent;
});

// Paper cannot be unfolded: browsers that do not open folded parts in print by the style sheet are helped.
const opened = [];
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not([open])")) {
    part.open = true;
    opened.push(part);
  }
});
window.addEventListener("afterprint", () => {
  for (const part of opened.splice(0)) part.open = false;
});

document.getElementById("trouble")?.focus();

document.querySelector("form.token")?.addEventListener("submit", (event) => event.preventDefault());

for (const form of document.querySelectorAll("form.try")) {
  form.hidden = false;
  for (const input of form.querySelectorAll('[data-name="Idempotency-Key"]')) input.value = crypto.randomUUID?.() ?? "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

async function send(form) {
  const headers = { Authorization: `Bearer ${document.getElementById("try-token").value}` };
  const query = new URLSearchParams(form.querySelector('[data-in="search"]')?.value ?? "");
  let path = form.dataset.path;
  for (const input of form.querySelectorAll("[data-name]")) {
    if (input.dataset.in === "path") path = path.replace(`{${input.dataset.name}}`, encodeURIComponent(input.value));
    else if (input.value && input.dataset.in === "header") headers[input.dataset.name] = input.value;
    else if (input.value) query.set(input.dataset.name, input.value);
  }
  const body = form.querySelector('[data-in="body"]')?.value;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = form.querySelector(".answer");
  answer.hidden = false;
  try {
    const address = query.size ? `${path}?${query}` : path;
    const response = await fetch(address, { method: form.dataset.method, headers, body, credentials: "omit" });
    const lines = [`${response.status} ${response.statusText}`];
    for (const name of ["etag", "casework-position", "location"]) {
      if (response.headers.has(name)) lines.push(`${name}: ${response.headers.get(name)}`);
    }
    const text = await response.text();
    answer.textContent = `${lines.join("\n")}\n\n${pretty(text)}`;
  } catch (error) {
    answer.textContent = String(error);
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
