// Tell people when the connection is gone, before they press a button and lose trust.
export function watchConnection() {
  const banner = document.querySelector("[data-offline]")
  if (!banner) return
  const show = () => {
    banner.hidden = navigator.onLine
  }
  window.addEventListener("online", show)
  window.addEventListener("offline", show)
  show()
}
