// Copying a citation. The buttons are hidden where there is no script, and where the browser cannot copy.
"use strict";
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const said = button.parentElement.querySelector("[role=status]");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.textContent.replace(/\s+/g, " ").trim());
      said.textContent = button.dataset.copied;
    });
    button.parentElement.hidden = false;
  }
}
