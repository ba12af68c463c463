// « Scanner le carnet »: the button opens the camera, the photo leaves at once, and the number read fills the field.
//
// <div data-photo-of-code="id of the field"> inside a form. Without this script the same button sends the whole form.
// Answers: 200 {"serial", "message"} · 4xx {"message"} · a page where the interview goes on elsewhere, or nobody is signed in.

const LARGEST = 2400;
const QUALITY = 0.85;
const PATIENCE = 90000;
const NOT_SENT = "La photo n’est pas partie : vérifiez votre connexion et recommencez, ou saisissez le numéro.";
const NOT_READ = "La photo n’a pas pu être lue : recommencez, ou saisissez le numéro.";

/** Reduced here where the browser can: quicker on a phone, and nothing of the place or the device leaves with it. */
async function reduced(file) {
  try {
    const picture = await createImageBitmap(file);
    const ratio = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * ratio);
    canvas.height = Math.round(picture.height * ratio);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return (await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY))) || file;
  } catch {
    return file;
  }
}

class PhotoOfCode {
  constructor(block) {
    this.field = document.getElementById(block.dataset.photoOfCode);
    this.input = block.querySelector("input[type=file]");
    this.button = block.querySelector("button");
    this.status = block.querySelector("[data-photo-status]");
    this.busy = false;
    block.querySelector("[data-photo-choice]").hidden = true;
    this.button.addEventListener("click", (event) => {
      event.preventDefault();
      if (!this.busy) this.input.click();
    });
    this.input.addEventListener("change", () => this.input.files.length && this.send(this.input.files[0]));
  }

  say(words, look = "") {
    this.status.className = `photo-of-code__status ${look}`;
    this.status.textContent = words;
  }

  setBusy(busy) {
    this.busy = busy;
    this.button.setAttribute("aria-busy", String(busy));
  }

  async send(file) {
    this.setBusy(true);
    this.say("Lecture de la photo…");
    const data = new FormData(this.input.form);
    data.set("photo", await reduced(file), file.name || "photo.jpg");
    // Once read it is no longer wanted: neither sent again with the form, nor an obstacle to taking the same one.
    this.input.value = "";
    try {
      await this.read(await this.post(data));
    } finally {
      this.setBusy(false);
    }
  }

  async post(data) {
    const signal = AbortSignal.timeout(PATIENCE);
    const headers = { Accept: "application/json" };
    try {
      return await fetch(this.button.formAction, { method: "POST", body: data, headers, signal });
    } catch {
      return null;
    }
  }

  async read(answer) {
    if (!answer) return this.say(NOT_SENT, "is-bad");
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
      if (answer.redirected) return location.assign(answer.url);
      return this.say(NOT_READ, "is-bad");
    }
    const { serial, message } = await answer.json();
    if (!serial) return this.say(message, "is-bad");
    this.field.value = serial;
    // The interview keeps what is typed in this tab: it is told of this as of any typing.
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.say(message, "is-good");
  }
}

for (const block of document.querySelectorAll("[data-photo-of-code]")) new PhotoOfCode(block);
