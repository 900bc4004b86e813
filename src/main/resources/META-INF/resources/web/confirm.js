import {html, render} from "./lit.js";

/**
 * Asks once before something is destroyed. Esc and the first button mean no.
 *
 * @param {{title: string, text: string, yes: string, no?: string}} question
 * @returns {Promise<boolean>}
 */
export function confirmed({title, text, yes, no = "Keep"}) {
  const dialog = document.createElement("dialog");
  dialog.className = "confirm";
  dialog.setAttribute("aria-labelledby", "confirm-title");
  const answer = value => () => dialog.close(value);
  render(html`<h2 id="confirm-title">${title}</h2><p>${text}</p>
    <div class="buttons"><button type="button" autofocus @click=${answer("")}>${no}</button>
    <button type="button" class="danger" @click=${answer("yes")}>${yes}</button></div>`, dialog);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
