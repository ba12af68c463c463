// Sums checked as they are typed: each group of counts against its total, with the difference named.

const number = (input) => Number.parseInt(input?.value || "0", 10) || 0;
const french = new Intl.NumberFormat("fr-FR");

function check(group) {
  const total = document.getElementById(group.dataset.sumTotal || "id_beneficiaries");
  const counted = [...group.querySelectorAll("input")].reduce((sum, input) => sum + number(input), 0);
  const gap = counted - number(total);
  const line = group.querySelector("[data-sum-check]");
  const place = `${french.format(counted)} sur ${french.format(number(total))}`;
  let words = `Somme\u00a0: ${place}, c’est juste.`;
  if (gap > 0) words = `Somme\u00a0: ${place}, ${french.format(gap)} de trop.`;
  if (gap < 0) words = `Somme\u00a0: ${place}, il en manque ${french.format(-gap)}.`;
  if (counted === 0 && number(total) === 0) words = "";  // nothing typed yet: nothing to say
  if (line.textContent !== words) line.textContent = words;
  line.classList.toggle("sum-check--off", gap !== 0);
}

const groups = [...document.querySelectorAll("[data-sum-group]")];
const all = () => groups.forEach(check);
document.addEventListener("input", all);
all();

// What is still missing, as the server saw it at the last automatic saving.
document.addEventListener("passnum:saved", (event) => {
  const place = document.querySelector("[data-missing]");
  const missing = event.detail?.missing;
  if (!place || !missing) return;
  const list = document.createElement(missing.length ? "ul" : "p");
  if (missing.length) {
    for (const words of missing) {
      const item = document.createElement("li");
      item.textContent = words;
      list.append(item);
    }
  } else {
    list.textContent = "Tout est complet\u00a0: vous pouvez remettre ce livrable.";
  }
  place.replaceChildren(list);
});
