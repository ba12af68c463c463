// A tablet goes from hand to hand: what an interview kept in this tab goes with the person who typed it.
//
// <body data-person="…">: who is signed in. Keys of interview.js. A session that ended by itself keeps what was typed for
// the same person; signing out, or somebody else signing in, forgets it.

const PREFIX = "passnum-entretien";
const OWNER = "passnum-entretien-de";

function forget() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}

const person = document.body.dataset.person;
const owner = sessionStorage.getItem(OWNER);
if (person && owner && owner !== person) forget();
for (const leaving of document.querySelectorAll("form[data-sign-out]")) leaving.addEventListener("submit", forget);
