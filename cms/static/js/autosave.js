// Drafts that save themselves. The form stays an ordinary form: this script only posts it earlier than the button would.
//
// <form data-autosave-url="…" data-autosave-key="…"> with a hidden input named « revision ».
// Answers: 200 {"saved_at": "14 h 32", "revision": 7} · 409 {"message"} the page is stale · 422 {"message"} a value is refused.

const PAUSE_AFTER_TYPING = 1500;
const RETRY_PAUSES = [3000, 6000, 15000, 30000];
const LOCAL_PREFIX = "passnum-brouillon:";

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.key = LOCAL_PREFIX + (form.dataset.autosaveKey || location.pathname);
    this.status = document.querySelector("[data-autosave-status]");
    this.text = this.status?.querySelector("[data-autosave-text]");
    this.dirty = false;
    this.stopped = false;
    this.saving = false;
    this.failures = 0;
    this.timer = null;
  }

  start() {
    this.opened = this.fields();
    this.form.addEventListener("input", (event) => this.changed(event));
    this.form.addEventListener("change", (event) => this.changed(event));
    this.form.addEventListener("submit", () => this.leaveByTheButton());
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty || this.saving) event.preventDefault();
    });
    window.addEventListener("online", () => this.dirty && this.schedule(0));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.dirty) this.save();
    });
    this.offerLocalCopy();
  }

  changed(event) {
    if (this.stopped || event.target.type === "file" || event.target.name === "agreed") return;
    this.dirty = true;
    this.keepLocalCopy();
    this.tell("pending", "Modifications en cours…");
    this.schedule(PAUSE_AFTER_TYPING);
  }

  leaveByTheButton() {
    this.dirty = false;
    this.saving = false;
    clearTimeout(this.timer);
  }

  schedule(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  body() {
    const data = new FormData(this.form);
    // Files have their own button; sending them again at each pause would be slow and double them.
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  async save() {
    if (this.stopped || this.saving || !this.dirty || this.form.dataset.submitting === "true") return;
    this.saving = true;
    this.dirty = false;
    this.sent = this.fields();
    this.tell("saving", "Enregistrement…");
    try {
      const headers = { "X-Requested-With": "autosave", Accept: "application/json" };
      const answer = await fetch(this.url, { method: "POST", body: this.body(), headers, redirect: "manual" });
      await this.read(answer);
    } catch {
      this.failed();
    } finally {
      this.saving = false;
      if (this.dirty && !this.stopped && !this.failures) this.schedule(PAUSE_AFTER_TYPING);
    }
  }

  async read(answer) {
    if (answer.ok) return this.saved(await answer.json());
    if (answer.status === 409) return this.stop("stale", await this.message(answer, "Cette page n’est plus à jour : une autre personne l’a enregistrée. Rechargez la page ; votre saisie est gardée sur cet ordinateur."));
    if (answer.status === 422 || answer.status === 400) {
      this.dirty = true;
      this.failures = 0;
      return this.tell("refused", await this.message(answer, "Non enregistré : une valeur est à corriger."));
    }
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
      return this.stop("stale", "Vous n’êtes plus connecté. Votre saisie est gardée sur cet ordinateur : ouvrez une nouvelle page pour vous reconnecter, puis rechargez celle-ci.");
    }
    return this.failed();
  }

  async message(answer, fallback) {
    try {
      return (await answer.json()).message || fallback;
    } catch {
      return fallback;
    }
  }

  saved(result) {
    this.failures = 0;
    this.opened = this.sent;
    const revision = this.form.elements.namedItem("revision");
    if (revision && result.revision !== undefined) revision.value = result.revision;
    if (!this.dirty) localStorage.removeItem(this.key);
    this.tell("saved", `Enregistré à ${result.saved_at || this.now()}`);
    this.form.dispatchEvent(new CustomEvent("passnum:saved", { detail: result, bubbles: true }));
  }

  failed() {
    this.dirty = true;
    this.keepLocalCopy();
    const pause = RETRY_PAUSES[Math.min(this.failures, RETRY_PAUSES.length - 1)];
    this.failures += 1;
    this.tell("offline", "Pas de connexion : votre saisie est gardée sur cet ordinateur. Nouvel essai en cours.");
    this.schedule(pause);
  }

  stop(state, words) {
    this.keepLocalCopy();
    this.stopped = true;
    this.dirty = false;
    this.tell(state, words);
  }

  now() {
    const time = new Date();
    return `${time.getHours()} h ${String(time.getMinutes()).padStart(2, "0")}`;
  }

  tell(state, words) {
    if (!this.status || this.text.textContent === words) return;
    this.status.dataset.state = state;
    this.text.textContent = words;
  }

  fields() {
    const left = new Set(["csrfmiddlewaretoken", "revision", "agreed", "action"]);
    return [...this.body()].filter(([name]) => !left.has(name));
  }

  keepLocalCopy() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ typed: this.fields(), opened: this.opened }));
    } catch {
      // Private browsing or a full disk: the server's copy is the one that counts.
    }
  }

  /** What could not be sent last time comes back only if the person asks: never silently over newer text. */
  offerLocalCopy() {
    let kept = null;
    try {
      kept = this.changedValues(JSON.parse(localStorage.getItem(this.key) || "null"));
    } catch {
      return;
    }
    const now = valuesByName(this.fields());
    if (![...kept].some(([name, values]) => !same(values, now.get(name)))) return;
    const offer = document.createElement("div");
    offer.className = "alert tone-soon";
    offer.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = "Une saisie qui n’avait pas pu être envoyée est gardée sur cet ordinateur.";
    const actions = document.createElement("p");
    actions.className = "cluster";
    actions.append(
      this.button("Reprendre cette saisie", "button button--small", () => this.restore(kept, offer)),
      this.button("L’oublier", "button button--link button--small", () => this.forget(offer)),
    );
    const body = document.createElement("div");
    body.className = "alert__body";
    body.append(words, actions);
    offer.append(body);
    this.form.before(offer);
  }

  /** What was typed in that page, by name: where nothing was typed, someone else's newer text stays. */
  changedValues(copy) {
    const opened = valuesByName(copy?.opened || []);
    const typed = valuesByName(copy?.typed || []);
    const names = new Set([...opened.keys(), ...typed.keys()]);
    const changed = new Map();
    for (const name of names) if (!same(typed.get(name), opened.get(name))) changed.set(name, typed.get(name) || []);
    return changed;
  }

  button(words, look, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = look;
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  restore(kept, offer) {
    for (const [name, values] of kept) {
      for (const element of this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (["checkbox", "radio"].includes(element.type)) element.checked = values.includes(element.value);
        else element.value = values[0] ?? "";
        for (const kind of ["input", "change"]) element.dispatchEvent(new Event(kind, { bubbles: true }));
      }
    }
    offer.remove();
  }

  forget(offer) {
    localStorage.removeItem(this.key);
    offer.remove();
  }
}

function valuesByName(fields) {
  const found = new Map();
  for (const [name, value] of fields) found.set(name, [...(found.get(name) || []), value]);
  return found;
}

function same(values, others) {
  return JSON.stringify(values || []) === JSON.stringify(others || []);
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form).start();
