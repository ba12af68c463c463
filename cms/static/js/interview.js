// An interview where the connection comes and goes: what is typed stays in this tab until the server has it.
//
// <form data-interview="…" data-interview-step="2">, with data-interview-sent where the page answers what was sent.
// Nothing is kept once the tab is closed, on the page of the receipt, or where « Abandonner » is to be confirmed (the
// server has it then); interview-end.js sees to the person who leaves.

const PREFIX = "passnum-entretien:";
const OWNER = "passnum-entretien-de";
const PAUSE = 4000;
const PATIENCE = 8000;
const form = document.querySelector("form[data-interview]");
const status = document.querySelector("[data-interview-status]");

function keyOf(step) {
  return `${PREFIX}${form.dataset.interview}:${step}`;
}

/** The other screens are on the server, and the receipt needs none of them. */
function forgetTheOthers() {
  const own = form ? keyOf(form.dataset.interviewStep) : "";
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && key !== own) sessionStorage.removeItem(key);
  }
}

function fields() {
  const said = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "go");
  // A photo is not typed, and a file field cannot be filled again.
  return said.filter(([, value]) => typeof value === "string");
}

function tell(words) {
  status.textContent = words;
  status.hidden = !words;
}

function restore() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(keyOf(form.dataset.interviewStep)) || "null");
  } catch {
    return;
  }
  if (!kept || JSON.stringify(kept) === JSON.stringify(fields())) return;
  for (const [name, value] of kept) {
    for (const element of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (!["radio", "checkbox"].includes(element.type)) element.value = value;
    }
  }
  for (const element of form.querySelectorAll("input[type=radio], input[type=checkbox]")) {
    element.checked = kept.some(([name, value]) => name === element.name && value === element.value);
  }
  tell("Ce que vous aviez tapé sur cet appareil est repris.");
}

async function reachable() {
  if (!navigator.onLine) return false;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store", redirect: "manual", signal });
    return answer.status < 500;
  } catch {
    return false;
  }
}

/** Sent as the button would have sent it; the server takes the same interview once, however often it arrives. */
function send(go) {
  const choice = document.createElement("input");
  choice.type = "hidden";
  choice.name = "go";
  choice.value = go;
  form.append(choice);
  form.submit();
}

let waiting = false;

async function submitWhenReachable(go) {
  waiting = true;
  while (!(await reachable())) {
    tell("Pas de connexion. Votre saisie est gardée sur cet appareil ; elle sera envoyée dès que possible. Vous pouvez encore la modifier.");
    await new Promise((resolve) => {
      setTimeout(resolve, PAUSE);
      window.addEventListener("online", resolve, { once: true });
    });
  }
  tell("");
  send(go);
}

forgetTheOthers();
if (form) {
  const keep = () => {
    try {
      sessionStorage.setItem(OWNER, document.body.dataset.person || "");
      sessionStorage.setItem(keyOf(form.dataset.interviewStep), JSON.stringify(fields()));
    } catch {
      // No room or no right: the server's copy of the screens before is there all the same.
    }
  };
  // What was just sent comes back as the server has it, a serial written in full for instance.
  if (form.hasAttribute("data-interview-sent")) keep();
  else restore();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    keep();
    // The button of the photo sends the form elsewhere.
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (!waiting) submitWhenReachable(event.submitter?.value || "on");
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
