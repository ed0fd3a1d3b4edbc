"use strict";
// Narrows the findings by rule and text, hides headings with nothing below them, and counts. The page reads without it.
(() => {
  const items = [...document.querySelectorAll(".item")];
  const filters = document.getElementById("filters");
  const open = () => document.querySelectorAll("details").forEach((one) => { one.open = true; });
  addEventListener("beforeprint", open);
  if (!filters) return;
  const rule = document.getElementById("only-rule");
  const text = document.getElementById("only-text");
  const shown = document.getElementById("shown");
  const boxes = [...filters.querySelectorAll("input[type=checkbox]")];
  const groups = [...document.querySelectorAll(".group")].reverse();
  const texts = new Map();
  const count = (item) => Number(item.dataset.n || 1);
  const total = items.reduce((sum, item) => sum + count(item), 0);

  const words = (item) => {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
    return texts.get(item);
  };
  const narrow = () => {
    const off = boxes.filter((box) => !box.checked).map((box) => box.id.slice("show-".length));
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const item of items) {
      const out = off.some((name) => item.classList.contains(name))
        || (rule.value !== "" && item.dataset.rule !== rule.value)
        || (wanted.length > 0 && !wanted.every((word) => words(item).includes(word)));
      item.classList.toggle("out", out);
      left += out ? 0 : count(item);
    }
    for (const group of groups) group.classList.toggle("out", !group.querySelector(".item:not(.out)"));
    shown.textContent = left === total ? "" : `${left.toLocaleString("en")} of ${total.toLocaleString("en")} shown`;
    shown.hidden = left === total;
  };
  let waiting = 0;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(narrow, 120); };
  document.getElementById("fields").hidden = false;
  filters.addEventListener("change", narrow);
  text.addEventListener("input", later);
  narrow();
})();
