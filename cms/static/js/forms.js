// Small comforts of every form. Without this script everything still works; the server refuses doubles by itself.

/** A second click on a submit button does nothing until the page comes back. */
function guardAgainstDoubleSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-allow-repeat")) return;
  if (form.dataset.submitting === "true") {
    event.preventDefault();
    return;
  }
  form.dataset.submitting = "true";
  // After the browser has read the form: a disabled button would not send its name.
  setTimeout(() => setBusy(form, true));
}

function submitButtons(form) {
  const buttons = [...form.elements].filter((element) => element.type === "submit");
  return buttons;
}

function setBusy(form, busy) {
  form.dataset.submitting = String(busy);
  for (const button of submitButtons(form)) {
    button.disabled = busy;
    if (busy) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}

/** A page brought back by « Précédent » must be usable again. */
function releaseForms() {
  for (const form of document.querySelectorAll("form[data-submitting='true']")) setBusy(form, false);
}

/** A box outside its form is asked for only when its own button is used, not when the draft is saved. */
function requireConfirmation(event) {
  const button = event.target.closest("button[type='submit'], input[type='submit']");
  if (!button || !button.form) return;
  for (const box of button.form.elements) {
    if (box.dataset && box.dataset.requiredBy) box.required = box.dataset.requiredBy === button.id;
  }
}

function closePanel(panel) {
  panel.open = false;
  panel.querySelector("summary").focus();
}

function startPanels() {
  for (const panel of document.querySelectorAll("details[data-panel]")) {
    for (const button of panel.querySelectorAll("[data-close-panel]")) {
      button.hidden = false;
      button.addEventListener("click", () => closePanel(panel));
    }
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && panel.open) closePanel(panel);
    });
    panel.addEventListener("toggle", () => {
      if (panel.open) panel.scrollIntoView({ block: "nearest" });
    });
  }
}

function startPrintButtons() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

function startCopyButtons() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copié";
    });
  }
}

function startAutoSubmit() {
  for (const form of document.querySelectorAll("form[data-auto-submit]")) {
    form.addEventListener("change", () => form.requestSubmit());
  }
}

document.addEventListener("click", requireConfirmation, true);
document.addEventListener("submit", guardAgainstDoubleSubmit);
window.addEventListener("pageshow", releaseForms);
startPanels();
startPrintButtons();
startCopyButtons();
startAutoSubmit();
document.querySelector("[data-error-summary]")?.focus();
