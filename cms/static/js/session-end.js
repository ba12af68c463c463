// Warns before the session ends, and lets the person stay. All the windows of one browser share the same end.
// <dialog data-session-seconds="3600" data-session-warning="300"> with a form that answers {"seconds": 3600}.

const SHARED = "passnum-session-end";
const LOOK_EVERY = 1000;

class SessionEnd {
  constructor(dialog) {
    this.dialog = dialog;
    this.form = dialog.querySelector("form");
    this.text = dialog.querySelector("[data-session-text]");
    this.over = dialog.querySelector("[data-session-over]");
    this.warning = Number(dialog.dataset.sessionWarning) * 1000;
    this.length = Number(dialog.dataset.sessionSeconds) * 1000;
    this.firm = false;
  }

  start() {
    this.lasts(this.length);
    this.form.addEventListener("submit", (event) => this.stay(event));
    // « Échap » is an answer too: someone is there.
    this.dialog.addEventListener("cancel", (event) => (this.ended ? event.preventDefault() : this.stay(event)));
    document.addEventListener("passnum:saved", () => this.lasts(this.length));
    setInterval(() => this.look(), LOOK_EVERY);
  }

  /** The session lasts that many milliseconds from now, here and in the other windows. */
  lasts(length) {
    this.end = Date.now() + length;
    try {
      localStorage.setItem(SHARED, String(this.end));
    } catch {
      // Private browsing: this window counts for itself.
    }
  }

  shared() {
    try {
      return Math.max(this.end, Number(localStorage.getItem(SHARED)) || 0);
    } catch {
      return this.end;
    }
  }

  look() {
    if (this.ended) return;
    this.end = this.firm ? this.end : this.shared();
    const left = this.end - Date.now();
    if (left <= 0) this.finish();
    else if (left <= this.warning) this.warn(left);
    else if (this.dialog.open) this.dialog.close();
  }

  warn(left) {
    const minutes = Math.ceil(left / 60000);
    const when = minutes > 1 ? `dans ${minutes} minutes` : "dans moins d’une minute";
    this.say(
      this.firm
        ? `Votre connexion prend fin ${when}, dix heures après son début. Enregistrez, puis reconnectez-vous.`
        : `Sans activité de votre part, votre connexion prend fin ${when}. Vos brouillons de livrables et vos entretiens en cours sont gardés.`,
    );
    if (!this.dialog.open) this.dialog.showModal();
  }

  async stay(event) {
    event.preventDefault();
    if (this.firm) return this.dialog.close();
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(this.form.action, { method: "POST", body: new FormData(this.form), headers });
      if (answer.status === 401 || answer.status === 403) return this.finish();
      const { seconds } = await answer.json();
      this.firm = seconds * 1000 <= this.warning;
      this.lasts(seconds * 1000);
      this.dialog.close();
    } catch {
      this.say("Le site ne répond pas : vérifiez votre connexion à Internet, puis essayez à nouveau.");
    }
  }

  finish() {
    this.ended = true;
    this.say("Votre connexion a pris fin. Copiez ce que vous n’aviez pas enregistré, puis reconnectez-vous.");
    this.form.hidden = true;
    this.over.hidden = false;
    if (!this.dialog.open) this.dialog.showModal();
  }

  say(words) {
    if (this.text.textContent !== words) this.text.textContent = words;
  }
}

for (const dialog of document.querySelectorAll("dialog[data-session-seconds]")) new SessionEnd(dialog).start();
