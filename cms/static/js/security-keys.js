/* Says in French why a security key did not answer; allauth's own script only tells the console. */
const words = {
  NotAllowedError: 'La clé n’a pas répondu, ou la demande a été annulée. Vous pouvez recommencer.',
  InvalidStateError: 'Cette clé est déjà enregistrée.',
  SecurityError: 'Les clés ne fonctionnent pas à cette adresse : ouvrez le site par son nom, en connexion sécurisée.',
}

document.addEventListener('allauth.error', (event) => {
  const place = document.querySelector('[data-key-error]')
  if (!place) return
  event.preventDefault()
  const name = event.detail.exception ? event.detail.exception.name : ''
  const text = document.createElement('p')
  text.className = 'field__error'
  text.textContent = words[name] || 'La clé n’a pas pu être utilisée. Recommencez, ou choisissez un autre moyen.'
  place.replaceChildren(text)
})
