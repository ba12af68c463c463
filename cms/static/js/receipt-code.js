// The QR code of a receipt carries the code after the « # », which no server sees: it is put in the field, then forgotten.

const code = decodeURIComponent(location.hash.slice(1));
const field = document.querySelector("input[name='code']");
if (code && field && /^[0-9A-Za-z -]{5,40}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
  field.focus();
}
