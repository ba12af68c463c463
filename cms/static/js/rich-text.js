// A text area with sober formatting: bold, italic, small heading, lists. The editor comes from django-prose-editor.

const TOOLS = [
  ["Gras", "bold", (chain) => chain.toggleBold(), "G"],
  ["Italique", "italic", (chain) => chain.toggleItalic(), "I"],
  ["Titre", "heading", (chain) => chain.toggleHeading({ level: 3 }), "Titre"],
  ["Liste à puces", "bulletList", (chain) => chain.toggleBulletList(), "• Liste"],
  ["Liste numérotée", "orderedList", (chain) => chain.toggleOrderedList(), "1. Liste"],
];

function toolbar(editor, label) {
  const bar = document.createElement("div");
  bar.className = "rich-text__tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", `Mise en forme\u00a0: ${label}`);
  const buttons = TOOLS.map(([name, mark, run, words]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `rich-text__tool rich-text__tool--${mark}`;
    button.textContent = words;
    if (words !== name) button.setAttribute("aria-label", name);
    button.addEventListener("click", () => run(editor.chain().focus()).run());
    bar.append(button);
    return [button, mark];
  });
  // One stop in the order of the Tab key, arrows inside: the usual way of a toolbar.
  const all = buttons.map(([button]) => button);
  all.forEach((button, index) => (button.tabIndex = index ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    all.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
    event.preventDefault();
  });
  const show = () => buttons.forEach(([button, mark]) => button.setAttribute("aria-pressed", String(editor.isActive(mark))));
  editor.on("transaction", show);
  show();
  return bar;
}

async function start(box) {
  const prose = await import(box.dataset.editor);
  const area = box.querySelector("textarea");
  const label = document.querySelector(`label[for="${area.id}"]`);
  const words = label?.firstChild?.textContent.trim() || "Texte";
  const element = document.createElement("div");
  element.className = "rich-text__editor";
  area.hidden = true;
  area.after(element);
  const describedBy = area.getAttribute("aria-describedby");
  const editor = new prose.Editor({
    element,
    injectCSS: false,
    extensions: [
      prose.Document,
      prose.Paragraph,
      prose.Text,
      prose.Bold,
      prose.Italic,
      prose.Heading.configure({ levels: [3] }),
      prose.BulletList,
      prose.OrderedList,
      prose.ListItem,
      prose.HardBreak,
      prose.History,
    ],
    content: area.value,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": words,
        ...(describedBy ? { "aria-describedby": describedBy } : {}),
        ...(area.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
      },
    },
    onUpdate({ editor: changed }) {
      area.value = changed.isEmpty ? "" : changed.getHTML();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  element.before(toolbar(editor, words));
  label?.addEventListener("click", () => editor.commands.focus());
  // Texts put back from the local copy reach the editor too.
  area.addEventListener("change", () => {
    if (area.value !== editor.getHTML()) editor.commands.setContent(area.value, { emitUpdate: false });
  });
}

for (const box of document.querySelectorAll("[data-rich-text]")) {
  start(box).catch((error) => console.error("rich text", error));
}
