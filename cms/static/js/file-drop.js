// A file field that takes a dropped file, says what it checked, and shows the sending. The server checks again, by content.

const KEPT_MESSAGES = "passnum-messages";
const UNITS = { ko: 1e3, Mo: 1e6, Go: 1e9 };

function sizeInWords(octets) {
  const [unit, step] = octets >= 1e6 ? ["Mo", 1e6] : ["ko", 1e3];
  return `${(octets / step).toFixed(1).replace(".", ",").replace(",0", "")}\u00a0${unit}`;
}

/** « 10 Mo » in octets; Infinity where no size is given. */
function readSize(words) {
  const found = /([\d.,]+)\s*(ko|Mo|Go)/u.exec(words || "");
  return found ? Number(found[1].replace(",", ".")) * UNITS[found[2]] : Infinity;
}

function problemOf(file, input, drop) {
  const kinds = (input.accept || "").split(",").map((kind) => kind.trim().toLowerCase()).filter((kind) => kind.startsWith("."));
  if (!file.size) return "ce fichier est vide.";
  if (kinds.length && !kinds.some((kind) => file.name.toLowerCase().endsWith(kind))) {
    return `ce format n’est pas accepté. Formats acceptés : ${kinds.join(", ")}.`;
  }
  if (file.size > readSize(drop.dataset.maxSize)) return `ce fichier dépasse ${drop.dataset.maxSize}.`;
  return "";
}

function say(list, good, words) {
  const line = document.createElement("li");
  line.className = good ? "is-good" : "is-bad";
  line.textContent = words;
  list.append(line);
}

function check(drop, input) {
  const list = drop.querySelector("[data-file-drop-checks]");
  list.replaceChildren();
  let refused = "";
  for (const file of input.files) {
    const problem = problemOf(file, input, drop);
    refused ||= problem;
    say(list, !problem, problem ? `${file.name} : ${problem}` : `${file.name} (${sizeInWords(file.size)}), prêt à être envoyé`);
  }
  input.setCustomValidity(refused ? `Choisissez un autre fichier : ${refused}` : "");
}

/** Sends the form with its progress, then shows the page that the server answers. */
function sendWithProgress(form, submitter, bar, list) {
  const data = new FormData(form, submitter);
  const request = new XMLHttpRequest();
  request.open("POST", submitter?.getAttribute("formaction") || form.action);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => showAnswer(request, form, bar, list));
  request.addEventListener("error", () => {
    say(list, false, "L’envoi a été interrompu. Vérifiez votre connexion, puis recommencez.");
    release(form, bar);
  });
  bar.hidden = false;
  setBusy(form, true);
  request.send(data);
}

function setBusy(form, busy) {
  for (const element of form.elements) {
    if (element.type !== "submit") continue;
    element.disabled = busy;
    element.setAttribute("aria-busy", String(busy));
  }
}

function release(form, bar) {
  bar.hidden = true;
  bar.value = 0;
  setBusy(form, false);
}

/** The answer was read here, its messages with it: they are said again on the page that is opened. */
function keepMessages(answer) {
  const kept = [...answer.querySelectorAll(".messages .alert")].map((alert) => [alert.className, alert.textContent.trim()]);
  if (kept.length) sessionStorage.setItem(KEPT_MESSAGES, JSON.stringify(kept));
}

function showKeptMessages() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT_MESSAGES) || "[]");
  sessionStorage.removeItem(KEPT_MESSAGES);
  for (const [look, words] of kept) {
    const alert = document.createElement("div");
    alert.className = look;
    alert.setAttribute("role", "status");
    alert.textContent = words;
    document.querySelector(".messages")?.append(alert);
  }
}

function showAnswer(request, form, bar, list) {
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  if (request.status < 400) {
    keepMessages(answer);
    if (request.responseURL.split("#")[0] === location.href.split("#")[0]) location.reload();
    else location.assign(request.responseURL);
    return;
  }
  const messages = answer.querySelectorAll(".field__error span, .error-summary li, .messages .alert p, .error-page p");
  const words = new Set([...messages].map((message) => message.textContent.trim()));
  list.replaceChildren();
  for (const message of words) say(list, false, message);
  if (!words.size) say(list, false, "Ce fichier n’a pas pu être reçu. Recommencez, ou choisissez-en un autre.");
  release(form, bar);
}

function start(drop) {
  const input = drop.querySelector("input[type='file']");
  const hint = drop.querySelector("[data-file-drop-hint]");
  const bar = drop.querySelector("[data-file-drop-progress]");
  const list = drop.querySelector("[data-file-drop-checks]");
  const form = input.form;
  hint.hidden = false;
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("file-drop--over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("file-drop--over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => check(drop, input));
  form?.addEventListener("submit", (event) => {
    if (!form.hasAttribute("data-upload") || !input.files.length || event.defaultPrevented) return;
    event.preventDefault();
    sendWithProgress(form, event.submitter, bar, list);
  });
}

showKeptMessages();
for (const drop of document.querySelectorAll("[data-file-drop]")) start(drop);
