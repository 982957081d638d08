// What script adds to pages that work without it: suggestions under the search field, and copying a citation.
"use strict";

// Suggestions: a combobox with a list (ARIA 1.2). The field stays a field of its form: Enter without a choice searches.
const DELAY = 120; // ms without a key before the server is asked
const LEAST = 2; // letters
const REMEMBERED = 50; // answers

class Suggestions {
  constructor(input) {
    this.input = input;
    this.answers = new Map();
    this.options = [];
    this.active = -1;
    this.composing = false;
    this.list = this.make("ul", { className: "suggest", id: `${input.id}-list`, role: "listbox", hidden: true });
    this.list.setAttribute("aria-label", input.dataset.label);
    this.live = this.make("p", { className: "vh" });
    this.live.setAttribute("aria-live", "polite");
    input.parentElement.append(this.list, this.live);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.composing || this.wait());
    input.addEventListener("compositionstart", () => { this.composing = true; });
    input.addEventListener("compositionend", () => { this.composing = false; this.wait(); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // Pressing on an option must not take the focus from the field, which would close the list before the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.follow(event.target.closest("[role=option]")));
  }

  make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    if (properties.role) element.setAttribute("role", properties.role);
    element.append(...children);
    return element;
  }

  wait() {
    clearTimeout(this.timer);
    this.request?.abort();
    const typed = this.input.value.trim();
    if (typed.length < LEAST) return this.close();
    this.timer = setTimeout(() => this.ask(typed), DELAY);
  }

  async ask(typed) {
    this.request = new AbortController();
    try {
      const known = this.answers.get(typed) ?? await this.fetched(typed, this.request.signal);
      if (typed === this.input.value.trim() && document.activeElement === this.input) this.show(known);
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // a page without suggestions is still a page
    }
  }

  async fetched(typed, signal) {
    const answer = await fetch(`${this.input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal });
    if (!answer.ok) return [];
    const { suggestions } = await answer.json();
    this.answers.set(typed, suggestions);
    if (this.answers.size > REMEMBERED) this.answers.delete(this.answers.keys().next().value);
    return suggestions;
  }

  show(suggestions) {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.options = suggestions.map((suggestion, index) => this.option(suggestion, index));
    this.list.replaceChildren(...this.options);
    this.expand(this.options.length > 0);
    const { count, none } = this.input.dataset;
    this.live.textContent = this.options.length ? count.replace("{n}", this.options.length) : none;
  }

  option({ kind, text, count, url }, index) {
    const { items, item } = this.input.dataset;
    const name = this.make("span", { className: "suggest-text", lang: "vi" }, text);
    const note = [this.input.dataset[kind], count === 1 ? item : items.replace("{n}", count)];
    const facts = this.make("span", { className: "suggest-note" }, note.join(" · "));
    const option = this.make("li", { id: `${this.list.id}-${index}`, role: "option" }, name, " ", facts);
    option.setAttribute("aria-selected", "false");
    option.dataset.url = url;
    return option;
  }

  key(event) {
    if (event.isComposing || this.composing) return; // the key belongs to the input method
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open && !this.options.length) return;
      event.preventDefault();
      if (!open) this.expand(true);
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.follow(this.options[this.active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault(); // the first Escape closes the list, the next one clears the field
      this.close();
    }
  }

  move(step) {
    const places = this.options.length + 1; // the field itself is one of them
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = (this.active + 1 + step + places) % places - 1;
    const option = this.options[this.active];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  follow(option) {
    if (option) location.assign(option.dataset.url);
  }

  expand(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = -1;
    this.expand(false);
    this.input.removeAttribute("aria-activedescendant");
    this.live.textContent = "";
  }
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Suggestions(input);

// Copying a citation. The buttons are hidden where there is no script, and where the browser cannot copy.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const said = button.parentElement.querySelector("[role=status]");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.textContent.replace(/\s+/g, " ").trim());
      said.textContent = button.dataset.copied;
    });
    button.hidden = false;
  }
}
