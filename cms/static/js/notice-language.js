// The notice that is open is the one that is read: opening a text chooses its language, choosing a language opens its
// text. Without this script the list of languages counts alone.

const texts = [...document.querySelectorAll("details[data-notice]")];
const choice = document.querySelector("select[name=notice_language]");
const status = document.querySelector("[data-notice-status]");

/** One text at a time, also where a browser does not keep it so by the common name. */
function openOnly(text) {
  for (const one of texts) one.open = one === text;
}

function chosen() {
  return texts.find((one) => one.dataset.notice === choice.value);
}

function tell() {
  status.textContent = `Langue notée\u00a0: ${choice.selectedOptions[0].textContent.trim()}`;
}

if (choice && texts.length) {
  // Also what interview.js has just put back.
  openOnly(chosen());
  status.hidden = false;
  tell();
  choice.addEventListener("change", () => {
    openOnly(chosen());
    tell();
  });
  for (const text of texts) {
    text.addEventListener("toggle", () => {
      if (!text.open || choice.value === text.dataset.notice) return;
      choice.value = text.dataset.notice;
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
